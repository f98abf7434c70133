"""A check that runs, and what is to be done meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import _native, _sources
from ._options import Options, merged
from ._report import Report, report_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from typing_extensions import Self

Progress = Callable[[int, "int | None", str], object]
"""Called with bytes done, bytes in all where that is known, and the member that was begun last.

Some times a second and once at the end, on the thread that called for the check. An exception of it ends the
check and passes through.
"""

SLICE = 0.05
"""Seconds between two looks at signals and progress."""


class Running:
    """A check on threads of its own. Nothing here waits for longer than a slice; leaving stops the check."""

    def __init__(
        self,
        options: Options,
        *,
        path: str | None = None,
        jobs: int | None = None,
        progress: Progress | None = None,
        total: int | None = None,
    ) -> None:
        self._check = _native.Check(options.to_json(), path=path, jobs=jobs, total=total)
        self._progress = progress
        self._next = time.monotonic()

    def push(self, piece: bytes) -> None:
        self._check.push(piece)

    def close(self) -> None:
        """No more bytes."""
        self._check.close()

    def has_room(self, seconds: float = SLICE) -> bool:
        """More bytes may be pushed."""
        self.tell()
        return self._check.has_room(seconds)

    def has_ended(self, seconds: float = SLICE) -> bool:
        self.tell()
        return self._check.wait(seconds)

    def report(self) -> Report:
        report = report_of(self._check.report())
        self.tell(last=True)
        return report

    def tell(self, *, last: bool = False) -> None:
        if self._progress is not None and (last or time.monotonic() >= self._next):
            self._next = time.monotonic() + SLICE
            self._progress(*self._check.progress())

    def feed(self, chunk: object) -> None:
        for piece in _sources.pieces(chunk):
            self.push(piece)
            while not self.has_room():
                pass

    def finish(self) -> Report:
        self.close()
        while not self.has_ended():
            pass
        return self.report()

    def stop(self) -> None:
        self._check.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def options_of(
    options: Options | Mapping[str, Any] | None, given: Mapping[str, Any], path: str | None = None
) -> Options:
    """The options of one check, with a name for its report: that of the command where none is given."""
    default = {"name": "-" if path is None else _native.shown(path)}
    return merged(default, merged(options, given).to_dict())
