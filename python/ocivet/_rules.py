"""The rules and their texts, as the command gives them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from . import _native
from ._errors import UsageError
from ._generated import Level
from ._read import value_of

__all__ = ["Grades", "Levels", "Rule", "explain", "rules"]


@dataclass(frozen=True, slots=True)
class Grades:
    """What a rule weighs: in the plain case, and in the milder ones that its text names."""

    full: Level
    """In the plain case."""
    lesser: Level
    """In a milder case; that of `full` where the rule has none."""
    least: Level
    """In the mildest case; that of `lesser` where the rule has none."""


@dataclass(frozen=True, slots=True)
class Levels:
    """What a rule weighs, by profile."""

    layer: Grades
    """In image layers."""
    package: Grades
    """In other tarballs."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What one rule looks for."""

    id: str
    """`group/name`; never renamed."""
    summary: str
    """What it finds, in a few words."""
    levels: Levels
    """What it weighs where options do not say otherwise."""
    since: str
    """The first version that has it."""
    sources: tuple[str, ...]
    """Specifications, advisories and the like."""
    explanation: str
    """What it finds, why it matters, what to do, and when it is fine, in Markdown."""


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, sorted by id.

    >>> [rule.summary for rule in rules() if rule.id == "path/parent-escape"]
    ['entry name climbs above the root']
    """
    return tuple(value_of(Rule, rule) for rule in json.loads(_output("rules", "--format", "json")))


def explain(id: str) -> str:
    """What a rule looks for, which tool is fooled and how, what to do, and when it is fine.

    The text is that of `ocivet explain`, which also takes a group or the end of an id.

    >>> print(explain("path/parent-escape").splitlines()[0])
    path/parent-escape: entry name climbs above the root
    >>> explain("path/parent-escpe")
    Traceback (most recent call last):
    ocivet._errors.UsageError: there is no rule path/parent-escpe; did you mean path/parent-escape?
    """
    return _output("explain", "--", id)


def _output(*args: str) -> str:
    code, output, errors = _native.run(("ocivet", *args))
    if code != 0:
        raise UsageError(errors.removeprefix("error: ").rstrip())
    return output
