"""The action, the job and the hooks for other repositories: by their schemas, and their scripts run as a host runs them."""

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest
import yaml

from conftest import EMPTY, IMAGE, TOP, VERSION, Release, run

TOOLS = pathlib.Path(sys.executable).parent
ACTION = yaml.safe_load((TOP / "action.yml").read_text())
JOB = yaml.safe_load((TOP / "integrations/gitlab-ci.yml").read_text())["ocivet"]


@pytest.mark.parametrize(
    "file, schema",
    [
        ("action.yml", ["vendor.github-actions"]),
        ("integrations/github-workflow.yml", ["vendor.github-workflows"]),
        ("integrations/gitlab-ci.yml", ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"]),
    ],
)
def test_files_are_what_their_hosts_read(file: str, schema: list[str]) -> None:
    run(TOOLS / "check-jsonschema", "--builtin-schema", *schema, file)


def test_nothing_untrusted_comes_into_a_script() -> None:
    zizmor = [TOOLS / "zizmor", "--offline", "--persona", "pedantic", "--config", "tests/packages/zizmor.yml"]
    run(*zizmor, "action.yml", "integrations/github-workflow.yml")
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


class Runner:
    """A host that runs the action's steps, but for what other actions do."""

    def __init__(self, folder: pathlib.Path, inputs: dict[str, str]) -> None:
        self.folder = folder
        self.work, self.temporary = folder / "work", folder / "temporary"
        for made in (self.work, self.temporary):
            made.mkdir()
        given = {name: value.get("default") for name, value in ACTION["inputs"].items()}
        self.values = {f"inputs.{name}": value for name, value in {**given, **inputs}.items()}
        for name, value in self.values.items():
            assert isinstance(value, str), f"{name} is required"

    def expand(self, text: str) -> str:
        return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: self.values[found[1]], text)

    def step(self, step: dict) -> subprocess.CompletedProcess[str]:
        output, script = self.folder / "output", self.folder / "script"
        output.write_text("")
        script.write_text(step["run"])
        environment = {
            **EMPTY,
            "RUNNER_OS": "Linux",
            "RUNNER_ARCH": "X64",
            "RUNNER_TEMP": str(self.temporary),
            "GITHUB_OUTPUT": str(output),
            **{name: self.expand(value) for name, value in step.get("env", {}).items()},
        }
        words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", script]
        ran = subprocess.run(words, cwd=self.work, env=environment, capture_output=True, text=True, timeout=120)
        for line in output.read_text().splitlines():
            name, value = line.split("=", 1)
            self.values[f"steps.{step['id']}.outputs.{name}"] = value
        return ran

    def run(self) -> tuple[str, int, str]:
        """The name of the last step that ran, its exit code, and what all of them wrote."""
        said = ""
        for step in ACTION["runs"]["steps"]:
            if "run" not in step:
                continue
            ran = self.step(step)
            said += ran.stdout + ran.stderr
            if ran.returncode != 0:
                return step["name"], ran.returncode, said
        return step["name"], 0, said


@pytest.fixture
def inputs(release: Release) -> dict[str, str]:
    return {"sha256": release.digest, "mirror": f"file://{release.mirror}", "paths": "good.tar\n"}


def prepared(folder: pathlib.Path, inputs: dict[str, str]) -> Runner:
    runner = Runner(folder, inputs)
    shutil.copy(IMAGE, runner.work / "good.tar")
    (runner.work / "a bad $(touch ran).tar").write_bytes(IMAGE.read_bytes().replace(b"first line", b"first lime"))
    (runner.work / "Dockerfile").write_text("FROM alpine\n")
    return runner


def test_the_action_passes_what_passes(inputs: dict[str, str], tmp_path: pathlib.Path) -> None:
    runner = prepared(tmp_path, inputs)
    step, code, said = runner.run()
    assert (step, code) == ("Verdict", 0), said
    assert "PASS good.tar" in said
    outputs = {name: runner.expand(value["value"]) for name, value in ACTION["outputs"].items()}
    assert outputs["exit-code"] == "0"
    sarif = json.loads(pathlib.Path(outputs["sarif"]).read_text())
    assert sarif["version"] == "2.1.0" and len(sarif["runs"]) == 1
    upload = [step for step in ACTION["runs"]["steps"] if "uses" in step]
    assert [runner.expand(step["with"]["sarif_file"]) for step in upload] == [outputs["sarif"]]


def test_the_action_fails_at_the_end_for_findings(inputs: dict[str, str], tmp_path: pathlib.Path) -> None:
    """A path is a path, whatever is in it; the report is there for the upload before the verdict fails the job."""
    runner = prepared(tmp_path, {**inputs, "paths": "good.tar\n\na bad $(touch ran).tar\nDockerfile"})
    step, code, said = runner.run()
    assert (step, code) == ("Verdict", 1), said
    assert "DENY a bad" in said
    sarif = json.loads(pathlib.Path(runner.values["steps.check.outputs.sarif"]).read_text())
    categories = {run["automationDetails"]["id"] for run in sarif["runs"]}
    assert len(categories) == 3, "GitHub refuses runs of one category"
    assert not (runner.work / "ran").exists()


@pytest.mark.parametrize(
    "changed, step",
    [
        ({"sha256": "0" * 64}, "Install ocivet"),
        ({"sha256": "x"}, "Install ocivet"),
        ({"version": "0.1.0/../.."}, "Install ocivet"),
        ({"mirror": "http://127.0.0.1:9"}, "Install ocivet"),
        ({"mirror": "--version"}, "Install ocivet"),
        ({"paths": "\n"}, "Verify"),
        ({"paths": "--exit-zero"}, "Verify"),
        ({"paths": "missing.tar"}, "Verify"),
        ({"profile": "layer --exit-zero"}, "Verify"),
        ({"fail-on": "never"}, "Verify"),
    ],
)
def test_the_action_refuses(inputs: dict[str, str], tmp_path: pathlib.Path, changed: dict[str, str], step: str) -> None:
    runner = prepared(tmp_path, {**inputs, **changed})
    last, code, said = runner.run()
    assert last == step and code != 0, said


def test_the_action_takes_other_severities(inputs: dict[str, str], tmp_path: pathlib.Path) -> None:
    chosen = {"paths": "good.tar", "fail-on": "info", "profile": "package"}
    assert prepared(tmp_path, {**inputs, **chosen}).run()[:2] == ("Verdict", 1)


def job(folder: pathlib.Path, release: Release, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs the job's script as GitLab's runner does where an image has no bash."""
    given = {"OCIVET_SHA256": release.digest, "OCIVET_MIRROR": f"file://{release.mirror}", **variables}
    environment = {**EMPTY, "TMPDIR": str(folder), **JOB["variables"], **given}
    script = "set -e\n" + "\n".join(JOB["script"])
    return subprocess.run(["sh", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


def test_the_job_for_gitlab(release: Release, tmp_path: pathlib.Path) -> None:
    shutil.copy(IMAGE, tmp_path / "good.tar")
    (tmp_path / "a bad.tar").write_bytes(IMAGE.read_bytes().replace(b"first line", b"first lime"))
    report = tmp_path / JOB["artifacts"]["reports"]["junit"]
    passed = job(tmp_path, release, OCIVET_PATH="good.tar")
    assert passed.returncode == 0, passed.stderr
    assert "<testsuites" in report.read_text() and "<failure" not in report.read_text()
    failed = job(tmp_path, release, OCIVET_PATH="a bad.tar")
    assert failed.returncode == 1 and "DENY a bad.tar" in failed.stdout, failed.stderr
    assert "<failure" in report.read_text()
    refused = job(tmp_path, release, OCIVET_PATH="good.tar", OCIVET_SHA256="0" * 64)
    assert refused.returncode not in (0, 2) and "PASS" not in refused.stdout


def test_hooks_that_are_named_exist() -> None:
    offered = {hook["id"] for hook in yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text())}
    used = yaml.safe_load((TOP / "integrations/pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    assert {hook["id"] for hook in used} == offered
