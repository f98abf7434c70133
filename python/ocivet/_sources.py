"""What can be checked: paths, and everything that bytes can be taken from."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from ._errors import UsageError

READ = 1 << 20
"""Bytes read from a file object at once, and the longest piece of a buffer that is copied."""


class SupportsRead(Protocol):
    """A binary file object, as far as it is needed."""

    def read(self, size: int, /) -> bytes: ...


def path_of(source: object) -> str | None:
    """The path that a source is, if it is one; an open file is none even where it knows its path."""
    if isinstance(source, str):
        return source
    if isinstance(source, os.PathLike) and not isinstance(source, io.IOBase):
        return os.fsdecode(source)
    return None


def chunks(source: Any) -> Iterator[object]:
    """The chunks of a source that is no path, as they come."""
    if is_buffer(source):
        return iter((source,))
    if callable(getattr(source, "read", None)):
        return _read(source)
    if isinstance(source, Iterable):
        return iter(source)
    kind = type(source).__name__
    if hasattr(source, "__aiter__"):
        raise UsageError(f"a source of type {kind} gives its bytes asynchronously; use acheck")
    raise UsageError(
        f"a source must be a path, bytes, a binary file or an iterable of bytes, not {kind}"
    )


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


def is_buffer(source: object) -> bool:
    """It has the buffer protocol."""
    try:
        memoryview(source).release()  # type: ignore[arg-type]
    except (TypeError, BufferError):
        return False
    return True


def _flat(view: memoryview) -> memoryview:
    try:
        return view.cast("B")
    except TypeError as error:
        raise UsageError("a buffer must be contiguous") from error


def _read(file: SupportsRead) -> Iterator[object]:
    while (chunk := file.read(READ)) is not None:
        if isinstance(chunk, (bytes, str)) and not chunk:
            return
        yield chunk
    raise UsageError("a file that does not block has no bytes now; wait until it has")
