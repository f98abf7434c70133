"""Options, as every front end of ocivet takes them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict, Unpack

from . import _native
from ._errors import UsageError
from ._generated import Digest, Kind, Level, LimitName, Profile, RuleId

__all__ = ["Allow", "Attestation", "OptionKeys", "Options", "Policy", "PolicyScope"]


class Allow(TypedDict):
    """A finding that is known and accepted: it stays in the report as suppressed."""

    rule: RuleId
    """The rule whose findings are accepted; one of the group `limit` is refused."""
    reason: str
    """Why it is accepted."""
    entry: NotRequired[str]
    """Only entries of this name, as reports show it: `*` within a component, `**` across them."""
    digest: NotRequired[Digest]
    """Only in the layer, or the image's manifest or config, that has this digest."""


class Attestation(TypedDict):
    """A signed statement that an image must have."""

    type: str
    """The type of its predicate, such as `https://slsa.dev/provenance/v1`."""
    keys: NotRequired[str | Sequence[str]]
    """Keys of which one must have signed it, else those of the scope."""


class PolicyScope(TypedDict, total=False):
    """What is decided for a scope."""

    require: Sequence[Literal["checksum", "digest", "signature"]]
    """What an image must show, or its name."""
    keys: str | Sequence[str]
    """Keys (PEM or OpenPGP) of which one must have signed the image and its attestations."""
    attestations: Sequence[str | Attestation]
    """Signed statements about the image that must be there, by their predicate types."""
    platforms: Sequence[str]
    """Platforms of which it must be for one, such as `linux/amd64`."""
    labels: Mapping[str, str]
    """Labels or annotations, and patterns for their values: `*` within a component, `**` across them."""
    profile: Profile
    """How its entries are judged, whatever kind they are."""
    rules: Mapping[RuleId, Level]
    """Other severities for what this scope decides."""


Policy = TypedDict(
    "Policy",
    {
        "trust": Sequence[str],
        "block": Sequence[str],
        "scope": Mapping[str, PolicyScope],
        "containers-policy": str,
        "registries-conf": Sequence[Mapping[str, Any]],
        "key-files": Mapping[str, str],
    },
    total=False,
)
Policy.__doc__ = """What is decided about names.

A scope is `*`, `*.example.com`, a registry, a registry with a namespace, a repository, or an image by tag or
digest; the most specific one that takes a name decides alone. `containers-policy` is the text of a
containers-policy.json(5), `registries-conf` files of the format containers-registries.conf(5), drop-ins behind
the file that they change. `key-files` are the files that the containers-policy.json names for keys, by their paths
there: PEM, armoured, or in base64.
"""


class OptionKeys(TypedDict, total=False):
    """The keys of the one JSON configuration of ocivet, with `_` where that has `-`."""

    name: str
    """What the report calls the input; else its path, or `-`."""
    kind: Kind
    """What the input is, where its content does not tell."""
    profile: Profile
    """Whether tar entries are judged as those of image layers or of a package."""
    rules: Mapping[RuleId, Level]
    """Other severities."""
    limits: Mapping[LimitName, int]
    """Other bounds."""
    expect: Sequence[Digest]
    """Digests that the archive, a manifest or a config must have."""
    digest: bool
    """Whether to report the digest of the whole input."""
    allow: Sequence[Allow]
    """Findings that do not count."""
    build_args: Mapping[str, str]
    """Values for the arguments of a Dockerfile."""
    policy: Policy
    """What is decided about names."""
    reference: str
    """The name that the input was fetched by."""
    checksums: str
    """The text of a list of checksums that must name the input."""
    checksums_signature: str
    """A signature apart from the list: OpenPGP, armoured or in base64."""
    keyring: str | Sequence[str]
    """Keys of which one must have signed the list: OpenPGP, armoured or in base64."""
    image_keys: str | Sequence[str]
    """Keys (PEM or OpenPGP) of which one must have signed each image."""
    image_signatures: str | Sequence[str]
    """What is signed apart from the image: sigstore bundles, DSSE envelopes, or a simple signing message in base64."""
    require_signature: bool
    """Whether the list must be signed, as `keyring` says too."""
    time: int
    """When keys must be valid, in seconds since 1970; else now."""


class Options:
    """What is looked for, and how it is judged.

    The keyword arguments are those of `OptionKeys`. They are checked at once:

    >>> Options(rules={"path/absolute": "deny"}, digest=True)
    Options(rules={'path/absolute': 'deny'}, digest=True)
    >>> Options(profil="package")
    Traceback (most recent call last):
    ocivet._errors.UsageError: unknown option profil; did you mean profile?
    """

    __slots__ = ("_text",)
    _text: str

    def __init__(self, **options: Unpack[OptionKeys]) -> None:
        keys = {key.replace("_", "-"): value for key, value in options.items()}
        try:
            text = json.dumps(keys, allow_nan=False, default=_plain)
        except (TypeError, ValueError) as error:
            raise UsageError(f"options are no JSON: {error}") from error
        _native.validate(text)
        object.__setattr__(self, "_text", text)

    @classmethod
    def from_json(cls, text: str) -> Options:
        """Options from the text of a JSON object."""
        _native.validate(text)
        options = object.__new__(cls)
        object.__setattr__(options, "_text", text)
        return options

    def to_json(self) -> str:
        """The text of a JSON object."""
        return self._text

    def to_dict(self) -> dict[str, Any]:
        """The options that were given."""
        return dict(json.loads(self._text))

    def replace(self, **options: Unpack[OptionKeys]) -> Options:
        """The same options, except those given here.

        >>> Options(kind="layer", digest=True).replace(digest=False)
        Options(kind='layer', digest=False)
        """
        return merged(self, options)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("options do not change; replace() makes others")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("options do not change; replace() makes others")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Options) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash(json.dumps(self.to_dict(), sort_keys=True))

    def __repr__(self) -> str:
        given = ((key.replace("-", "_"), value) for key, value in self.to_dict().items())
        return f"Options({', '.join(f'{key}={value!r}' for key, value in given)})"

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return Options.from_json, (self._text,)


def merged(options: Options | Mapping[str, Any] | None, given: Mapping[str, Any]) -> Options:
    """Some options, and on top of them those that were given apart."""
    if options is None:
        keys: dict[str, Any] = {}
    elif isinstance(options, Options):
        keys = options.to_dict()
    elif isinstance(options, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        keys = dict(options)
    else:
        raise UsageError(f"options must be Options or a mapping, not {type(options).__name__}")
    keys.update((key.replace("_", "-"), value) for key, value in given.items() if value is not None)
    try:
        return Options(**keys)
    except TypeError as error:
        # A key that is no text.
        raise UsageError(f"options are wrong: {error}") from error


_PLAIN: tuple[tuple[Any, Any], ...] = ((Mapping, dict), (Sequence, list))
_BYTES: Any = (bytes, bytearray, memoryview)


def _plain(value: Any) -> object:
    """What JSON has no word for, in its words."""
    for kind, plain in _PLAIN:
        if isinstance(value, kind) and not isinstance(value, _BYTES):
            return plain(value)
    raise TypeError(f"{type(value).__name__} is no JSON value")
