"""The crates, built from their packages."""

from __future__ import annotations

import pathlib
import re
import subprocess
import tarfile

import pytest

from conftest import COMMAND, TARGET, TOP, VERSION, judges, run

CRATES = {"ocivet-core": TOP / "core", "ocivet": TOP / "cli"}


@pytest.fixture(scope="module")
def packed() -> dict[str, pathlib.Path]:
    """Packs both; a warning is a failure."""
    words = ["cargo", "package", "--locked", "--allow-dirty", "--no-verify", "-p", "ocivet-core", "-p", "ocivet"]
    said = run(*words)
    assert "warning" not in said, said
    return {name: TARGET / "package" / f"{name}-{VERSION}.crate" for name in CRATES}


@pytest.mark.parametrize("name", CRATES)
def test_a_crate_holds_what_it_needs_and_nothing_else(packed: dict[str, pathlib.Path], name: str) -> None:
    top = f"{name}-{VERSION}"
    with tarfile.open(packed[name]) as crate:
        names = {member.removeprefix(f"{top}/") for member in crate.getnames()}
        for licence in ("LICENSE-MIT", "LICENSE-APACHE"):
            assert crate.extractfile(f"{top}/{licence}").read() == (TOP / licence).read_bytes()
    tracked = subprocess.check_output(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=CRATES[name], text=True)
    made = {"Cargo.lock", "Cargo.toml.orig", "README.md", ".cargo_vcs_info.json"}
    assert names == set(tracked.split()) | made
    assert "PASS" in run(COMMAND, "check", packed[name])



def profiles(folder: pathlib.Path) -> pathlib.Path:
    """The workspace's profiles of dependencies as a configuration file: what other steps have built is not built again."""
    sections = re.split(r"^(?=\[)", (TOP / "Cargo.toml").read_text(), flags=re.M)
    file = folder / "profiles.toml"
    chosen = [section for section in sections if re.match(r"\[profile\.dev(\]|\.package\.(?!ocivet))", section)]
    assert len(chosen) > 5
    file.write_text("".join(chosen))
    return file


def test_the_command_is_built_from_them(packed: dict[str, pathlib.Path], tmp_path: pathlib.Path) -> None:
    for crate in packed.values():
        run("tar", "-xf", crate, "-C", tmp_path)
    core = tmp_path / f"ocivet-core-{VERSION}"
    # The one that is not published yet stands in for the registry's; the rest is as the package's own lock file says.
    lock = tmp_path / f"ocivet-{VERSION}" / "Cargo.lock"
    of_registry = rf'(name = "ocivet-core"\nversion = "{VERSION}"\n)source = .*\nchecksum = .*\n'
    text, count = re.subn(of_registry, r"\1", lock.read_text())
    assert count == 1
    lock.write_text(text)
    # What is built on the way lies with that of other steps, and what comes out does not.
    settings = [profiles(tmp_path), f"patch.crates-io.ocivet-core.path='{core}'", f"build.build-dir='{TARGET}'"]
    out = tmp_path / "out"
    manifest = tmp_path / f"ocivet-{VERSION}" / "Cargo.toml"
    words = ["cargo", "build", "--quiet", "--locked", "--target-dir", out, "--manifest-path", manifest]
    words += [word for setting in settings for word in ("--config", setting)]
    said = run(*words, cwd=tmp_path, timeout=900)
    assert "warning" not in said, said
    judges(out / "debug" / "ocivet", tmp_path / "empty")
