"""`ocivet.check` and `ocivet.Verifier`."""

from __future__ import annotations

import io
import pathlib

import ocivet
import pytest

IMAGE = pathlib.Path(__file__).parents[2] / "tests" / "wild" / "docker-save.tar"
"""What `docker save` wrote."""


def test_one_input_in_many_forms_is_one_report() -> None:
    data = IMAGE.read_bytes()
    expected = ocivet.check(IMAGE, name="image.tar")
    assert (expected.verdict, expected.input.kind) == ("pass", "docker-archive")
    odd = (data[at : at + 777] for at in range(0, len(data), 777))
    for source in (data, bytearray(data), memoryview(data), io.BytesIO(data), odd, [data]):
        report = ocivet.check(source, name="image.tar")
        assert report == expected
        assert report.to_json() == expected.to_json()


def test_exceptions_of_a_source_pass_through() -> None:
    def broken():
        yield b"some bytes"
        raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        ocivet.check(broken())


@pytest.mark.parametrize("source", [io.StringIO("text"), ["text"], [1], 7, None])
def test_what_gives_no_bytes_is_refused(source: object) -> None:
    with pytest.raises(ocivet.UsageError):
        ocivet.check(source)  # type: ignore[arg-type]


def test_what_cannot_be_read_is_an_input_error(tmp_path: pathlib.Path) -> None:
    with pytest.raises(ocivet.InputError, match="cannot read .*missing.tar: No such file") as caught:
        ocivet.check(tmp_path / "missing.tar")
    assert caught.value.errno == 2
