"""`ocivet.Options`."""

from __future__ import annotations

import copy
import pickle
import types
from typing import Any, get_args

import ocivet
import pytest

from support import IMAGE

KEY = """-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEaVW5ABYJKwYBBAHaRw8BAQdA6l4taf8MJhc0QZglBkLA+JEb1e6Ixu06yYG6
r8Q55bK0IVB1Ymxpc2hlciA8cHVibGlzaGVyQGV4YW1wbGUuY29tPoiQBBMWCAA4
FiEEnIZXsRdnf5xyK19aIUGno/ej9usFAmlVuQACGwMFCwkIBwIGFQoJCAsCBBYC
AwECHgECF4AACgkQIUGno/ej9uuMHwEAwkMhrMR6GAQGyNLvPBEdVD+re5NKv3ux
nCJpEt8L+yMA/jIjpiYmUwnHlz/VPFHsucrAb5rMAZsDtAVTnMAdm8YN
=pA1N
-----END PGP PUBLIC KEY BLOCK-----
"""

IMAGE_KEY = """-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----
"""


def test_options_are_values() -> None:
    options = ocivet.Options(rules={"path/absolute": "deny"}, limits={"entries": 10}, digest=True)
    assert options.to_dict() == {
        "rules": {"path/absolute": "deny"},
        "limits": {"entries": 10},
        "digest": True,
    }
    assert ocivet.Options.from_json(options.to_json()) == options
    assert eval(repr(options), {"Options": ocivet.Options}) == options
    assert options.replace(digest=False) == ocivet.Options(
        digest=False, limits={"entries": 10}, rules={"path/absolute": "deny"}
    )
    assert len({options, options.replace(digest=True), ocivet.Options()}) == 2
    for again in (pickle.loads(pickle.dumps(options)), copy.deepcopy(options)):
        assert again == options and hash(again) == hash(options)


def test_options_do_not_change() -> None:
    options = ocivet.Options()
    with pytest.raises(AttributeError, match="replace"):
        options._text = "{}"
    with pytest.raises(AttributeError, match="replace"):
        del options._text


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"profil": "package"}, "unknown option profil; did you mean profile"),
        ({"rules": {"path/absolut": "deny"}}, "unknown rule path/absolut; did you mean path/absolute"),
        ({"limits": {"entrys": 1}}, "unknown limit entrys; did you mean entries"),
        ({"kind": "docker"}, "option kind must be one of docker-archive, "),
        ({"rules": {"path/absolute": "fatal"}}, "must be one of off, info, warn, deny"),
        ({"limits": {"entries": -1}}, "a whole number of 0 or more"),
        ({"limits": {"entries": 1.5}}, "a whole number of 0 or more"),
        ({"limits": {"entries": float("nan")}}, "options are no JSON"),
        ({"digest": "yes"}, "option digest must be true or false"),
        ({"expect": ["sha256:ABC"]}, "a list of digests"),
        ({"allow": [{"rule": "path/absolute"}]}, "reason must be a text that says why"),
        ({"name": "\udcff"}, "no JSON"),
        ({"name": b"bytes"}, "bytes is no JSON value"),
        ({"rules": {1: "deny"}}, "unknown rule 1"),
    ],
)
def test_what_is_not_known_is_refused_at_once(wrong: Any, text: str) -> None:
    for call in (
        lambda: ocivet.Options(**wrong),
        lambda: ocivet.check(b"", options=wrong),
        lambda: ocivet.Verifier(wrong),
        lambda: ocivet.Options().replace(**wrong),
    ):
        with pytest.raises(ocivet.UsageError, match=text):
            call()


@pytest.mark.parametrize("text", ["", "[]", "7", '{"name": "a"', '{"nane": "a"}'])
def test_wrong_json_is_refused(text: str) -> None:
    with pytest.raises(ocivet.UsageError, match="no JSON object|did you mean name"):
        ocivet.Options.from_json(text)


@pytest.mark.parametrize("options", [7, "text", [("name", "a")], {7: 8}])
def test_what_are_no_options_is_refused(options: Any) -> None:
    with pytest.raises(ocivet.UsageError, match="options"):
        ocivet.check(b"", options=options)


def test_any_mapping_and_sequence_will_do() -> None:
    rules = types.MappingProxyType({"entry/setuid": "deny"})
    report = ocivet.check(IMAGE, options=types.MappingProxyType({"rules": rules, "expect": ()}))
    assert report.counts.deny == 1


def test_every_typed_key_and_name_is_known() -> None:
    values: dict[str, Any] = {
        "name": "a",
        "rules": {rule: level for rule in get_args(ocivet.RuleId) for level in get_args(ocivet.Level)},
        "limits": {limit: 7 for limit in get_args(ocivet.LimitName)},
        "expect": [],
        "digest": True,
        "allow": [],
        "build_args": {"TAG": "1"},
        "policy": {"block": ["docker.io"]},
        "reference": "example.com/app:1",
        "checksums": "",
        "checksums_signature": "AAAA",
        "keyring": [KEY],
        "image_keys": IMAGE_KEY,
        "image_signatures": [],
        "require_signature": True,
        "time": 1_767_225_600,
    }
    for kind in get_args(ocivet.Kind):
        for profile in get_args(ocivet.Profile):
            keys = {"kind": kind, "profile": profile, **values}
            assert set(keys) == set(ocivet.OptionKeys.__annotations__)
            options = ocivet.Options(**keys)
            assert options == ocivet.Options(**options.to_dict()) == eval(repr(options), vars(ocivet))
            assert options.to_dict()["build-args"] == {"TAG": "1"}
