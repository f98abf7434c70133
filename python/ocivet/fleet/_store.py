"""Where results lie: parts of tables, and one small file that says which parts count.

A part is written under a name of its own and never changed. It counts from when `fleet.json` names it, which is
replaced in one step: whatever ends a run, each input's rows are there once or not at all. Where two parts have an
input, as while a run goes on that found it changed, the later one counts.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .._errors import UsageError
from ._engines import datasets, pa, parquet
from ._opening import file_system, protocol_of
from ._tables import SCHEMAS, TABLES

_LIST = "fleet.json"
_FORMAT = 1


class Store:
    """A folder of results, at a path or an URL of fsspec."""

    def __init__(self, out: str, storage: Mapping[str, Any]) -> None:
        self.out = out
        self._is_local = protocol_of(out) == "file"
        place = f"file://{os.path.abspath(out.split('://', 1)[-1])}" if self._is_local else out
        self._system, root = file_system(place, storage)
        self._root = root.rstrip("/")
        self._lock: Any = None
        self.parts: list[str] = []
        self.is_complete = False
        self.exists = False

    def lock(self) -> None:
        """Takes the folder for one run, where it is one of this machine."""
        if not self._is_local:
            return
        import fcntl

        self._system.makedirs(self._root, exist_ok=True)
        self._lock = open(f"{self._root}/.lock", "a")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            raise UsageError(f"another run writes to {self.out}") from error

    def unlock(self) -> None:
        if self._lock is not None:
            self._lock.close()

    def load(self) -> None:
        """Reads which parts count."""
        try:
            text = self._system.cat_file(self._path(_LIST))
        except FileNotFoundError:
            return
        try:
            kept = json.loads(text)
            if kept["format"] != _FORMAT:
                raise UsageError(f"{self.out} is of a later version of ocivet")
            parts, is_complete = [str(part) for part in kept["parts"]], bool(kept["complete"])
        except UsageError:
            raise
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{self._path(_LIST)} is no list of results") from error
        self.parts, self.is_complete, self.exists = parts, is_complete, True

    def add(self, tables: Mapping[str, Any]) -> str:
        """Writes a part. It does not count yet."""
        part = f"part-{uuid.uuid4().hex}"
        for name in TABLES:
            buffer = io.BytesIO()
            parquet.write_table(tables[name], buffer, compression="zstd")
            self._write(f"{name}/{part}.parquet", buffer.getvalue())
        return part

    def commit(self, parts: Iterable[str], *, is_complete: bool) -> None:
        """From here on these parts count and no others."""
        self.parts, self.is_complete, self.exists = list(parts), is_complete, True
        kept = {"format": _FORMAT, "complete": is_complete, "parts": self.parts}
        self._write(_LIST, json.dumps(kept, indent=1).encode() + b"\n")

    def clean(self) -> None:
        """Removes what does not count."""
        for name in TABLES:
            with contextlib.suppress(FileNotFoundError):
                for path in self._system.ls(self._path(name), detail=False):
                    file = str(path).rsplit("/", 1)[1]
                    if file.startswith("part-") and file.partition(".")[0] not in self.parts:
                        self._system.rm_file(path)

    def read(self, name: str, part: str, columns: list[str] | None = None) -> Any:
        data = self._system.cat_file(self._path(f"{name}/{part}.parquet"))
        return parquet.read_table(pa.BufferReader(data), columns=columns)

    def each(self, name: str, columns: list[str]) -> Iterator[Any]:
        """The table, part by part."""
        for part in self.parts:
            yield self.read(name, part, columns)

    def dataset(self, name: str) -> Any:
        paths = [self._path(f"{name}/{part}.parquet") for part in self.parts]
        if not paths:
            return datasets.dataset(SCHEMAS[name].empty_table())
        return datasets.dataset(paths, schema=SCHEMAS[name], filesystem=self._system, format="parquet")

    def write_text(self, name: str, text: str) -> None:
        self._write(name, text.encode())

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _write(self, name: str, data: bytes) -> None:
        """In one step: an object store has no other way; a file is renamed when it is whole."""
        path = self._path(name)
        if not self._is_local:
            self._system.pipe_file(path, data)
            return
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(f"{path}.new", "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(file.name, path)
