"""The release's tarball: what it holds, that it works where nothing else is, and that it is always the same."""

from __future__ import annotations

import os
import pathlib
import shutil
import tarfile

import pytest

from conftest import COMMAND, HOST, TOP, VERSION, Release, judges, needs, run

SHARE = TOP / "cli/assets/data/share"


def test_pages_and_completions_are_current() -> None:
    assert run("release/pages", "--check", COMMAND) == ""


def test_pages_and_completions_that_are_not_are_found(tmp_path: pathlib.Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(SHARE, copy / "cli/assets/data/share")
    (copy / "release").mkdir()
    shutil.copy(TOP / "release/pages", copy / "release")
    run(copy / "release/pages", "--check", COMMAND)
    (copy / "cli/assets/data/share/man/man1/ocivet-gone.1").write_text("")
    assert "ocivet-gone.1" in run(copy / "release/pages", "--check", COMMAND, code=1)


def test_it_holds_what_is_installed(release: Release, sbom: pathlib.Path) -> None:
    name = f"ocivet-{VERSION}-{HOST}"
    with tarfile.open(release.tarball) as tarball:
        members = {member.name.removeprefix(f"{name}/"): member for member in tarball if member.isfile()}
        documents = {
            "CHANGELOG.md": TOP, "LICENSE-APACHE": TOP, "LICENSE-MIT": TOP, "README.md": TOP, "SECURITY.md": TOP,
            "ocivet.cdx.json": sbom.parent, **{f"docs/{page.name}": TOP for page in (TOP / "docs").glob("*.md")},
        }  # fmt: skip
        for document, folder in documents.items():
            packed = tarball.extractfile(f"{name}/share/doc/ocivet/{document}")
            assert packed is not None and packed.read() == (folder / document).read_bytes()
    installed = {f"share/{path.relative_to(SHARE)}" for path in SHARE.rglob("*") if path.is_file()}
    assert len(installed) > 10
    assert set(members) == {"bin/ocivet"} | installed | {f"share/doc/ocivet/{document}" for document in documents}
    for path, member in members.items():
        mode = 0o755 if path == "bin/ocivet" else 0o644
        assert (member.mode, member.uid, member.gid, member.uname) == (mode, 0, 0, "root"), path
    assert len({member.mtime for member in members.values()}) == 1


def test_it_works_where_it_is_unpacked(release: Release, tmp_path: pathlib.Path) -> None:
    run("tar", "-xzf", release.tarball, "--strip-components=1", "-C", tmp_path)
    judges(tmp_path / "bin/ocivet", tmp_path / "work")


def test_it_passes_its_own_verdict(release: Release) -> None:
    said = run(COMMAND, "check", release.tarball)
    assert said.startswith(f"PASS {release.tarball} (package)\n"), said


def test_it_is_the_same_whoever_packs_it(
    release: Release, portable: pathlib.Path, sbom: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo", "TMPDIR": str(tmp_path)}
    arguments = [portable, sbom, f"{VERSION}-{HOST}", tmp_path]
    run("sh", "-c", 'umask 077 && "$@"', "sh", TOP / "release/tarball", *arguments, cwd="/", env=environment)
    assert (tmp_path / release.tarball.name).read_bytes() == release.tarball.read_bytes()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_load(shell: str) -> None:
    files = {"bash": "bash-completion/completions/ocivet", "zsh": "zsh/site-functions/_ocivet", "fish": "fish/vendor_completions.d/ocivet.fish"}
    if shell == "bash":
        script = 'source "$1"; COMP_WORDS=(ocivet che); COMP_CWORD=1; _ocivet ocivet che ocivet; echo "${COMPREPLY[@]}"'
        assert run("bash", "-c", script, "bash", SHARE / files[shell]) == "check checksum\n"
    else:
        run(needs(shell), "-n", SHARE / files[shell])


def test_pages_are_set() -> None:
    for page in sorted((SHARE / "man/man1").iterdir()):
        said = run(needs("groff"), "-Kutf8", "-man", "-Tutf8", "-ww", "-z", page)
        assert said == "", f"{page.name}: {said}"
