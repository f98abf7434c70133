"""The container image of a release."""

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest

from conftest import COMMAND, IMAGE, TOP, VERSION, Release, leave_out, needs, run

CONTAINERFILE = TOP / "release/Containerfile"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Podman with a storage of its own."""
    podman = needs("podman")
    if os.geteuid() != 0:
        leave_out("the engine needs root")
    place = tmp_path_factory.mktemp("podman")
    return [podman, "--root", f"{place}/store", "--runroot", f"{place}/run", "--storage-driver", "vfs"]


@pytest.fixture(scope="module")
def archive(release: Release, engine: list[str], tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    file = tmp_path_factory.mktemp("image") / "ocivet.tar"
    run("release/image", release.tarball, file, env={**os.environ, "ENGINE": " ".join(engine)})
    return file


def test_it_passes_its_own_verdict(archive: pathlib.Path, tmp_path: pathlib.Path) -> None:
    report = tmp_path / "report.json"
    run(COMMAND, "check", "--format", "json", "--output", report, archive)
    judged = json.loads(report.read_text())
    assert judged["verdict"] == "pass"
    [image] = judged["images"]
    assert image["platform"] == "linux/amd64"
    run(COMMAND, "check", "--kind", "dockerfile", "--build-arg", f"VERSION={VERSION}", CONTAINERFILE)


def test_it_says_what_it_is(archive: pathlib.Path, engine: list[str]) -> None:
    [image] = json.loads(run(*engine, "image", "inspect", f"localhost/ocivet:{VERSION}"))
    config = image["Config"]
    assert config["User"] == "65532:65532"
    assert config["Entrypoint"] == ["/usr/bin/ocivet"]
    labels = config["Labels"]
    assert labels["org.opencontainers.image.version"] == VERSION
    assert set(re.findall(r"org\.opencontainers\.image\.\w+", CONTAINERFILE.read_text())) <= set(labels)


def test_it_is_the_same_when_built_again(archive: pathlib.Path, release: Release, engine: list[str], tmp_path: pathlib.Path) -> None:
    inspect = [*engine, "image", "inspect", "--format", "{{.Id}} {{.Digest}}", f"localhost/ocivet:{VERSION}"]
    first = run(*inspect)
    run(*engine, "rmi", "--force", f"localhost/ocivet:{VERSION}")
    run("release/image", release.tarball, tmp_path / "again.tar", env={**os.environ, "ENGINE": " ".join(engine)})
    assert run(*inspect) == first


def test_it_judges(archive: pathlib.Path, engine: list[str], tmp_path: pathlib.Path) -> None:
    shutil.copy(IMAGE, tmp_path / "good.tar")
    (tmp_path / "bad.tar").write_bytes(IMAGE.read_bytes().replace(b"first line", b"first lime"))
    tmp_path.chmod(0o755)
    # What works within a container too: cgroups of the first version, and no higher limits than there are.
    words = [*engine, "--runtime", needs("runc"), "--cgroup-manager", "cgroupfs", "run", "--rm", "--network", "none"]
    words += ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024", "--read-only"]
    words += ["--volume", f"{tmp_path}:/data:ro", f"localhost/ocivet:{VERSION}"]

    def ran(*arguments: str) -> tuple[int, str]:
        done = subprocess.run([*words, *arguments], capture_output=True, text=True, timeout=120)
        return done.returncode, done.stdout + done.stderr

    assert ran("--version") == (0, f"ocivet {VERSION}\n")
    code, said = ran("check", "good.tar")
    assert code == 0 and "PASS good.tar" in said
    code, said = ran("check", "bad.tar")
    assert code == 1 and "DENY bad.tar" in said
