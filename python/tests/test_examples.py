"""The examples, against real tools and servers of this machine alone."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import http.server
import importlib.util
import io
import pathlib
import re
import runpy
import subprocess
import sys
import tarfile
import threading
import warnings
from collections.abc import Iterator
from types import ModuleType

import fsspec
import ocivet
import pyproject_hooks
import pytest
import rich.progress
import tqdm

from support import IMAGE, SAFE_PATH, TOP

EXAMPLES = TOP / "python" / "examples"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextlib.contextmanager
def served(folder: pathlib.Path) -> Iterator[str]:
    """A server of some files on the loopback interface."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def make_sdist(path: pathlib.Path, name: str, other_backend: str = "") -> None:
    """An sdist with a back-end of its own, which only says what the metadata is, and perhaps another one."""
    backend = f"""
import os

def prepare_metadata_for_build_wheel(folder, config_settings=None):
    info = os.path.join(folder, "{name}-1.0.dist-info")
    os.mkdir(info)
    with open(os.path.join(info, "METADATA"), "w") as file:
        file.write("Metadata-Version: 2.1\\nName: {name}\\nVersion: 1.0\\n")
    with open(os.path.join(info, "WHEEL"), "w") as file:
        file.write("Wheel-Version: 1.0\\n")
    return os.path.basename(info)
"""
    files = [
        ("PKG-INFO", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"),
        ("pyproject.toml", '[build-system]\nrequires = []\nbuild-backend = "own"\nbackend-path = ["."]\n'),
        ("own.py", backend),
    ]
    if other_backend:
        files.append(("own.py", other_backend + backend))
    with tarfile.open(path, "w:gz") as archive:
        for file, text in files:
            info = tarfile.TarInfo(f"{name}-1.0/{file}")
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text.encode()))


def test_downloads_are_vetted(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of the second one, many scanners read a file that is not the one that pip unpacks."""
    index = tmp_path / "index"
    for name, other in (("good", ""), ("evil", "print('the one that is run')\n")):
        (index / name).mkdir(parents=True)
        make_sdist(index / name / f"{name}-1.0.tar.gz", name, other)
    downloads, vetted = tmp_path / "downloads", tmp_path / "vetted"
    vet = load("vet_downloads").main
    with served(index) as url:
        for name, code in (("good", 0), ("evil", 1)):
            pip = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", "download"]
            options = ["--index-url", url, "--no-cache-dir", "--no-deps", "--no-binary", ":all:"]
            ran = subprocess.run(
                [*pip, *options, "--dest", downloads, name], env=SAFE_PATH, capture_output=True, text=True
            )
            assert ran.returncode == 0, ran.stdout + ran.stderr
            for path in vetted.glob("*"):
                path.unlink()
            assert vet(str(downloads), str(vetted)) == code
    said = capsys.readouterr().out
    assert [path.name for path in vetted.iterdir()] == ["good-1.0.tar.gz"]
    assert (vetted / "good-1.0.tar.gz").read_bytes() == (downloads / "good-1.0.tar.gz").read_bytes()
    assert "vetted: good-1.0.tar.gz" in said and "deny  entry/duplicate" in said


def test_what_is_no_tarball_is_left_behind(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "downloads").mkdir()
    (tmp_path / "downloads" / "some-1.0-py3-none-any.whl").write_bytes(b"PK")
    assert load("vet_downloads").main(str(tmp_path / "downloads"), str(tmp_path / "vetted")) == 1
    assert "is no tarball" in capsys.readouterr().out
    assert not any((tmp_path / "vetted").iterdir())


PROJECT = """
[build-system]
requires = ["flit_core", "ocivet"]
build-backend = "checked_backend"
backend-path = ["."]

[tool.checked-backend]
wraps = "{wraps}"
{level}

[project]
name = "mine"
version = "1.0"
description = "A project"
"""

CARELESS = """
import pathlib, tarfile

def build_sdist(folder, config_settings=None):
    with tarfile.open(pathlib.Path(folder, "mine-1.0.tar.gz"), "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("mine-1.0/../../outside"))
    return "mine-1.0.tar.gz"
"""


def build(project: pathlib.Path, wraps: str, level: str = "") -> str:
    (project / "pyproject.toml").write_text(PROJECT.format(wraps=wraps, level=level))
    (project / "mine.py").write_text("'''Mine.'''\n")
    (project / "careless.py").write_text(CARELESS)
    (project / "checked_backend.py").write_bytes((EXAMPLES / "checked_backend.py").read_bytes())
    (project / "dist").mkdir(exist_ok=True)

    def quiet(command: list[str], cwd: str | None = None, extra_environ: dict[str, str] | None = None) -> None:
        subprocess.run(
            command, cwd=cwd, env={**SAFE_PATH, **(extra_environ or {})}, check=True, stderr=subprocess.PIPE
        )

    hooks = pyproject_hooks.BuildBackendHookCaller(
        str(project), "checked_backend", backend_path=["."], runner=quiet, python_executable=sys.executable
    )
    return str(hooks.build_sdist(str(project / "dist")))


def test_a_backend_checks_what_it_has_built(tmp_path: pathlib.Path) -> None:
    name = build(tmp_path, "flit_core.buildapi", 'level = "info"')
    assert name == "mine-1.0.tar.gz"
    assert ocivet.check(tmp_path / "dist" / name).verdict == "pass"


def test_a_backend_gives_no_sdist_that_must_not_be_unpacked(tmp_path: pathlib.Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as caught:
        build(tmp_path, "careless")
    assert b"VerificationFailed" in caught.value.stderr and b"path/parent-escape" in caught.value.stderr
    assert not any((tmp_path / "dist").iterdir())


def test_archives_elsewhere_are_verified_as_they_come(tmp_path: pathlib.Path) -> None:
    sources = load("remote_sources")
    fsspec.filesystem("memory").pipe("/image.tar", IMAGE.read_bytes())
    (tmp_path / "image.tar").write_bytes(IMAGE.read_bytes())
    with served(tmp_path) as url:
        url = f"{url}/image.tar"
        for place in ("memory://image.tar", f"file://{tmp_path}/image.tar", url):
            assert sources.check_fsspec(place) == ocivet.check(IMAGE, name=place)
        assert sources.check_requests(url) == ocivet.check(IMAGE, name=url)
        assert asyncio.run(sources.check_aiohttp(url)) == ocivet.check(IMAGE, name=url)
        with pytest.raises(Exception, match="404"):
            sources.check_requests(f"{url}.missing")


def test_progress_bars_end_full(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bars = load("progress_bars")
    path = tmp_path / "image.tar"
    path.write_bytes(IMAGE.read_bytes() + bytes(8 << 20))
    size = path.stat().st_size

    written = io.StringIO()
    monkeypatch.setattr(tqdm.tqdm, "__init__", functools.partialmethod(tqdm.tqdm.__init__, file=written))
    assert bars.with_tqdm(str(path)).input.size == size
    assert re.search(r"100%.* 8\.42M/8\.42M ", written.getvalue().rsplit("\r", 1)[-1])

    ended: list[rich.progress.Task] = []
    stop = rich.progress.Progress.stop
    monkeypatch.setattr(rich.progress.Progress, "stop", lambda self: (ended.extend(self.tasks), stop(self)))
    assert bars.with_rich(str(path)).input.size == size
    assert [(task.completed, task.total, task.finished) for task in ended] == [(size, size, True)]


def test_what_users_write_runs(tmp_path: pathlib.Path) -> None:
    """Type checkers read it in a step of `tests/run`."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        runpy.run_path(str(TOP / "python" / "tests" / "typed" / "example.py"))["main"](tmp_path)
