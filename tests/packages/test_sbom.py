"""Lists of what packages are built from."""

from __future__ import annotations

import json
import pathlib
import subprocess

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from conftest import HOST, TOP, VERSION, run

# Package, target, features, and two crates of which its build has the first and not the second.
LISTS = {
    "ocivet": (HOST, [], "clap", "wasm-bindgen"),
    "ocivet-python": (HOST, [], "pyo3", "schemars"),
    "ocivet-wasm": ("wasm32-unknown-unknown", ["check,render"], "wasm-bindgen", "clap"),
}


@pytest.mark.parametrize("package", LISTS)
def test_lists_are_valid_and_exact(package: str, tmp_path: pathlib.Path) -> None:
    target, features, has, has_not = LISTS[package]
    file = tmp_path / "sbom.json"
    run("release/sbom", package, target, file, *features)
    text = file.read_text()
    assert JsonStrictValidator(SchemaVersion.V1_5).validate_str(text) is None
    for place in (str(TOP), str(pathlib.Path.home())):
        assert place not in text
    made = json.loads(text)
    subject = made["metadata"]["component"]
    assert (subject["name"], subject["version"]) == (package, VERSION)
    components = {component["name"]: component for component in made["components"]}
    assert has in components and has_not not in components
    # What is linked, and nothing that only tests need.
    choose = [word for names in features for word in ("--features", names)]
    tree = ["cargo", "tree", "--locked", "-p", package, *choose, "--target", target, "--edges", "normal", "--prefix", "none"]
    lines = subprocess.check_output(tree, cwd=TOP, text=True).splitlines()
    linked = {line.split()[0] for line in lines if line} - {package}
    assert len(linked) > 20 and linked <= set(components)
    assert not {"criterion", "proptest", "assert_cmd"} & set(components)
    # Each of a registry has the digest that cargo compares it with.
    for component in made["components"]:
        if component["bom-ref"].startswith("registry+"):
            assert component["hashes"][0]["alg"] == "SHA-256", component["name"]
            assert component["hashes"][0]["content"] in (TOP / "Cargo.lock").read_text()


def test_a_list_is_always_the_same(sbom: pathlib.Path, tmp_path: pathlib.Path) -> None:
    again = tmp_path / "again.json"
    run("release/sbom", "ocivet", HOST, again)
    assert again.read_text() == sbom.read_text()


def test_nothing_is_left_beside_the_manifests() -> None:
    said = subprocess.check_output(["git", "status", "--porcelain", "--ignored"], cwd=TOP, text=True)
    assert "sbom-of-release" not in said
