"""What users write, as type checkers see it: pyright and mypy read it strictly, and the tests run it."""

from __future__ import annotations

import asyncio
import io
import pathlib
import tarfile
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, assert_type

import ocivet
import ocivet.fleet


def archive() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as made:
        info = tarfile.TarInfo("package/README")
        info.size = 4
        made.addfile(info, io.BytesIO(b"text"))
    return buffer.getvalue()


def chunks() -> Iterator[bytes]:
    yield archive()


async def achunks() -> AsyncIterator[bytes]:
    yield archive()


def told(done: int, total: int | None, member: str) -> None:
    assert done >= 0 and (total is None or total >= done) and member == member.strip()


def every_source(path: pathlib.Path) -> None:
    path.write_bytes(archive())
    with open(path, "rb") as file:
        assert_type(ocivet.check(file), ocivet.Report)
    for report in (
        ocivet.check(path, progress=told, jobs=1),
        ocivet.check(str(path), kind="package", profile="package", name="a name"),
        ocivet.check(archive()),
        ocivet.check(bytearray(archive())),
        ocivet.check(memoryview(archive())),
        ocivet.check([archive()]),
        ocivet.check(chunks()),
        ocivet.check(io.BytesIO(archive())),
    ):
        assert report.ok


async def every_asynchronous_source(path: pathlib.Path) -> None:
    assert_type(await ocivet.acheck(path), ocivet.Report)
    await ocivet.acheck(achunks())
    await ocivet.acheck(archive())
    await ocivet.acheck(chunks())


def every_value(report: ocivet.Report) -> None:
    assert_type(report.ok, bool)
    assert_type(report.verdict, ocivet.Verdict)
    assert_type(report.counts.deny, int)
    assert_type(report.input.kind, ocivet.InputKind)
    assert_type(report.findings, tuple[ocivet.Finding, ...])
    for finding in report.findings:
        assert_type(finding.severity, ocivet.Severity)
        assert_type(finding.location, ocivet.Location)
        assert_type(finding.location.offset, int | None)
        assert_type(finding.suppressed, ocivet.Suppression | None)
    for image in report.images:
        assert_type(image.layers, tuple[ocivet.Layer, ...])
    assert_type(report.to_dict(), dict[str, Any])
    assert_type(report.render("sarif"), str)
    report.render("text", color=True, detail="full")
    report.raise_for_findings("warn")


def every_option(settings: Mapping[str, Any]) -> None:
    options = ocivet.Options(
        name="a name",
        kind="package",
        profile="package",
        rules={"path/absolute": "deny"},
        limits={"entries": 10},
        expect=[],
        digest=True,
        allow=[{"rule": "entry/setuid", "reason": "known", "entry": "usr/**"}],
    )
    assert_type(options.replace(digest=False), ocivet.Options)
    ocivet.check(archive(), options=options)
    ocivet.check(archive(), options=settings)
    ocivet.Options(**settings)
    with ocivet.Verifier(options, name="another") as verifier:
        verifier.feed(archive())
        assert_type(verifier.finish(), ocivet.Report)
    with ocivet.verified(archive(), level="warn") as file:
        assert_type(file, ocivet.VerifiedFile)
        assert_type(file.read(), bytes)
        assert_type(file.report, ocivet.Report)


def every_rule() -> None:
    for rule in ocivet.rules():
        assert_type(rule, ocivet.Rule)
        assert_type(rule.levels.layer.full, ocivet.Level)
    assert_type(ocivet.explain("path/absolute"), str)


def a_fleet(paths: list[pathlib.Path]) -> None:
    summary = ocivet.fleet.check(paths, out="results", options={"kind": "layer"}, progress=lambda done, total: None)
    assert_type(summary, ocivet.fleet.Summary)
    assert_type(summary.verdicts, dict[ocivet.Verdict, int])
    assert_type(summary.rules[0].severity, ocivet.Severity)
    assert_type(summary.exit_code("warn"), int)


def mistakes() -> None:
    """Each of these must be an error of types: a comment that hides none is one itself."""
    ocivet.check(7)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    ocivet.check(["text"])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]
    ocivet.check(achunks())  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    ocivet.check(b"", kind="docker")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    ocivet.Options(profil="package")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    ocivet.Options(rules={"path/absolut": "deny"})  # type: ignore[dict-item] # pyright: ignore[reportArgumentType]
    ocivet.Options(allow=[{"rule": "path/absolute"}])  # type: ignore[typeddict-item] # pyright: ignore[reportArgumentType]
    report = ocivet.check(b"")
    report.verdict = "pass"  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]
    report.raise_for_findings("off")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    ocivet.fleet.check([7], out="results")  # type: ignore[list-item] # pyright: ignore[reportArgumentType]
    report.render("yaml")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def main(folder: pathlib.Path) -> None:
    every_source(folder / "package.tar")
    asyncio.run(every_asynchronous_source(folder / "package.tar"))
    every_value(ocivet.check(archive()))
    every_option({"digest": True})
    every_rule()
