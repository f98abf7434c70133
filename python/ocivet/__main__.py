"""The command `ocivet`, and `python -m ocivet`."""

from __future__ import annotations

import os
import sys

from ._native import main as _main


def main() -> int:
    """Runs the command with the arguments of this process; gives its exit code."""
    _open_standard_streams()
    return _main(["ocivet", *sys.argv[1:]])


def _open_standard_streams() -> None:
    """No file that is opened takes the place of a standard stream that was closed."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)


if __name__ == "__main__":
    sys.exit(main())
