"""The version stands in Cargo.toml; wherever else it stands it is the same."""

from __future__ import annotations

import json
import re
import tomllib

import pytest
import yaml

from conftest import COMMAND, TOP, VERSION, run

CARGO = tomllib.loads((TOP / "Cargo.toml").read_text())


def test_crates_take_it_from_the_workspace() -> None:
    for member in CARGO["workspace"]["members"]:
        package = tomllib.loads((TOP / member / "Cargo.toml").read_text())["package"]
        assert package["version"] in ({"workspace": True}, "0.0.0"), member
    for name in ("ocivet-core", "ocivet"):
        assert CARGO["workspace"]["dependencies"][name]["version"] == VERSION
        assert f'name = "{name}"\nversion = "{VERSION}"\n' in (TOP / "Cargo.lock").read_text()


def test_only_what_is_for_others_can_be_published() -> None:
    published = {
        member
        for member in CARGO["workspace"]["members"]
        if tomllib.loads((TOP / member / "Cargo.toml").read_text())["package"].get("publish", True)
    }
    assert published == {"core", "cli"}


def test_the_wheel_takes_it_from_its_crate() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
    assert project["dynamic"] == ["version"] and "version" not in project


def test_the_npm_package_has_it() -> None:
    lock = json.loads((TOP / "wasm/package-lock.json").read_text())
    found = [json.loads((TOP / "wasm/package.json").read_text()), lock, lock["packages"][""]]
    assert [part["version"] for part in found] == [VERSION] * 3


def test_the_command_and_its_pages_have_it() -> None:
    assert run(COMMAND, "--version") == f"ocivet {VERSION}\n"
    page = (TOP / "cli/assets/data/share/man/man1/ocivet.1").read_text()
    assert f'"ocivet {VERSION}"' in page


def test_the_change_log_has_it() -> None:
    headings = re.findall(r"^## \[(.+?)\]( - (?:\d{4}-\d\d-\d\d|Unreleased))$", (TOP / "CHANGELOG.md").read_text(), re.M)
    assert headings and headings[0][0] == VERSION, headings


def test_what_other_repositories_use_has_it() -> None:
    action = yaml.safe_load((TOP / "action.yml").read_text())
    assert action["inputs"]["version"]["default"] == VERSION
    job = yaml.safe_load((TOP / "integrations/gitlab-ci.yml").read_text())["ocivet"]
    assert job["variables"]["OCIVET_VERSION"] == VERSION
    hooks = yaml.safe_load((TOP / "integrations/pre-commit-config.yaml").read_text())
    assert hooks["repos"][0]["rev"] == f"v{VERSION}"
    assert f"uses: ocivet/ocivet@v{VERSION}\n" in (TOP / "integrations/github-workflow.yml").read_text()


@pytest.mark.parametrize("folder", ["integrations", "release"])
def test_no_other_version_is_named(folder: str) -> None:
    for file in (TOP / folder).iterdir():
        named = set(re.findall(r"(?:ocivet-|ocivet@v)(\d+\.\d+\.\d+)", file.read_text()))
        assert named <= {VERSION}, file
