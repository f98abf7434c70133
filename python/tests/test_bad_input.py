"""Input that is wrong is a finding; a source that is wrong is an exception, often its own."""

from __future__ import annotations

import io
import os
import pathlib
import pickle
import random
import stat
import threading

import ocivet
import pytest

from support import IMAGE, SDIST


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "tar/empty"),
        (b"only some text\n", "tar/not-a-tar"),
        (random.Random(7).randbytes(100_000), "tar/not-a-tar"),
        (IMAGE.read_bytes()[:-5000], "tar/truncated"),
        (SDIST.read_bytes()[:-50], "compress/truncated"),
        (b"\x1f\x8b\x08" + bytes(20), "compress/unreadable"),
    ],
    ids=["empty", "text", "noise", "truncated tar", "truncated gzip", "wrong gzip"],
)
def test_bytes_that_are_no_archive_are_denied(data: bytes, rule: str) -> None:
    for source in (data, io.BytesIO(data), [data]):
        report = ocivet.check(source)
        assert not report.ok
        found = {finding.rule for finding in report.findings if finding.severity == "deny"}
        assert rule in found or found & {"compress/header", "compress/truncated"}, found


@pytest.mark.parametrize("source", [7, None, 1.5, object(), True])
def test_what_is_no_source_is_refused(source: object) -> None:
    with pytest.raises(ocivet.UsageError, match="a source must be a path, bytes, a binary file"):
        ocivet.check(source)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["text", ""])
def test_text_is_refused(text: str) -> None:
    with pytest.raises(ocivet.UsageError, match="not str; open it in binary mode"):
        ocivet.check(io.StringIO(text))  # type: ignore[arg-type]
    with pytest.raises(ocivet.UsageError, match="not str; open it in binary mode"):
        ocivet.check([b"bytes", text])  # type: ignore[list-item]


def test_items_that_are_no_bytes_are_refused() -> None:
    for items in ([1], [None], [[b"nested"]], {"a": b"b"}):
        with pytest.raises(ocivet.UsageError, match="a source must give bytes, not "):
            ocivet.check(items)  # type: ignore[arg-type]


def test_a_buffer_with_gaps_is_refused() -> None:
    with pytest.raises(ocivet.UsageError, match="contiguous"):
        ocivet.check(memoryview(b"abcdef")[::2])


def test_exceptions_of_a_source_pass_through() -> None:
    class Mine(Exception):
        pass

    def broken():
        yield IMAGE.read_bytes()
        raise Mine("half way")

    class File(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise Mine("at once")

    for source, text in ((broken(), "half way"), (File(), "at once")):
        with pytest.raises(Mine, match=text):
            ocivet.check(source)


def test_a_source_that_ends_early_gives_no_report() -> None:
    """What was not given must not pass for what is not there."""
    verifier = ocivet.Verifier()
    verifier.feed(IMAGE.read_bytes()[:-1024])
    verifier.close()
    with pytest.raises(ocivet.UsageError):
        verifier.finish()


def test_a_closed_file_says_so_itself(tmp_path: pathlib.Path) -> None:
    file = open(IMAGE, "rb")
    file.close()
    for source in (file, io.BytesIO(b"")):
        source.close()
        with pytest.raises(ValueError, match="closed file"):
            ocivet.check(source)


def test_a_file_that_lies_about_its_size_is_read_to_its_end() -> None:
    class Liar(io.BytesIO):
        def seek(self, offset: int, whence: int = 0) -> int:
            return 3 if whence == 2 else super().seek(offset, whence)

        def __len__(self) -> int:
            return 5

    seen: list[tuple[int, int | None, str]] = []
    data = IMAGE.read_bytes()
    report = ocivet.check(Liar(data), progress=lambda *told: seen.append(told))
    assert report == ocivet.check(data)
    assert all(total is None or done <= total for done, total, _ in seen)


def test_a_file_that_gives_more_than_was_asked_for_is_read_whole() -> None:
    data = IMAGE.read_bytes() + bytes(3 << 20)

    class Generous(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read()

    assert ocivet.check(Generous(data)) == ocivet.check(data)


def test_files_end_by_any_empty_buffer() -> None:
    for empty in (b"", bytearray(), memoryview(b"")):
        chunks = [IMAGE.read_bytes(), empty]

        class File:
            def read(self, size: int, chunks: list[bytes] = chunks) -> bytes:
                return chunks.pop(0)

        assert ocivet.check(File()).ok


def test_a_file_that_has_nothing_yet_is_refused() -> None:
    read, write = os.pipe()
    os.set_blocking(read, False)
    with open(read, "rb", buffering=0) as file, open(write, "wb"):
        with pytest.raises(ocivet.UsageError, match="does not block"):
            ocivet.check(file)


def test_what_cannot_be_read_is_an_input_error(tmp_path: pathlib.Path) -> None:
    with pytest.raises(ocivet.InputError, match="cannot read .*missing.tar: No such file") as caught:
        ocivet.check(tmp_path / "missing.tar")
    assert caught.value.errno == 2
    assert caught.value.filename == str(tmp_path / "missing.tar")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.errno, again.filename) == (str(caught.value), 2, caught.value.filename)
    with pytest.raises(ocivet.InputError, match="a part of its path is a file"):
        ocivet.check(IMAGE / "below")
    with pytest.raises(ocivet.InputError):
        ocivet.check("a\0b")


def test_a_file_that_may_not_be_read_is_an_input_error(tmp_path: pathlib.Path) -> None:
    # Reading it fails for root too.
    with pytest.raises(ocivet.InputError, match="cannot read /proc/self/mem"):
        ocivet.check("/proc/self/mem")
    path = tmp_path / "secret.tar"
    path.write_bytes(b"")
    path.chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        with pytest.raises(ocivet.InputError, match="run as a user who may read it") as caught:
            ocivet.check(path)
    finally:
        os.seteuid(user)
    assert caught.value.errno == 13


def test_a_file_that_grows_while_it_is_read_is_an_input_error(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "growing.tar"
    path.touch()
    # Without blocks on the disk, and long enough to be in the middle of it at the second call.
    os.truncate(path, 1 << 28)

    def grow(done: int, total: int | None, member: str) -> None:
        with open(path, "ab") as file:
            file.write(b"more")

    with pytest.raises(ocivet.InputError, match="it changed while it was read; wait until"):
        ocivet.check(path, progress=grow, options={"digest": True}, jobs=1)


def test_a_fifo_is_read_as_a_stream(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    assert stat.S_ISFIFO(path.stat().st_mode)
    writer = threading.Thread(target=path.write_bytes, args=(IMAGE.read_bytes(),))
    writer.start()
    assert ocivet.check(path, name="-") == ocivet.check(IMAGE, name="-")
    writer.join()


@pytest.mark.parametrize("jobs", [0, -1])
def test_a_number_of_threads_that_makes_no_sense_is_refused(jobs: int) -> None:
    with pytest.raises(ocivet.UsageError, match="at least 1"):
        ocivet.check(b"", jobs=jobs)
