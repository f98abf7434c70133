"""What the tests share: where things are, and how one input is brought in many ways."""

from __future__ import annotations

import io
import os
import pathlib
import shutil
import sys
import sysconfig
import tarfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest

TOP = pathlib.Path(__file__).parents[2]
"""Of the repository."""
WILD = TOP / "tests" / "wild"
IMAGE = WILD / "docker-save.tar"
"""What `docker save` wrote."""
SDIST = WILD / "python-sdist.tar.gz"
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", TOP / "target"))
COMMAND = pathlib.Path(os.environ.get("OCIVET_COMMAND", TARGET / "debug" / "ocivet")).resolve()
"""The binary that the package must equal."""
CASES = pathlib.Path(os.environ.get("OCIVET_CASES", TARGET / "cases")).resolve()
"""What `recipe --all` wrote."""
SCRIPT = pathlib.Path(sysconfig.get_path("scripts")) / "ocivet"
"""The wheel's command."""
DATA_FILTER: Any = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
"""For `extractall`: Python has it from 3.11.4 on."""
SAFE_PATH = {**os.environ, "PYTHONSAFEPATH": "1"}
"""The environment of another interpreter, which is to import the wheel and not the sources."""


def wild_files() -> list[pathlib.Path]:
    return sorted(path for path in WILD.iterdir() if path.name not in {"README.md", "make"})


def cut(data: bytes, size: int) -> Iterator[bytes]:
    """The bytes in chunks."""
    return (data[at : at + size] for at in range(0, len(data), size))


class Unseekable(io.RawIOBase):
    """A file that is read in small steps, as pipes and sockets are."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._data.read(min(len(buffer), 5000))
        buffer[: len(data)] = data
        return len(data)


BYTES: dict[str, Callable[[bytes], object]] = {
    "bytes": bytes,
    "file": io.BytesIO,
    "pipe": Unseekable,
    "odd chunks": lambda data: cut(data, 777),
}
"""Ways to bring bytes."""


def needs(path: pathlib.Path) -> pathlib.Path:
    """A file that something else builds; without it the test is left out, but not where all must run."""
    if not path.exists():
        absent = f"{path} is missing: run the tests by `tests/run python`"
        if os.environ.get("CI") == "true":
            pytest.fail(absent)
        pytest.skip(absent)
    return path


def tool(name: str) -> str:
    """A command that is installed beside this interpreter, or anywhere."""
    place = shutil.which(name, path=os.path.dirname(sys.executable)) or shutil.which(name)
    return str(needs(pathlib.Path(place or name)))
