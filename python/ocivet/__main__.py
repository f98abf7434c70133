"""The command `ocivet`, and `python -m ocivet`."""

import sys

from ._native import main as _main


def main() -> int:
    """Runs the command with the arguments of this process."""
    return _main(["ocivet", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
