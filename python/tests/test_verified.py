"""`ocivet.verified`: what is handed out is what was verified."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import pathlib
import tarfile
import tempfile

import ocivet
import pytest

from support import BYTES, DATA_FILTER, IMAGE, SDIST, TOP, cut


def test_the_very_bytes_come_back_whatever_they_came_from() -> None:
    data = SDIST.read_bytes()
    for source in (SDIST, str(SDIST), bytearray(data), *(make(data) for make in BYTES.values())):
        with ocivet.verified(source) as file:  # type: ignore[arg-type]
            assert file.report.input.size == len(data)
            assert file.read() == data
            assert file.readable() and file.seekable()
            assert file.seek(10) == 10 and file.read(3) == data[10:13]
        assert file.closed


def test_the_report_is_the_one_of_check() -> None:
    with ocivet.verified(SDIST, options={"digest": True}) as file:
        assert file.report == ocivet.check(SDIST, options={"digest": True})
        digest = hashlib.sha256(file.read()).hexdigest()
    assert file.report.input.digest == f"sha256:{digest}"


def test_a_tarball_is_unpacked_in_two_lines(tmp_path: pathlib.Path) -> None:
    with ocivet.verified(SDIST) as file, tarfile.open(fileobj=file) as archive:
        archive.extractall(tmp_path, **DATA_FILTER)
    with tarfile.open(SDIST) as archive:
        names = [member.name for member in archive if member.isfile()]
    assert names and all((tmp_path / name).is_file() for name in names)


def test_what_changes_afterwards_is_not_seen(tmp_path: pathlib.Path) -> None:
    data = SDIST.read_bytes()
    path = tmp_path / "sdist.tar.gz"
    path.write_bytes(data)
    mutable = bytearray(data)
    with ocivet.verified(path) as from_path, ocivet.verified(mutable) as from_memory:
        path.write_bytes(b"something else")
        mutable[:] = bytes(len(mutable))
        assert from_path.read() == from_memory.read() == data


def test_what_changes_meanwhile_is_judged_as_it_is_handed_out() -> None:
    """A buffer that another thread writes to: the bytes may be old or new ones, but are those of the report."""
    data = bytearray(IMAGE.read_bytes() + bytes(4 << 20))

    def change(*_: object) -> None:
        data[-1] = 1

    with ocivet.verified(data, options={"digest": True}, progress=change) as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    assert file.report.input.digest == f"sha256:{digest}"


def test_what_is_denied_is_not_handed_out() -> None:
    for source in (b"no archive", io.BytesIO(b"no archive"), cut(IMAGE.read_bytes()[:-5000], 999)):
        with pytest.raises(ocivet.VerificationFailed) as caught:
            with ocivet.verified(source):
                pytest.fail("handed out")
        assert not caught.value.report.ok


def test_the_level_is_chosen() -> None:
    with ocivet.verified(IMAGE, level="warn") as file:
        assert file.report.counts.info == 1
    with pytest.raises(ocivet.VerificationFailed):
        with ocivet.verified(IMAGE, level="info"):
            pytest.fail("handed out")
    with pytest.raises(ocivet.UsageError, match="level must be one of"):
        with ocivet.verified(IMAGE, level="none"):  # type: ignore[arg-type]
            pytest.fail("handed out")


def test_the_file_cannot_be_written_and_has_no_name(tmp_path: pathlib.Path) -> None:
    with ocivet.verified(SDIST, dir=tmp_path) as file:
        assert not file.writable()
        with pytest.raises(io.UnsupportedOperation):
            file.write(b"x")  # type: ignore[attr-defined]
        assert os.fstat(file.fileno()).st_nlink == 0
        assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_behind(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    descriptors = os.listdir("/proc/self/fd")
    for source in (SDIST, b"no archive", [b"bytes", "text"], "no/such/file"):
        with pytest.raises(Exception, match="in the body|no archive|not str|cannot read|DENY"):
            with ocivet.verified(source):  # type: ignore[arg-type]
                raise RuntimeError("in the body")
    assert list(tmp_path.iterdir()) == []
    assert len(os.listdir("/proc/self/fd")) == len(descriptors)


def test_what_cannot_be_read_is_told_as_by_check(tmp_path: pathlib.Path) -> None:
    for source, error, text in (
        (tmp_path / "missing", ocivet.InputError, "cannot read .*missing: No such file"),
        (tmp_path, ocivet.UsageError, "is a directory; name a file"),
        ("/proc/self/mem", ocivet.InputError, "cannot read /proc/self/mem"),
        (7, ocivet.UsageError, "a source must be"),
    ):
        with pytest.raises(error, match=text):
            with ocivet.verified(source):  # type: ignore[arg-type]
                pytest.fail("handed out")


def test_a_full_disk_is_an_input_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: open("/dev/full", "w+b", buffering=0))
    with pytest.raises(ocivet.InputError, match="No space left on device; name another place by dir") as caught:
        with ocivet.verified(SDIST):
            pytest.fail("handed out")
    assert caught.value.errno == errno.ENOSPC


def test_other_arguments_are_those_of_check() -> None:
    seen: list[int] = []
    with ocivet.verified(
        TOP / "tests" / "wild" / "gnu-tar.tar",
        kind="layer",
        profile="layer",
        name="a name",
        jobs=1,
        progress=lambda done, total, member: seen.append(done),
    ) as file:
        assert (file.report.input.kind, file.report.input.name) == ("layer", "a name")
    assert seen[-1] == file.report.input.size
