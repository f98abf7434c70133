"""Checks that an event loop goes on beside."""

from __future__ import annotations

import inspect
import time
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from . import _sources
from ._running import SLICE, Progress, Running, options_of

if TYPE_CHECKING:
    from os import PathLike

    from typing_extensions import Buffer

    from ._generated import Kind, Profile
    from ._options import Options
    from ._report import Report

__all__ = ["acheck"]

END = object()
"""No chunk."""


async def acheck(
    source: str
    | PathLike[Any]
    | Buffer
    | _sources.SupportsRead
    | Iterable[Buffer]
    | AsyncIterable[Buffer],
    *,
    options: Options | Mapping[str, Any] | None = None,
    kind: Kind | None = None,
    profile: Profile | None = None,
    name: str | None = None,
    progress: Progress | None = None,
    jobs: int | None = None,
) -> Report:
    """Checks as `check` does, and takes asynchronous iterables and files too.

    Other files and iterables are read on threads of asyncio's, so that the loop never waits for them.
    Cancelling it stops the check.

    >>> import asyncio
    >>> async def body():
    ...     yield b"no archive"
    ...     yield b" at all"
    >>> asyncio.run(acheck(body())).verdict
    'deny'
    """
    given = {"kind": kind, "profile": profile, "name": name}
    path = _sources.path_of(source)
    if path is not None:
        settings = options_of(options, given, path)
        with Running(settings, path=path, jobs=jobs, progress=progress) as running:
            return await _finish(running)
    chunks = _chunks(source)
    total = _sources.size_of(source) if progress is not None and not _is_async(source) else None
    settings = options_of(options, given)
    with Running(settings, jobs=jobs, progress=progress, total=total) as running:
        async for chunk in chunks:
            for piece in _sources.pieces(chunk):
                running.push(piece)
                await _until(running.has_room)
        return await _finish(running)


async def _finish(running: Running) -> Report:
    running.close()
    await _until(running.has_ended)
    return running.report()


async def _until(condition: Callable[[float], bool]) -> None:
    """Waits for a condition; looks often at first, then ever less, so that little is lost by waiting."""
    # Here, not above: it takes longer to import than the rest of the package, and the command needs none of it.
    import asyncio

    began = time.monotonic()
    while not condition(0):
        await asyncio.sleep(min(SLICE, (time.monotonic() - began) / 8))


def _is_async(source: object) -> bool:
    return hasattr(source, "__aiter__") or inspect.iscoroutinefunction(
        getattr(source, "read", None)
    )


def _chunks(source: Any) -> AsyncIterator[object]:
    """The chunks of a source that is no path, as they come."""
    read = getattr(source, "read", None)
    if inspect.iscoroutinefunction(read):
        return _read(read)
    if isinstance(source, AsyncIterable):
        return aiter(source)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return _on_threads(_sources.chunks(source))


async def _read(read: Any) -> AsyncIterator[object]:
    while not _sources.is_end(chunk := await read(_sources.READ)):
        yield chunk


async def _on_threads(chunks: Iterable[object]) -> AsyncIterator[object]:
    import asyncio

    chunks = iter(chunks)
    while (chunk := await asyncio.to_thread(next, chunks, END)) is not END:
        yield chunk
