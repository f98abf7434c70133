"""What a run comes to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal, get_args

from .._errors import UsageError
from .._generated import Severity, Verdict
from ._store import Store
from ._text import shown

MOST = 1000
"""Inputs that a page lists."""

Problem = Literal["error", "deny", "warn"]
_LEVELS: tuple[Severity, ...] = get_args(Severity)

Rules = dict[tuple[str, Severity], list[int]]
"""Findings and inputs of each rule at each severity."""


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule found something."""

    rule: str
    """Its id, `group/name`."""
    severity: Severity
    """That of the findings that are counted here."""
    findings: int
    """Those in the reports that are not suppressed; what reports leave out beyond their limits is not counted."""
    inputs: int
    """Inputs that have such findings."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An input that was refused, warned of, or not checked."""

    url: str
    """As it stands in the results."""
    problem: Problem
    """`error` where it was not checked, else the verdict."""
    detail: str
    """The error, or the rules."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run comes to: inputs by verdict, which rules found something, and what to look at first."""

    out: str
    """Where the results are: a folder, or an URL."""
    ocivet: str
    """The version that checked."""
    inputs: int
    """All of the run, with those that were not checked."""
    unchanged: int
    """Inputs of which an earlier run's results hold; nothing was read."""
    errors: int
    """Inputs that were not checked."""
    bytes: int
    """Of all inputs that were checked, as they are stored."""
    verdicts: dict[Verdict, int]
    """Inputs of each verdict."""
    found: dict[Severity, int]
    """Inputs that have findings of this severity."""
    rules: tuple[RuleCount, ...]
    """From the severest, and from the most frequent."""
    listed: tuple[Listed, ...]
    """Errors, then what was denied, then what was warned of; at most 1,000 in all."""

    @property
    def ok(self) -> bool:
        """All inputs were checked, and nothing speaks against unpacking any."""
        return self.exit_code() == 0

    def exit_code(self, level: Severity = "deny") -> int:
        """2 where an input was not checked; else 1 where one has findings at this severity or above it; else 0."""
        if level not in _LEVELS:
            raise UsageError(f"level must be one of {', '.join(_LEVELS)}")
        if self.errors:
            return 2
        return int(any(self.found[name] for name in _LEVELS[_LEVELS.index(level) :]))

    def __str__(self) -> str:
        verdicts = ", ".join(f"{self.verdicts[name]:,} {name}" for name in get_args(Verdict))
        lines = [f"{self.inputs:,} inputs: {verdicts}, {self.errors:,} not checked"]
        if self.unchanged:
            lines.append(f"{self.unchanged:,} are what they were when they were checked before")
        for rule in self.rules[:10]:
            lines.append(f"  {rule.severity} {rule.rule}: {rule.findings:,} in {rule.inputs:,} inputs")
        if len(self.rules) > 10:
            lines.append(f"  and {len(self.rules) - 10:,} rules more")
        errors = [row for row in self.listed if row.problem == "error"]
        lines += [f"  not checked: {shown(row.url)}: {shown(row.detail)}" for row in errors[:10]]
        if self.errors > 10:
            lines.append(f"  and {self.errors - 10:,} more not checked")
        return "\n".join(lines)


def summarize(store: Store, version: str, unchanged: int) -> Summary:
    """Counts over the tables, part by part."""
    verdicts: dict[Verdict, int] = dict.fromkeys(get_args(Verdict), 0)
    found: dict[Severity, int] = dict.fromkeys(_LEVELS, 0)
    totals = Counter[str]()
    columns = ["url", "status", "verdict", "size", *_LEVELS, "error"]
    rules: Rules = {}
    listed: dict[Problem, list[Listed]] = {name: [] for name in get_args(Problem)}
    for part in store.parts:
        by_url = _count_rules(store.read("findings", part, ["url", "rule", "severity", "suppressed"]), rules)
        for row in store.read("inputs", part, columns).to_pylist():
            totals["inputs"] += 1
            totals["bytes"] += row["size"] or 0
            problem: Problem | Verdict = "error" if row["status"] != "checked" else row["verdict"]
            if problem == "error":
                totals["errors"] += 1
            else:
                verdicts[problem] += 1
                for name in _LEVELS:
                    found[name] += bool(row[name])
            _list_one(listed, problem, row, by_url)
    return Summary(
        out=store.out,
        ocivet=version,
        inputs=totals["inputs"],
        unchanged=unchanged,
        errors=totals["errors"],
        bytes=totals["bytes"],
        verdicts=verdicts,
        found=found,
        rules=_sorted_rules(rules),
        listed=tuple(row for rows in listed.values() for row in sorted(rows, key=lambda row: row.url))[:MOST],
    )


def _count_rules(findings: Any, rules: Rules) -> dict[str, dict[str, str]]:
    """Counts; gives the rules of each input with their severities."""
    by_url: dict[str, dict[str, str]] = {}
    seen: set[tuple[str, str, Severity]] = set()
    for row in findings.to_pylist():
        if row["suppressed"] is not None:
            continue
        key = (row["rule"], row["severity"])
        counts = rules.setdefault(key, [0, 0])
        counts[0] += 1
        if (row["url"], *key) not in seen:
            seen.add((row["url"], *key))
            counts[1] += 1
            by_url.setdefault(row["url"], {})[row["rule"]] = row["severity"]
    return by_url


def _list_one(
    listed: dict[Problem, list[Listed]],
    problem: Problem | Verdict,
    row: dict[str, Any],
    rules: dict[str, dict[str, str]],
) -> None:
    if problem == "pass" or len(listed[problem]) >= MOST:
        return
    named = [rule for rule, severity in rules.get(row["url"], {}).items() if severity == problem]
    detail = str(row["error"]) if problem == "error" else ", ".join(named)
    listed[problem].append(Listed(row["url"], problem, detail))


def _sorted_rules(rules: Rules) -> tuple[RuleCount, ...]:
    counted = [RuleCount(rule, severity, *counts) for (rule, severity), counts in rules.items()]
    return tuple(sorted(counted, key=lambda row: (-_LEVELS.index(row.severity), -row.inputs, row.rule)))
