"""What can be checked: paths, and everything that bytes can be taken from."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Protocol, TypeGuard, cast

from ._errors import UsageError

if TYPE_CHECKING:
    from typing_extensions import Buffer

READ = 1 << 20
"""Bytes read from a file object at once, and the longest piece of a buffer that is copied."""


class SupportsRead(Protocol):
    """A binary file object, as far as it is needed."""

    def read(self, size: int, /) -> Buffer: ...


def path_of(source: object) -> str | None:
    """The path that a source is, if it is one; an open file is none even where it knows its path."""
    if isinstance(source, str):
        return source
    if isinstance(source, os.PathLike) and not isinstance(source, io.IOBase):
        return os.fsdecode(cast(Any, source))
    return None


def chunks(source: object) -> Iterator[object]:
    """The chunks of a source that is no path, as they come."""
    if is_buffer(source):
        return iter((source,))
    read = getattr(source, "read", None)
    if callable(read):
        return _read(read)
    if isinstance(source, Iterable):
        return iter(cast(Iterable[object], source))
    kind = type(source).__name__
    if hasattr(source, "__aiter__"):
        raise UsageError(f"a source of type {kind} gives its bytes asynchronously; use acheck")
    raise UsageError(
        f"a source must be a path, bytes, a binary file or an iterable of bytes, not {kind}"
    )


def _read(read: Any) -> Iterator[object]:
    while not is_end(chunk := read(READ)):
        yield chunk


def is_end(chunk: object) -> bool:
    """What a file object gave is its end."""
    if chunk is None:
        raise UsageError("a file that does not block has no bytes now; wait until it has")
    return is_buffer(chunk) and memoryview(chunk).nbytes == 0


def pieces(chunk: object) -> Iterator[bytes]:
    """A chunk as it is to be given to the driver: `bytes` as they are, other buffers copied."""
    if isinstance(chunk, bytes):
        yield chunk
        return
    if not is_buffer(chunk):
        hint = "; open it in binary mode" if isinstance(chunk, str) else ""
        raise UsageError(f"a source must give bytes, not {type(chunk).__name__}{hint}")
    with memoryview(chunk) as view, _flat(view) as flat:
        for start in range(0, len(flat), READ):
            yield bytes(flat[start : start + READ])


def is_buffer(source: object) -> TypeGuard[Buffer]:
    """It has the buffer protocol."""
    try:
        memoryview(source).release()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    except (TypeError, BufferError):
        return False
    return True


def _flat(view: memoryview) -> memoryview:
    try:
        return view.cast("B")
    except TypeError as error:
        raise UsageError("a buffer must be contiguous") from error


def size_of(source: object) -> int | None:
    """Bytes that a source seems to have: for people who look at a progress bar, and for nothing else."""
    if is_buffer(source):
        return memoryview(source).nbytes
    if not callable(getattr(source, "read", None)) or not _says_seekable(source):
        return None
    file: Any = source
    here = file.tell()
    end = file.seek(0, io.SEEK_END)
    file.seek(here)
    return end - here if isinstance(end, int) and isinstance(here, int) and end > here else None


def _says_seekable(source: object) -> bool:
    seekable = getattr(source, "seekable", None)
    return callable(seekable) and seekable() is True
