"""Every recipe and every archive of a real tool gives the command's report, byte for byte, however it comes."""

from __future__ import annotations

import asyncio
import json
import pathlib
import subprocess

import ocivet
import pytest

from support import BYTES, CASES, COMMAND, TOP, cut, needs, wild_files

CASE_FOLDERS = sorted(path.parent for path in CASES.glob("*/input"))
NAME_FOLDERS = sorted(path.parent for path in CASES.glob("*/name"))


def test_there_is_something_to_compare() -> None:
    needs(CASES)
    assert len(CASE_FOLDERS) >= 500
    assert len(NAME_FOLDERS) >= 15
    assert len(wild_files()) >= 20


@pytest.mark.parametrize("folder", CASE_FOLDERS, ids=lambda folder: folder.name)
def test_case(folder: pathlib.Path) -> None:
    golden = (folder / "report.json").read_text()
    options = ocivet.Options.from_json((folder / "options.json").read_text())
    options = ocivet.Options(**{"name": "input", **options.to_dict()})
    source = folder / "input"
    assert ocivet.check(source, options=options).to_json() == golden
    if source.is_file():
        data = source.read_bytes()
        for way, make in BYTES.items():
            assert ocivet.check(make(data), options=options).to_json() == golden, way


@pytest.mark.parametrize("folder", NAME_FOLDERS, ids=lambda folder: folder.name)
def test_name(folder: pathlib.Path) -> None:
    options = ocivet.Options.from_json((folder / "options.json").read_text())
    report = ocivet.check_name((folder / "name").read_bytes().decode(), options=options)
    assert report.to_json() == (folder / "report.json").read_text()


@pytest.mark.parametrize("path", wild_files(), ids=lambda path: path.name)
def test_archive_of_a_real_tool(path: pathlib.Path) -> None:
    name = str(path.relative_to(TOP))
    ran = subprocess.run(
        [needs(COMMAND), "check", "--no-config", "--format", "json", name], capture_output=True, cwd=TOP
    )
    assert (ran.returncode in (0, 1), ran.stderr) == (True, b"")
    expected = ran.stdout.decode()
    data = path.read_bytes()
    assert json.loads(expected)["input"]["size"] == len(data)
    assert ocivet.check(path, name=name).to_json() == expected
    for way, make in BYTES.items():
        assert ocivet.check(make(data), name=name).to_json() == expected, way
    assert asyncio.run(ocivet.acheck(cut(data, 70_001), name=name)).to_json() == expected
    with ocivet.Verifier(name=name, jobs=1) as verifier:
        for chunk in cut(data, 511):
            verifier.feed(chunk)
        assert verifier.finish().to_json() == expected
