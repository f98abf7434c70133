"""What the tests of packages share: the built command, a tarball as a release has it, and a place to fetch it from."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import pathlib
import shutil
import subprocess
import tomllib
from typing import NoReturn

import pytest

TOP = pathlib.Path(__file__).resolve().parents[2]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", TOP / "target")).resolve()
COMMAND = pathlib.Path(os.environ.get("OCIVET_COMMAND", TARGET / "debug" / "ocivet")).resolve()
IMAGE = TOP / "tests" / "wild" / "docker-save.tar"
VERSION: str = tomllib.loads((TOP / "Cargo.toml").read_text())["workspace"]["package"]["version"]
HOST = "x86_64-unknown-linux-gnu"
"""What releases are for."""
EMPTY = {"PATH": "/usr/bin:/bin"}
"""The environment of who has nothing of ours."""


def run(*words: object, code: int = 0, **settings: object) -> str:
    """Runs a program that must end with this code; gives what it wrote."""
    settings = {"cwd": TOP, "timeout": 300, **settings}
    ran = subprocess.run([str(word) for word in words], capture_output=True, text=True, **settings)
    assert ran.returncode == code, f"{words}: {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout + ran.stderr


def judges(command: pathlib.Path, folder: pathlib.Path) -> None:
    """A command that lies anywhere, with nothing around it, judges a good image and a bad one."""
    folder.mkdir(exist_ok=True)
    bad = folder / "bad.tar"
    bad.write_bytes(IMAGE.read_bytes().replace(b"first line", b"first lime"))
    assert run(command, "--version", cwd=folder, env=EMPTY) == f"ocivet {VERSION}\n"
    assert "PASS" in run(command, "check", IMAGE, cwd=folder, env=EMPTY)
    assert "blob/digest-mismatch" in run(command, "check", bad, cwd=folder, env=EMPTY, code=1)


@dataclasses.dataclass(frozen=True)
class Release:
    """A release's tarball, as code hosts offer it."""

    mirror: pathlib.Path
    tarball: pathlib.Path
    digest: str


@pytest.fixture(scope="session")
def sbom(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    file = tmp_path_factory.mktemp("sbom") / "ocivet.cdx.json"
    run("release/sbom", "ocivet", HOST, file)
    return file


@pytest.fixture(scope="session")
def portable(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The command without shared libraries, as releases have it: linked anew, of what other steps have built."""
    out = tmp_path_factory.mktemp("command")
    build = ["cargo", "--config", f"build.build-dir='{TARGET}'", "rustc", "--locked", "--quiet", "-p", "ocivet"]
    run(*build, "--bin", "ocivet", "--target-dir", out, "--", "-Ctarget-feature=+crt-static", timeout=900)
    # Symbols are most of its bytes.
    run("strip", "-o", out / "ocivet", out / "debug" / "ocivet")
    assert "NEEDED" not in run("readelf", "--dynamic", "--wide", out / "ocivet")
    return out / "ocivet"


@pytest.fixture(scope="session")
def release(
    tmp_path_factory: pytest.TempPathFactory, portable: pathlib.Path, sbom: pathlib.Path
) -> Release:
    mirror = tmp_path_factory.mktemp("mirror")
    folder = mirror / f"v{VERSION}"
    folder.mkdir()
    run("release/tarball", portable, sbom, f"{VERSION}-{HOST}", folder)
    tarball = folder / f"ocivet-{VERSION}-{HOST}.tar.gz"
    return Release(mirror, tarball, hashlib.sha256(tarball.read_bytes()).hexdigest())


def needs(program: str) -> str:
    """A program's path; without it the test is left out, which with CI=true is a failure."""
    found = shutil.which(program)
    if found is None:
        leave_out(f"{program} is missing")
    return found


def leave_out(reason: str) -> NoReturn:
    """Leaves a test out, which with CI=true is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
