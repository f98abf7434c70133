"""Checks."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from os import PathLike
from types import TracebackType
from typing import TYPE_CHECKING, Any

from . import _native, _sources
from ._errors import UsageError
from ._options import Options, merged
from ._report import Report, from_native

if TYPE_CHECKING:
    from typing_extensions import Buffer, Self

__all__ = ["Progress", "Verifier", "check"]

Progress = Callable[[int, "int | None", str], object]
"""Called with bytes done, bytes in all where that is known, and the member that was begun last."""

SLICE = 0.05
"""Seconds between two looks at signals and progress."""


class Running:
    """A check that runs, and what is to be done meanwhile."""

    def __init__(
        self,
        keys: dict[str, Any],
        *,
        path: str | None = None,
        jobs: int | None,
        progress: Progress | None,
        total: int | None = None,
    ) -> None:
        self._check = _native.Check(_text(keys), path=path, jobs=jobs, total=total)
        self._progress = progress
        self._next = time.monotonic()

    def feed(self, chunk: object) -> None:
        for piece in _sources.pieces(chunk):
            self._check.push(piece)
            while not self._check.has_room(SLICE):
                self.tell()
        self.tell()

    def finish(self) -> Report:
        self._check.close()
        while not self._check.wait(SLICE):
            self.tell()
        report = from_native(self._check.report())
        self.tell(last=True)
        return report

    def tell(self, *, last: bool = False) -> None:
        if self._progress is not None and (last or time.monotonic() >= self._next):
            self._next = time.monotonic() + SLICE
            self._progress(*self._check.progress())

    def stop(self) -> None:
        self._check.stop()


def _text(keys: dict[str, Any]) -> str:
    return Options(**keys).to_json()


def check(
    source: str | PathLike[Any] | Buffer | _sources.SupportsRead | Iterable[Buffer],
    *,
    options: Options | Mapping[str, Any] | None = None,
    kind: str | None = None,
    profile: str | None = None,
    name: str | None = None,
    progress: Progress | None = None,
    jobs: int | None = None,
) -> Report:
    """Checks a file, the directory of an OCI layout, or bytes from anywhere.

    >>> check(b"no archive at all").verdict
    'deny'
    """
    keys = merged(options, kind=kind, profile=profile, name=name)
    path = _sources.path_of(source)
    if path is not None:
        keys.setdefault("name", _shown(path))
        running = Running(keys, path=path, jobs=jobs, progress=progress)
        chunks: Iterable[object] = ()
    else:
        keys.setdefault("name", "-")
        chunks = _sources.chunks(source)
        running = Running(keys, jobs=jobs, progress=progress)
    try:
        for chunk in chunks:
            running.feed(chunk)
        return running.finish()
    finally:
        running.stop()


def _shown(path: str) -> str:
    """A path as a text: bytes that are none are replaced, as the command does it."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class Verifier:
    """Checks bytes that are given to it.

    >>> with Verifier(kind="package") as verifier:
    ...     verifier.feed(b"no archive")
    ...     verifier.feed(b" at all")
    ...     report = verifier.finish()
    >>> report.input.size
    17
    """

    def __init__(
        self,
        options: Options | Mapping[str, Any] | None = None,
        *,
        kind: str | None = None,
        profile: str | None = None,
        name: str | None = None,
        progress: Progress | None = None,
        jobs: int | None = None,
    ) -> None:
        keys = merged(options, kind=kind, profile=profile, name=name)
        keys.setdefault("name", "-")
        self._running: Running | None = Running(keys, jobs=jobs, progress=progress)

    def feed(self, chunk: Buffer) -> None:
        """Takes the next bytes."""
        self._get().feed(chunk)

    def finish(self) -> Report:
        """The report; there were no more bytes."""
        running = self._get()
        self._running = None
        return running.finish()

    def close(self) -> None:
        """Gives up, without a report."""
        if self._running is not None:
            self._running.stop()
            self._running = None

    def _get(self) -> Running:
        if self._running is None:
            raise UsageError("the verifier is finished; make another for another input")
        return self._running

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
