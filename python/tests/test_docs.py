"""What the documentation shows is what happens."""

from __future__ import annotations

import doctest
import importlib
import os
import pathlib
import pkgutil
import re

import ocivet
import pytest

from support import DATA_FILTER, IMAGE, SDIST, TOP

README = TOP / "python" / "README.md"
MODULES = [module.name for module in pkgutil.iter_modules(ocivet.__path__) if module.name != "_native"]


@pytest.mark.parametrize("name", ["", *MODULES])
def test_docstrings(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TOP)
    module = importlib.import_module(f"ocivet.{name}" if name else "ocivet")
    failed, tried = doctest.testmod(module, optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    assert failed == 0
    assert tried or name not in {"", "_check", "_acheck", "_options", "_rules", "_verified"}


def blocks(language: str, documents: list[pathlib.Path]) -> list[tuple[str, str]]:
    """The blocks of a language, with where they stand."""
    return [
        (f"{document.relative_to(TOP)}, {language} {number}", block)
        for document in documents
        for number, block in enumerate(
            re.findall(rf"^```{language}\n(.*?)^```$", document.read_text(), re.MULTILINE | re.DOTALL)
        )
    ]


DOCUMENTS = [README, TOP / "README.md", *sorted((TOP / "docs").glob("*.md"))]
PROGRAMS = blocks("python", DOCUMENTS)


@pytest.fixture
def place(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Where the examples run: the files that they name are there."""
    (tmp_path / "image.tar").write_bytes(IMAGE.read_bytes())
    (tmp_path / "bad.tar").write_bytes(IMAGE.read_bytes().replace(b"first line", b"first lime"))
    (tmp_path / "sdist.tar.gz").write_bytes(SDIST.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_sessions(place: pathlib.Path) -> None:
    sessions = blocks("pycon", DOCUMENTS)
    assert len(sessions) >= 3
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    names: dict[str, object] = {}
    for where, session in sessions:
        test = parser.get_doctest(session, names, where, where, 0)
        runner.run(test, clear_globs=False)
        names = test.globs
    assert runner.summarize(verbose=False).failed == 0


@pytest.mark.parametrize(("where", "program"), PROGRAMS, ids=[where for where, _ in PROGRAMS])
def test_programs(place: pathlib.Path, where: str, program: str) -> None:
    if not DATA_FILTER:
        program = program.replace(', filter="data"', "")
    exec(compile(program, where, "exec"), {"__name__": "__main__"})


def test_the_readme_names_what_is_public() -> None:
    text = README.read_text()
    for name in ("acheck", "check", "explain", "rules", "verified", "Options", "Report", "Verifier"):
        assert name in ocivet.__all__ and f"`{name}" in text, name
    for name in ("InputError", "InternalError", "OcivetError", "UsageError", "VerificationFailed"):
        assert name in ocivet.__all__ and f"`{name}`" in text, name
    for example in os.listdir(TOP / "python" / "examples"):
        assert example.startswith("_") or example in text, example
