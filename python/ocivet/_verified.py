"""Bytes that were verified, for those who unpack them."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from . import _native, _sources
from ._errors import InputError, UsageError
from ._running import Progress, Running, options_of

if TYPE_CHECKING:
    from os import PathLike

    from typing_extensions import Buffer

    from ._generated import Kind, Profile, Severity
    from ._options import Options
    from ._report import Report

__all__ = ["VerifiedFile", "verified"]


class VerifiedFile(io.BufferedReader):
    """A file of bytes that were verified; `report` is what was said about them."""

    report: Report
    """What was said about the bytes."""


@contextmanager
def verified(
    source: str | PathLike[Any] | Buffer | _sources.SupportsRead | Iterable[Buffer],
    *,
    level: Severity = "deny",
    options: Options | Mapping[str, Any] | None = None,
    kind: Kind | None = None,
    profile: Profile | None = None,
    name: str | None = None,
    progress: Progress | None = None,
    jobs: int | None = None,
    dir: str | PathLike[str] | None = None,
) -> Generator[VerifiedFile]:
    """Gives a file of exactly the bytes that were verified, or raises `VerificationFailed`.

    The bytes are written to an unlinked file of this process while they are verified, so that nothing can change
    in between: whatever happens to the source afterwards, what is unpacked is what was judged. The file lies in
    `dir`, else where `tempfile` puts its files, and is gone at the end. It can be read and sought in.

    Findings at `level` or above raise; the other arguments are those of `check`. A directory has no bytes to give.

    >>> import tarfile
    >>> with verified("tests/wild/python-sdist.tar.gz") as file, tarfile.open(fileobj=file) as archive:
    ...     print(len(archive.getnames()), file.report.verdict)
    12 pass
    """
    path = _sources.path_of(source)
    given = {"kind": kind, "profile": profile, "name": name}
    settings = options_of(options, given, path)
    with tempfile.TemporaryFile(prefix="ocivet-", dir=dir) as spool, _chunks(source, path) as chunks:
        total = _sources.size_of(source) if progress is not None and path is None else None
        with Running(settings, jobs=jobs, progress=progress, total=total) as running:
            for chunk in chunks:
                _feed(running, chunk, spool)
            report = running.finish()
        report.raise_for_findings(level)
        spool.flush()
        spool.seek(0)
        # A descriptor of its own, that only reads.
        with VerifiedFile(io.FileIO(os.dup(spool.fileno()), "rb")) as file:
            file.report = report
            yield file


def _feed(running: Running, chunk: object, spool: IO[bytes]) -> None:
    for piece in _sources.pieces(chunk):
        try:
            spool.write(piece)
        except OSError as error:
            text = f"cannot keep the bytes that are verified: {error.strerror}; name another place by dir"
            raise InputError(text, error.errno) from error
        running.feed(piece)


@contextmanager
def _chunks(source: object, path: str | None) -> Generator[Iterator[object]]:
    if path is None:
        yield _sources.chunks(source)
        return
    try:
        file = open(path, "rb", buffering=0)
    except IsADirectoryError as error:
        raise UsageError(f"{_native.shown(path)} is a directory; name a file") from error
    except OSError as error:
        raise _input_error(path, error) from error
    with file:
        yield _file_chunks(file, path)


def _file_chunks(file: io.FileIO, path: str) -> Iterator[object]:
    try:
        yield from _sources.chunks(file)
    except OSError as error:
        raise _input_error(path, error) from error


def _input_error(path: str, error: OSError) -> InputError:
    name = _native.shown(path)
    return InputError(f"cannot read {name}: {error.strerror}", error.errno, name)
