"""`ocivet.Report`: its values, its forms, and its way to other processes."""

from __future__ import annotations

import copy
import dataclasses
import json
import multiprocessing
import pathlib
import pickle
import subprocess
from concurrent.futures import ProcessPoolExecutor
from typing import Any, get_args

import ocivet
import pytest

from support import CASES, COMMAND, IMAGE, needs

FORMATS = get_args(ocivet.Format)
DETAILS = {"verdict": "-q", "findings": None, "full": "-v"}


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """An image in which one byte of a layer is another one."""
    path = tmp_path_factory.mktemp("bad") / "image.tar"
    path.write_bytes(IMAGE.read_bytes().replace(b"first line", b"first lime"))
    return path


def command(*args: str | pathlib.Path) -> str:
    ran = subprocess.run([needs(COMMAND), "check", "--no-config", *args], capture_output=True)
    assert ran.returncode in (0, 1)
    return ran.stdout.decode()


@pytest.mark.parametrize("format", FORMATS)
def test_every_form_is_the_one_of_the_command(bad: pathlib.Path, format: Any) -> None:
    for path in (bad, IMAGE):
        assert ocivet.check(path).render(format) == command("--format", format, path)


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("color", [False, True])
def test_text_has_three_lengths_and_colours(bad: pathlib.Path, color: bool, detail: Any) -> None:
    report = ocivet.check(bad)
    expected = command(
        bad, f"--color={'always' if color else 'never'}", *filter(None, [DETAILS[detail]])
    )
    assert report.render("text", color=color, detail=detail) == expected
    assert ("\x1b[" in expected) == color


def test_a_report_prints_as_text(bad: pathlib.Path) -> None:
    report = ocivet.check(bad)
    assert str(report) + "\n" == report.render() == command(bad)
    assert repr(report) == (
        f"Report(name='{bad}', kind='docker-archive', verdict='deny', deny=2, warn=0, info=1)"
    )


def test_values_are_those_of_the_json(bad: pathlib.Path) -> None:
    needs(CASES)
    for report in [ocivet.check(bad), *map(ocivet.check, sorted(CASES.glob("*/input"))[::5])]:
        written = report.to_dict()
        fields = [field.name for field in dataclasses.fields(ocivet.Report) if field.name[0] != "_"]
        values = {field: plain(getattr(report, field)) for field in fields if field != "schema"}
        assert without_absent({"$schema": report.schema, **values}, written) == written
        assert written == json.loads(report.to_json())


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    value = dataclasses.asdict(value) if dataclasses.is_dataclass(type(value)) else value
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def without_absent(value: Any, written: Any) -> Any:
    """Without what reports leave out where there is nothing."""
    if isinstance(value, dict) and isinstance(written, dict):
        present = {key: item for key, item in value.items() if key in written or item not in (None, [], ())}
        return {key: without_absent(item, written.get(key)) for key, item in present.items()}
    if isinstance(value, (list, tuple)) and isinstance(written, list) and len(value) == len(written):
        return [without_absent(*pair) for pair in zip(value, written, strict=True)]
    return value


def test_values_have_their_classes(bad: pathlib.Path) -> None:
    report = ocivet.check(bad, options={"allow": [{"rule": "entry/setuid", "reason": "known"}]})
    image, finding, layer = report.images[0], report.findings[0], report.images[0].layers[0]
    assert (type(report.input), type(report.tool), type(report.counts)) == (
        ocivet.Input,
        ocivet.Tool,
        ocivet.Counts,
    )
    assert isinstance(image, ocivet.Image) and image.references == ("example.com/team/app:1",)
    assert isinstance(layer, ocivet.Layer) and isinstance(finding.location, ocivet.Location)
    assert isinstance(finding, ocivet.Finding) and finding.rule == "blob/digest-mismatch"
    allowed = [finding.suppressed for finding in report.findings if finding.suppressed]
    assert allowed == [ocivet.Suppression(reason="known")]
    assert report.counts == ocivet.Counts(deny=2, warn=0, info=0, suppressed=1)


def test_reports_do_not_change(bad: pathlib.Path) -> None:
    report = ocivet.check(bad)
    for value in (report, report.counts, report.findings[0], report.images[0].layers[0]):
        for field in dataclasses.fields(value):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(value, field.name, None)


def test_reports_are_equal_by_value(bad: pathlib.Path) -> None:
    report = ocivet.check(bad, name="a")
    assert report == ocivet.check(bad.read_bytes(), name="a")
    assert report != ocivet.check(bad, name="b") and report != report.to_dict()
    assert len({report, ocivet.check(bad, name="a"), ocivet.check(IMAGE)}) == 2


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickled_report_has_all_its_forms(bad: pathlib.Path, protocol: int) -> None:
    report = ocivet.check(bad)
    once = pickle.loads(pickle.dumps(report, protocol))
    for again in (once, pickle.loads(pickle.dumps(once)), copy.deepcopy(report), copy.copy(once)):
        assert again == report and again is not report
        assert (again.to_json(), str(again), repr(again)) == (report.to_json(), str(report), repr(report))
        for format in FORMATS:
            assert again.render(format) == report.render(format)
        for detail in DETAILS:
            for color in (False, True):
                form: Any = {"detail": detail, "color": color}
                assert again.render(**form) == report.render(**form)


def test_wrong_forms_are_refused_wherever_the_report_was_made() -> None:
    report = ocivet.check(IMAGE)
    for one in (report, pickle.loads(pickle.dumps(report))):
        with pytest.raises(ocivet.UsageError, match="format must be one of github, html, json"):
            one.render("yaml")
        with pytest.raises(ocivet.UsageError, match="detail .*be one of|detail one of"):
            one.render("text", detail="most")


def test_reports_come_from_other_processes() -> None:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        report = pool.submit(ocivet.check, str(IMAGE)).result()
        failure = pool.submit(ocivet.check, "no/such/file").exception()
    assert report == ocivet.check(str(IMAGE)) and report.render() == command(IMAGE)
    assert isinstance(failure, ocivet.InputError) and failure.filename == "no/such/file"


def test_findings_are_raised_from_a_severity_on(bad: pathlib.Path) -> None:
    report = ocivet.check(IMAGE)
    assert report.ok and (report.counts.deny, report.counts.warn, report.counts.info) == (0, 0, 1)
    report.raise_for_findings()
    report.raise_for_findings("warn")
    with pytest.raises(ocivet.VerificationFailed):
        report.raise_for_findings("info")
    with pytest.raises(ocivet.VerificationFailed) as caught:
        ocivet.check(bad).raise_for_findings(level="deny")
    assert caught.value.report == ocivet.check(bad)
    assert str(caught.value) == str(caught.value.report)
    assert pickle.loads(pickle.dumps(caught.value)).report == caught.value.report
    with pytest.raises(ocivet.UsageError, match="level must be one of info, warn, deny"):
        report.raise_for_findings("off")  # type: ignore[arg-type]


def test_what_is_allowed_is_not_raised(bad: pathlib.Path) -> None:
    allow = [{"rule": rule, "reason": "a test"} for rule in ("blob/digest-mismatch", "config/diff-id-mismatch")]
    ocivet.check(bad, options={"allow": allow}).raise_for_findings()
