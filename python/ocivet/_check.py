"""Checks that the caller waits for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from . import _sources
from ._errors import UsageError
from ._options import Options
from ._report import Report
from ._running import Progress, Running, options_of

if TYPE_CHECKING:
    from os import PathLike
    from types import TracebackType

    from typing_extensions import Buffer, Self

    from ._generated import Kind, Profile

__all__ = ["Verifier", "check"]


def check(
    source: str | PathLike[Any] | Buffer | _sources.SupportsRead | Iterable[Buffer],
    *,
    options: Options | Mapping[str, Any] | None = None,
    kind: Kind | None = None,
    profile: Profile | None = None,
    name: str | None = None,
    progress: Progress | None = None,
    jobs: int | None = None,
) -> Report:
    """Checks a file, the directory of an OCI layout, or bytes from anywhere.

    A text is a path; so is an `os.PathLike`. A file object is read from where it stands to its end, an
    iterable to its end; they are not closed. `bytes` are not copied, other buffers are.

    `kind`, `profile` and `name` stand above the same keys of `options`. `jobs` is the number of threads, one
    for each core where it is not given; the report does not depend on it. An exception of the source or of
    `progress` passes through.

    >>> check(b"no archive at all").verdict
    'deny'
    """
    given = {"kind": kind, "profile": profile, "name": name}
    path = _sources.path_of(source)
    if path is not None:
        settings = options_of(options, given, path)
        with Running(settings, path=path, jobs=jobs, progress=progress) as running:
            return running.finish()
    chunks = _sources.chunks(source)
    total = _sources.size_of(source) if progress is not None else None
    settings = options_of(options, given)
    with Running(settings, jobs=jobs, progress=progress, total=total) as running:
        for chunk in chunks:
            running.feed(chunk)
        return running.finish()


class Verifier:
    """Checks bytes that are given to it.

    Whatever goes wrong in between closes it: what was not given must not pass for what is not there.

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
        kind: Kind | None = None,
        profile: Profile | None = None,
        name: str | None = None,
        progress: Progress | None = None,
        jobs: int | None = None,
    ) -> None:
        settings = options_of(options, {"kind": kind, "profile": profile, "name": name})
        self._running: Running | None = Running(settings, jobs=jobs, progress=progress)

    def feed(self, chunk: Buffer) -> None:
        """Takes the next bytes; waits while there is enough to do."""
        try:
            self._get().feed(chunk)
        except BaseException:
            self.close()
            raise

    def finish(self) -> Report:
        """The report; there were no more bytes."""
        with self._get() as running:
            self._running = None
            return running.finish()

    def close(self) -> None:
        """Gives up, without a report."""
        if self._running is not None:
            self._running.stop()
            self._running = None

    def _get(self) -> Running:
        if self._running is None:
            raise UsageError("the verifier is closed; make another for another input")
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
