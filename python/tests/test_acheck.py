"""`ocivet.acheck`: the loop goes on beside it."""

from __future__ import annotations

import asyncio
import io
import os
import pathlib
import threading
import time
from collections.abc import AsyncIterator

import ocivet
import pytest

from support import BYTES, IMAGE, Unseekable, cut

DATA = IMAGE.read_bytes()


async def body(data: bytes, size: int = 4096) -> AsyncIterator[bytes]:
    for chunk in cut(data, size):
        await asyncio.sleep(0)
        yield chunk


class AsyncFile:
    """As files of aiofiles, anyio and aiohttp are."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    async def read(self, size: int) -> bytes:
        await asyncio.sleep(0)
        return self._data.read(min(size, 5000))


def test_one_input_in_many_forms_is_one_report() -> None:
    async def all_forms() -> list[ocivet.Report]:
        sources = [body(DATA), AsyncFile(DATA), bytearray(DATA), *(make(DATA) for make in BYTES.values())]
        reports = [await ocivet.acheck(source, name="-") for source in sources]  # type: ignore[arg-type]
        return [*reports, await ocivet.acheck(IMAGE, name="-"), await ocivet.acheck(str(IMAGE), name="-")]

    assert set(asyncio.run(all_forms())) == {ocivet.check(DATA)}


def test_a_reader_of_asyncio_is_a_source() -> None:
    async def piped() -> ocivet.Report:
        reader = asyncio.StreamReader()
        reader.feed_data(DATA)
        reader.feed_eof()
        return await ocivet.acheck(reader)

    assert asyncio.run(piped()) == ocivet.check(DATA)


def test_many_checks_run_beside_each_other() -> None:
    async def many() -> set[ocivet.Report]:
        checks = (ocivet.acheck(body(DATA), jobs=1) for _ in range(50))
        return set(await asyncio.gather(*checks))

    assert asyncio.run(many()) == {ocivet.check(DATA)}


def test_the_loop_goes_on_while_bytes_are_waited_for(tmp_path: pathlib.Path) -> None:
    """Neither a fifo nor a blocking file stops it: the bytes come from the loop itself."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    read, write = os.pipe()

    async def beside() -> list[ocivet.Report]:
        with open(read, "rb", buffering=0) as pipe:
            checks = [ocivet.acheck(fifo, name="-"), ocivet.acheck(pipe)]
            running = [asyncio.ensure_future(check) for check in checks]
            await asyncio.sleep(0.05)
            await asyncio.to_thread(fifo.write_bytes, DATA)
            with open(write, "wb") as end:
                end.write(DATA)
            return await asyncio.gather(*running)

    assert set(asyncio.run(asyncio.wait_for(beside(), 60))) == {ocivet.check(DATA)}


def test_cancelling_stops_the_check() -> None:
    given = 0
    closed = False

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given, closed
        try:
            while True:
                given += 1
                yield bytes(1 << 16)
        finally:
            closed = True

    async def cancelled() -> None:
        source = endless()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(ocivet.acheck(source), 0.1)
        await source.aclose()

    asyncio.run(cancelled())
    assert given > 1 and closed


def test_exceptions_and_progress_pass_through_on_the_loops_thread() -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield DATA
        raise ZeroDivisionError("mine")

    threads = set()
    with pytest.raises(ZeroDivisionError, match="mine"):
        asyncio.run(ocivet.acheck(broken(), progress=lambda *_: threads.add(threading.get_ident())))
    with pytest.raises(ZeroDivisionError):
        asyncio.run(ocivet.acheck(body(DATA), progress=lambda *_: 1 / 0))
    assert threads == {threading.get_ident()}


@pytest.mark.parametrize("source", [7, None, [1], ["text"], io.StringIO("text")])
def test_what_gives_no_bytes_is_refused(source: object) -> None:
    with pytest.raises(ocivet.UsageError):
        asyncio.run(ocivet.acheck(source))  # type: ignore[arg-type]


def test_what_cannot_be_read_is_an_input_error() -> None:
    with pytest.raises(ocivet.InputError, match="No such file"):
        asyncio.run(ocivet.acheck("no/such/file"))


def test_an_asynchronous_source_is_for_acheck() -> None:
    with pytest.raises(ocivet.UsageError, match="asynchronously; use acheck"):
        ocivet.check(body(DATA))  # type: ignore[arg-type]


def test_little_time_is_lost_by_waiting() -> None:
    """Small checks do not wait for a whole slice each."""

    async def in_a_row() -> float:
        began = time.monotonic()
        for _ in range(20):
            await ocivet.acheck(DATA)
        return time.monotonic() - began

    # A slice is 0.05 s: twenty of them are 1 s.
    assert min(asyncio.run(in_a_row()) for _ in range(3)) < 0.7


def test_pipes_are_read_on_other_threads() -> None:
    class Watched(Unseekable):
        threads: set[int] = set()

        def read(self, size: int = -1) -> bytes | None:
            self.threads.add(threading.get_ident())
            return super().read(size)

    assert asyncio.run(ocivet.acheck(Watched(DATA))) == ocivet.check(DATA)
    assert threading.get_ident() not in Watched.threads
