"""The command `ocivet`, and `python -m ocivet`."""

from __future__ import annotations

import os
import sys

from ._native import main as _main


def main() -> int:
    """Runs the command with the arguments of this process; gives its exit code."""
    _open_standard_streams()
    if sys.argv[1:2] == ["fleet"]:
        return _fleet()
    return _main(["ocivet", *sys.argv[1:]])


def _fleet() -> int:
    """The one command that is not the binary's: the engine that it runs on is Python's."""
    try:
        from .fleet._command import main as fleet
    except ImportError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return fleet(sys.argv[2:])


def _open_standard_streams() -> None:
    """No file that is opened takes the place of a standard stream that was closed."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)


if __name__ == "__main__":
    sys.exit(main())
