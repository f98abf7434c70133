"""Options, as every front end of ocivet takes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from . import _native
from ._errors import UsageError

__all__ = ["Options"]


class Options:
    """What is looked for, and how it is judged.

    The keyword arguments are the keys of the one JSON configuration of ocivet. They are checked at once:

    >>> Options(rules={"path/absolute": "deny"}, digest=True)
    Options(rules={'path/absolute': 'deny'}, digest=True)
    >>> Options(profil="package")
    Traceback (most recent call last):
    ocivet._errors.UsageError: unknown option profil; did you mean profile?
    """

    __slots__ = ("_text",)
    _text: str

    def __init__(self, **options: Any) -> None:
        try:
            text = json.dumps(options, allow_nan=False, ensure_ascii=False)
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

    def replace(self, **options: Any) -> Options:
        """The same options, except those given here."""
        return Options(**{**self.to_dict(), **options})

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("options do not change; replace() makes others")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Options) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash(json.dumps(self.to_dict(), sort_keys=True))

    def __repr__(self) -> str:
        return f"Options({', '.join(f'{key}={value!r}' for key, value in self.to_dict().items())})"

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return Options.from_json, (self._text,)


def merged(options: Options | Mapping[str, Any] | None, **given: Any) -> dict[str, Any]:
    """The keys of some options, and on top of them those that were given apart."""
    if isinstance(options, Options):
        keys = options.to_dict()
    elif options is None:
        keys = {}
    elif isinstance(options, Mapping):
        keys = dict(options)
    else:
        raise UsageError(f"options must be Options or a mapping, not {type(options).__name__}")
    keys.update((key, value) for key, value in given.items() if value is not None)
    return keys
