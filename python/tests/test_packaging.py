"""What is handed out: the wheel, the sdist, and the ways in which tools run the command from them."""

from __future__ import annotations

import os
import pathlib
import subprocess
import tarfile
import zipfile
from collections.abc import Callable

import ocivet
import pytest

from support import COMMAND, IMAGE, SAFE_PATH, TARGET, TOP, needs, tool

DIST = pathlib.Path(os.environ.get("OCIVET_DIST", TARGET / "python" / "dist")).resolve()
"""What was built."""


def one(pattern: str) -> pathlib.Path:
    found = sorted(DIST.glob(pattern))
    return found[0] if len(found) == 1 else needs(DIST / pattern)


@pytest.fixture
def wheel() -> pathlib.Path:
    return one("*.whl")


def test_the_wheel_is_for_every_python_from_3_11_on(wheel: pathlib.Path) -> None:
    assert f"-{ocivet.__version__}-cp311-abi3-" in wheel.name
    with zipfile.ZipFile(wheel) as archive:
        names = {name.removeprefix(f"ocivet-{ocivet.__version__}.dist-info/") for name in archive.namelist()}
        entry_points = archive.read(f"ocivet-{ocivet.__version__}.dist-info/entry_points.txt").decode()
    sources = {f"ocivet/{path.name}" for path in (TOP / "python" / "ocivet").glob("*.py*")}
    licences = {"licenses/LICENSE-APACHE", "licenses/LICENSE-MIT"}
    assert sources | licences | {"ocivet/py.typed", "ocivet/_native.abi3.so", "METADATA"} <= names
    share = TOP / "cli" / "assets" / "data"
    installed = {
        f"ocivet-{ocivet.__version__}.data/data/{path.relative_to(share)}"
        for path in share.rglob("*")
        if path.is_file()
    }
    assert len(installed) > 10 and installed | {"sboms/ocivet.cdx.json"} <= names
    assert not any("test" in name for name in names)
    assert "ocivet=ocivet.__main__:main" in entry_points


def test_the_sdist_has_all_that_a_build_needs() -> None:
    with tarfile.open(one("*.tar.gz")) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
    assert {"Cargo.lock", "Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "PKG-INFO", "pyproject.toml"} <= names
    for folder in ("core", "cli", "python"):
        assert {f"{folder}/Cargo.toml", f"{folder}/src/lib.rs"} <= names
    report = ocivet.check(one("*.tar.gz"))
    assert (report.verdict, report.input.kind) == ("pass", "package")


def test_everything_public_is_there_and_documented() -> None:
    # Other names stand for types, which have no text of their own.
    documented = [name for name in ocivet.__all__ if hasattr(getattr(ocivet, name), "__module__")]
    assert {"Allow", "Report", "acheck", "check", "explain", "rules", "verified"} <= set(documented)
    for name in documented:
        value = getattr(ocivet, name)
        if getattr(value, "__module__", "").startswith("ocivet"):
            # A class of data without a text gets one that lists its fields.
            assert value.__doc__ and not value.__doc__.startswith(f"{name}("), name


RUNNERS: dict[str, Callable[[pathlib.Path], list[str]]] = {
    "uvx": lambda wheel: [tool("uvx"), "--no-index", "--from", str(wheel), "ocivet"],
    "pipx": lambda wheel: [tool("pipx"), "run", "--backend", "uv", "--spec", str(wheel), "ocivet"],
}


@pytest.mark.parametrize("runner", RUNNERS)
def test_runners_run_the_command(wheel: pathlib.Path, tmp_path: pathlib.Path, runner: str) -> None:
    environment = {
        **SAFE_PATH,
        "UV_CACHE_DIR": str(tmp_path / "uv"),
        "PIPX_HOME": str(tmp_path / "pipx"),
        "PATH": f"{pathlib.Path(tool('uv')).parent}:{os.environ['PATH']}",
    }
    bad = tmp_path / "bad.tar"
    bad.write_bytes(IMAGE.read_bytes().replace(b"first line", b"first lime"))
    for path in (IMAGE, bad):
        arguments = ["check", "--no-config", str(path)]
        expected = subprocess.run([needs(COMMAND), *arguments], stdout=subprocess.PIPE)
        command = [*RUNNERS[runner](wheel), *arguments]
        ran = subprocess.run(command, env=environment, stdout=subprocess.PIPE, timeout=300)
        assert (ran.returncode, ran.stdout) == (expected.returncode, expected.stdout)


BACKEND = '''
import pathlib, zipfile

def build_wheel(folder, config_settings=None, metadata_directory=None):
    info = "hook-1.0.dist-info"
    with zipfile.ZipFile(pathlib.Path(folder, "hook-1.0-py3-none-any.whl"), "w") as wheel:
        needs = "Requires-Dist: ocivet @ {wheel}"
        wheel.writestr(f"{{info}}/METADATA", f"Metadata-Version: 2.1\\nName: hook\\nVersion: 1.0\\n{{needs}}\\n")
        wheel.writestr(f"{{info}}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{{info}}/RECORD", "")
    return "hook-1.0-py3-none-any.whl"
'''


def git(folder: pathlib.Path, *args: str) -> str:
    identity = ["-c", "user.name=ocivet", "-c", "user.email=ocivet@example.com"]
    return subprocess.check_output([tool("git"), *identity, *args], cwd=folder, text=True).strip()


def committed(folder: pathlib.Path, files: dict[str, str | bytes]) -> str:
    """Makes a repository of some files; gives the commit."""
    folder.mkdir()
    git(folder, "init", "-q")
    for name, data in files.items():
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "All files")
    return git(folder, "rev-parse", "HEAD")


def test_the_hooks_refuse_what_must_not_be_unpacked_or_built(
    wheel: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    """The hooks' definitions are those of this repository; what they install is the wheel that was built."""
    hook = committed(
        tmp_path / "hook",
        {
            ".pre-commit-hooks.yaml": (TOP / ".pre-commit-hooks.yaml").read_bytes(),
            "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "own"\nbackend-path = ["."]\n',
            "own.py": BACKEND.format(wheel=wheel.as_uri()),
        },
    )
    config = f"repos:\n- repo: {tmp_path / 'hook'}\n  rev: {hook}\n  hooks: [id: ocivet-archives, id: ocivet-dockerfiles]\n"
    good = IMAGE.read_bytes()
    bad = good.replace(b"first line", b"first lime")
    files = {
        ".pre-commit-config.yaml": config,
        "good.tar": good,
        "bad.txt": bad,
        "Dockerfile": f"FROM docker.io/library/alpine@sha256:{'0' * 64}\n",
        "Dockerfile.dockerignore": "FROM\n",
    }
    committed(tmp_path / "work", files)
    environment = {**SAFE_PATH, "PRE_COMMIT_HOME": str(tmp_path / "home"), "PIP_NO_INDEX": "1"}
    run = [tool("pre-commit"), "run", "--all-files", "--color=never"]

    def hooked() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            run, cwd=tmp_path / "work", env=environment, capture_output=True, text=True, timeout=300
        )

    passed = hooked()
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert passed.stdout.count("Passed") == 2, passed.stdout
    (tmp_path / "work" / "bad.tgz").write_bytes(bad)
    (tmp_path / "work" / "app.dockerfile").write_text("FROM Alpine:1\n")
    git(tmp_path / "work", "add", ".")
    failed = hooked()
    assert failed.returncode == 1
    assert "DENY bad.tgz" in failed.stdout and "PASS good.tar" in failed.stdout
    assert "DENY app.dockerfile" in failed.stdout and "PASS Dockerfile" in failed.stdout, failed.stdout
