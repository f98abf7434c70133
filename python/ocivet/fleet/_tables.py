"""The tables, and the rows that a report becomes in them. What they say is the report's; nothing is judged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from ._engines import pa
from ._work import Outcome

TABLES = ("inputs", "images", "layers", "findings")

Row = dict[str, Any]


def _fields(texts: str = "", numbers: str = "", lists: str = "") -> list[tuple[str, Any]]:
    kinds = ((texts, pa.string()), (numbers, pa.int64()), (lists, pa.list_(pa.string())))
    return [(name, kind) for names, kind in kinds for name in names.split()]


_PLACE = _fields("blob member entry stream pointer", "offset length line")

SCHEMAS: dict[str, Any] = {
    "inputs": pa.schema(
        [
            *_fields(
                "url status verdict kind digest error identity ocivet options report",
                "size deny warn info suppressed omitted attempts",
                "compression",
            ),
            ("checked", pa.timestamp("us", tz="UTC")),
        ]
    ),
    "images": pa.schema(_fields("url platform manifest config", "image layers", "references")),
    "layers": pa.schema(
        _fields(
            "url digest diff_id media_type compression", "image layer size uncompressed_size entries"
        )
    ),
    "findings": pa.schema(
        [
            *_fields("url rule severity message suppressed", "finding"),
            *_PLACE,
            ("related", pa.list_(pa.struct(_PLACE))),
        ]
    ),
}


def rows_of(outcome: Outcome, options: str, version: str) -> dict[str, list[Row]]:
    """The rows of one input."""
    url = outcome.input.url
    row: Row = {
        "url": url,
        "status": "checked" if outcome.report is not None else "error",
        "error": outcome.error,
        "identity": outcome.identity,
        "ocivet": version,
        "options": options,
        "attempts": outcome.attempts,
        "checked": datetime.now(UTC),
    }
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    rows["inputs"].append(row)
    if outcome.report is not None:
        report = json.loads(outcome.report)
        source = report["input"]
        row |= {name: source[name] for name in ("kind", "size", "digest", "compression")}
        row |= report["counts"] | {"verdict": report["verdict"], "report": outcome.report}
        row["omitted"] = sum(more["count"] for more in report["omitted"])
        rows["images"] = list(_images(url, report))
        rows["layers"] = list(_layers(url, report))
        rows["findings"] = list(_findings(url, report))
    return rows


def _images(url: str, report: Row) -> Iterator[Row]:
    for number, image in enumerate(report["images"]):
        yield image | {"url": url, "image": number, "layers": len(image["layers"])}


def _layers(url: str, report: Row) -> Iterator[Row]:
    for number, image in enumerate(report["images"]):
        for depth, layer in enumerate(image["layers"]):
            yield layer | {"url": url, "image": number, "layer": depth}


def _findings(url: str, report: Row) -> Iterator[Row]:
    for number, finding in enumerate(report["findings"]):
        suppressed = finding.get("suppressed")
        yield {
            **{name: finding[name] for name in ("rule", "severity", "message")},
            **_place(finding["location"]),
            "url": url,
            "finding": number,
            "suppressed": suppressed and suppressed["reason"],
            "related": [_place(location) for location in finding.get("related", ())],
        }


def _place(location: Row) -> Row:
    region = location.get("region")
    return {**location, "line": region and region["line"]}


def table(name: str, rows: Iterable[Row]) -> Any:
    """An Arrow table; keys of rows that its schema does not have are left out."""
    schema = SCHEMAS[name]
    kept = [{key: row.get(key) for key in schema.names} for row in rows]
    return pa.Table.from_pylist(kept, schema=schema)
