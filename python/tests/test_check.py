"""`ocivet.check` and `ocivet.Verifier`."""

from __future__ import annotations

import array
import io
import mmap
import os
import pathlib
import tempfile

import ocivet
import pytest

from support import IMAGE, TOP, Unseekable, cut


def test_one_input_in_many_forms_is_one_report() -> None:
    data = IMAGE.read_bytes()
    expected = ocivet.check(IMAGE, name="image.tar")
    assert (expected.verdict, expected.input.kind) == ("pass", "docker-archive")
    assert expected.input.size == len(data)
    with open(IMAGE, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        for source in (
            str(IMAGE),
            bytearray(data),
            memoryview(data),
            array.array("I", data),
            mapped,
            file,
            io.BufferedReader(Unseekable(data)),
            [data],
            [b"", data[:1], bytearray(data[1:2]), memoryview(data)[2:], b""],
        ):
            report = ocivet.check(source, name="image.tar")
            assert report == expected, type(source)
            assert report.to_json() == expected.to_json()


def test_a_file_is_read_from_where_it_stands_and_left_open() -> None:
    data = IMAGE.read_bytes()
    file = io.BytesIO(b"before" + data)
    file.seek(6)
    assert ocivet.check(file) == ocivet.check(data)
    assert not file.closed and file.read() == b""


def test_open_files_are_read_even_where_they_know_their_path() -> None:
    with tempfile.NamedTemporaryFile(delete=False) as file:
        os.unlink(file.name)
        file.write(IMAGE.read_bytes())
        file.seek(0)
        assert ocivet.check(file).input.kind == "docker-archive"


def test_a_directory_is_an_image_layout(tmp_path: pathlib.Path) -> None:
    (tmp_path / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    (tmp_path / "index.json").write_text('{"schemaVersion": 2, "manifests": []}')
    assert ocivet.check(tmp_path).input.kind == "oci-layout"


def test_the_name_is_the_one_that_the_command_shows(tmp_path: pathlib.Path) -> None:
    assert ocivet.check(b"").input.name == "-"
    assert ocivet.check(b"", name="a name").input.name == "a name"
    assert ocivet.check(b"", options={"name": "a name"}).input.name == "a name"
    relative = os.path.relpath(IMAGE)
    assert ocivet.check(relative).input.name == relative
    odd = os.fsencode(tmp_path) + b"/a\xff.tar"
    with open(odd, "wb"):
        pass
    assert ocivet.check(os.fsdecode(odd)).input.name == f"{tmp_path}/a\ufffd.tar"


def test_arguments_stand_above_options() -> None:
    options = ocivet.Options(kind="layer", name="a", rules={"tar/not-a-tar": "info"})
    report = ocivet.check(IMAGE, options=options, kind="package", name="b")
    assert (report.input.kind, report.input.name) == ("package", "b")
    assert ocivet.check(b"x" * 600, options=options).counts.info == 1
    assert ocivet.check(IMAGE, profile="package").counts != ocivet.check(IMAGE).counts


@pytest.mark.parametrize("jobs", [1, 2, 16])
def test_the_number_of_threads_changes_nothing(jobs: int) -> None:
    for source in (IMAGE, IMAGE.read_bytes()):
        assert ocivet.check(source, jobs=jobs, name="-") == ocivet.check(IMAGE, name="-")


def test_a_verifier_takes_bytes_and_gives_one_report() -> None:
    data = IMAGE.read_bytes()
    verifier = ocivet.Verifier({"digest": True}, name="image.tar", kind="docker-archive")
    for chunk in cut(data, 1000):
        verifier.feed(chunk)
        verifier.feed(memoryview(b""))
    report = verifier.finish()
    assert report == ocivet.check(data, options={"digest": True}, name="image.tar")
    for call in (verifier.finish, lambda: verifier.feed(b"more")):
        with pytest.raises(ocivet.UsageError, match="make another"):
            call()
    verifier.close()


def test_a_verifier_is_closed_by_whatever_goes_wrong() -> None:
    verifier = ocivet.Verifier()
    verifier.feed(b"some")
    with pytest.raises(ocivet.UsageError, match="must give bytes, not str"):
        verifier.feed("text")  # type: ignore[arg-type]
    with pytest.raises(ocivet.UsageError, match="is closed"):
        verifier.finish()
    with ocivet.Verifier() as verifier:
        verifier.feed(b"some")
    with pytest.raises(ocivet.UsageError, match="is closed"):
        verifier.finish()


def test_other_tarballs_are_judged_as_packages() -> None:
    report = ocivet.check(TOP / "tests" / "wild" / "npm-pack.tgz")
    assert (report.input.kind, report.input.compression, report.ok) == ("package", ("gzip",), True)
