"""`ocivet.rules` and `ocivet.explain`."""

from __future__ import annotations

import json
import subprocess
from typing import get_args

import ocivet
import pytest

from support import COMMAND, needs


def command(*args: str) -> str:
    return subprocess.check_output([needs(COMMAND), *args], text=True)


def test_rules_are_those_of_the_command() -> None:
    listed = json.loads(command("rules", "--format", "json"))
    rules = ocivet.rules()
    assert [rule.id for rule in rules] == [rule["id"] for rule in listed]
    assert tuple(rule.id for rule in rules) == get_args(ocivet.RuleId)
    for rule, keys in zip(rules, listed, strict=True):
        levels = ocivet.Levels(
            layer=ocivet.Grades(**keys["levels"]["layer"]),
            package=ocivet.Grades(**keys["levels"]["package"]),
        )
        assert rule == ocivet.Rule(
            **{**keys, "levels": levels, "sources": tuple(keys["sources"])}
        )


@pytest.mark.parametrize("name", ["path/parent-escape", "parent-escape", "path"])
def test_explanations_are_those_of_the_command(name: str) -> None:
    assert ocivet.explain(name) == command("explain", name)


def test_every_rule_is_explained() -> None:
    for rule in ocivet.rules():
        assert rule.summary in ocivet.explain(rule.id)
        assert "What it finds" in rule.explanation


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("path/parent-escpe", "there is no rule path/parent-escpe; did you mean path/parent-escape?"),
        ("xyzzy", "there is no rule xyzzy; ocivet rules lists them"),
        ("--help", "there is no rule --help; ocivet rules lists them"),
        ("\x1b[31m", r"there is no rule \u{1b}[31m; ocivet rules lists them"),
    ],
)
def test_what_is_no_rule_is_refused(name: str, text: str) -> None:
    with pytest.raises(ocivet.UsageError) as caught:
        ocivet.explain(name)
    assert str(caught.value) == text
