"""The report. `core/schema/report-1.schema.json` says the same of its JSON form."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal

from . import _native
from ._errors import UsageError, VerificationFailed

__all__ = [
    "Counts",
    "Finding",
    "Image",
    "Input",
    "Layer",
    "Location",
    "Omitted",
    "Report",
    "Suppression",
    "Tool",
]

Severity = Literal["info", "warn", "deny"]
Verdict = Literal["pass", "warn", "deny"]


@dataclass(frozen=True, slots=True)
class Location:
    """A place in the input."""

    blob: str | None
    """Digest of the member's bytes."""
    member: str | None
    """Entry of the outer archive."""
    entry: str | None
    """Entry of the layer or package."""
    stream: Literal["file", "archive", "blob", "layer"]
    """The byte stream that `offset` counts in."""
    offset: int | None
    """Bytes from the start of `stream`."""
    length: int | None
    """Bytes that the value or key of a document takes from `offset` on."""
    pointer: str | None
    """JSON pointer (RFC 6901) into a document."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """A finding is allowed by the configuration."""

    reason: str
    """The reason that the configuration gives."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found."""

    rule: str
    """The rule's id, `group/name`; ids are never renamed."""
    severity: Severity
    """How much it weighs."""
    message: str
    """One sentence without a full stop."""
    location: Location
    """Where it is."""
    related: tuple[Location, ...]
    """Other places that belong to it, such as the earlier of two duplicates."""
    suppressed: Suppression | None
    """Set where the configuration allows the finding: it does not count for the verdict then."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of an image."""

    digest: str | None
    """Digest of the stored bytes; none where the blob is missing."""
    diff_id: str | None
    """Digest of the decompressed bytes."""
    media_type: str | None
    """The descriptor's media type; none in a docker-archive."""
    compression: Literal["bzip2", "gzip", "xz", "zstd"] | None
    """How it is compressed."""
    size: int
    """Bytes as stored."""
    uncompressed_size: int
    """Bytes after decompression."""
    entries: int
    """Entries of its tar."""


@dataclass(frozen=True, slots=True)
class Image:
    """One image of the input."""

    references: tuple[str, ...]
    """Names that the input gives it."""
    platform: str | None
    """`os/architecture[/variant]`."""
    manifest: str | None
    """Digest of its manifest; none in a docker-archive without OCI parts."""
    config: str | None
    """Digest of its config."""
    layers: tuple[Layer, ...]
    """Its layers, from the lowest."""


@dataclass(frozen=True, slots=True)
class Input:
    """What was read."""

    name: str
    """The input's name as it was given."""
    kind: str
    """What it is."""
    size: int
    """Its size in bytes."""
    digest: str | None
    """Digest of all its bytes, where it was asked for or needed."""
    compression: tuple[Literal["bzip2", "gzip", "xz", "zstd"], ...]
    """How the whole input is compressed, outermost first."""


@dataclass(frozen=True, slots=True)
class Tool:
    """What made a report."""

    name: str
    """Always `ocivet`."""
    version: str
    """Its version."""
    capabilities: tuple[str, ...]
    """What it can read beyond plain archives, sorted."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Number of findings by severity."""

    deny: int
    """At deny."""
    warn: int
    """At warn."""
    info: int
    """At info."""
    suppressed: int
    """Allowed by the configuration, at any severity."""


@dataclass(frozen=True, slots=True)
class Omitted:
    """Findings of one rule and severity that are counted but not listed."""

    rule: str
    """The rule's id."""
    severity: Severity
    """Their severity."""
    count: int
    """How many."""
    suppressed: Suppression | None
    """Set where the configuration allows all findings of the rule."""


@dataclass(frozen=True, slots=True)
class Report:
    """What ocivet says about one input."""

    schema: str
    """Names the schema of the JSON form; its key there is `$schema`."""
    schema_version: int
    """Version of that form. It changes when a key is removed or gets another meaning."""
    tool: Tool
    """What made the report."""
    input: Input
    """What was read."""
    verdict: Verdict
    """The answer: `deny` means do not unpack."""
    counts: Counts
    """Findings by severity, those that are not listed included, suppressed ones apart."""
    images: tuple[Image, ...]
    """The images of the input, in the order in which it names them."""
    findings: tuple[Finding, ...]
    """The findings, sorted by place and rule."""
    omitted: tuple[Omitted, ...]
    """Findings that are counted but not listed."""
    _text: str = field(repr=False, compare=False)
    _native: _native.Report = field(repr=False, compare=False)

    @property
    def ok(self) -> bool:
        """Nothing was found that speaks against unpacking: the verdict is not `deny`."""
        return self.verdict != "deny"

    def raise_for_findings(self, level: Severity = "deny") -> None:
        """Raises `VerificationFailed` where something was found at this severity or above it."""
        levels: tuple[Severity, ...] = ("deny", "warn", "info")
        if level not in levels:
            raise UsageError(f"level must be one of {', '.join(levels)}")
        if any(getattr(self.counts, name) for name in levels[: levels.index(level) + 1]):
            raise VerificationFailed(self)

    def to_json(self) -> str:
        """The JSON form: what `ocivet check --format json` prints, to the byte."""
        return self._text

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as dictionaries and lists."""
        return dict(json.loads(self._text))

    def render(
        self,
        format: str = "text",
        *,
        color: bool = False,
        detail: Literal["verdict", "findings", "full"] = "findings",
    ) -> str:
        """The report in one of the formats of `ocivet check --format`.

        `color` and `detail` are for the format `text`.
        """
        return self._native.render(format, color=color, detail=detail)

    def __str__(self) -> str:
        return self.render("text").rstrip("\n")


def from_native(native: _native.Report) -> Report:
    """The report around that of the driver."""
    text = native.render("json")
    keys = json.loads(text)
    return Report(
        schema=keys["$schema"],
        schema_version=keys["schema_version"],
        tool=Tool(**_lists(keys["tool"])),
        input=Input(**_lists(keys["input"])),
        verdict=keys["verdict"],
        counts=Counts(**keys["counts"]),
        images=tuple(map(_image, keys["images"])),
        findings=tuple(map(_finding, keys["findings"])),
        omitted=tuple(map(_omitted, keys["omitted"])),
        _text=text,
        _native=native,
    )


def _lists(keys: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in keys.items()}


def _image(keys: dict[str, Any]) -> Image:
    layers = tuple(Layer(**layer) for layer in keys["layers"])
    return Image(**_lists({**keys, "layers": layers}))


def _finding(keys: dict[str, Any]) -> Finding:
    related = tuple(Location(**location) for location in keys["related"])
    location = Location(**keys["location"])
    suppressed = _suppression(keys["suppressed"])
    return Finding(**{**keys, "location": location, "related": related, "suppressed": suppressed})


def _omitted(keys: dict[str, Any]) -> Omitted:
    return Omitted(**{**keys, "suppressed": _suppression(keys["suppressed"])})


def _suppression(keys: dict[str, Any] | None) -> Suppression | None:
    return keys and Suppression(**keys)
