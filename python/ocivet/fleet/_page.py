"""The summary as one HTML page that loads nothing."""

from __future__ import annotations

import html
from collections.abc import Iterable

from ._summary import Listed, RuleCount, Summary
from ._text import shown

_STYLE = """
:root{color-scheme:light dark}
body{max-width:62rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
table{width:100%;border-collapse:collapse;margin:.5rem 0 2rem}
th,td{text-align:left;padding:.35rem .75rem .35rem 0;border-bottom:1px solid #8884;vertical-align:top}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
code{font-family:ui-monospace,monospace;font-size:.85em}
.error,.deny{color:light-dark(#a8221c,#ff8d85)}
.warn{color:light-dark(#8a5a00,#efbd5c)}
.pass{color:light-dark(#23693a,#7fd099)}
"""


def page(summary: Summary) -> str:
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>ocivet fleet</title><style>{_STYLE}</style></head><body>",
        f"<h1>{summary.inputs:,} inputs</h1>",
        f"<p>{_size(summary.bytes)}, checked by ocivet {_text(summary.ocivet)}</p>",
        _table(("verdict", "inputs"), _verdicts(summary)),
        "<h2>What was found</h2>",
        _table(("severity", "rule", "findings", "inputs"), map(_rule, summary.rules)),
        "<h2>Inputs to look at</h2>",
        _table(("", "input", "why"), map(_listed, summary.listed)),
        _left_out(summary),
        "</body></html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _verdicts(summary: Summary) -> Iterable[str]:
    for name, count in [*summary.verdicts.items(), ("error", summary.errors)]:
        label = "not checked" if name == "error" else name
        yield f'<tr><td class="{_text(name)}">{_text(label)}</td>{_number(count)}</tr>'


def _rule(row: RuleCount) -> str:
    severity = _text(row.severity)
    counts = _number(row.findings) + _number(row.inputs)
    return f'<tr><td class="{severity}">{severity}</td><td><code>{_text(row.rule)}</code></td>{counts}</tr>'


def _listed(row: Listed) -> str:
    problem = _text(row.problem)
    return (
        f'<tr><td class="{problem}">{problem}</td><td><code>{_text(row.url)}</code></td>'
        f"<td>{_text(row.detail)}</td></tr>"
    )


def _left_out(summary: Summary) -> str:
    more = summary.errors + summary.verdicts["deny"] + summary.verdicts["warn"] - len(summary.listed)
    return f"<p>and {more:,} more: see the table <code>inputs</code></p>" if more else ""


def _table(heads: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f"<th{_alignment(name)}>{name}</th>" for name in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _alignment(name: str) -> str:
    return ' class="number"' if name in {"inputs", "findings"} else ""


def _number(count: int) -> str:
    return f'<td class="number">{count:,}</td>'


def _text(text: str) -> str:
    return html.escape(shown(text))


def _size(count: float) -> str:
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if count < 1024:
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.1f} TiB"
