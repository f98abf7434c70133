"""From JSON to the classes that stand for it."""

from __future__ import annotations

from dataclasses import is_dataclass
from functools import cache
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls)


def arguments(cls: Any, keys: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a class of data, from the JSON object that it stands for.

    Keys that it does not know are left out: later versions may have more of them. A list that is not there is
    empty.
    """
    return {name: value_of(hint, _given(hint, keys, name)) for name, hint in _hints(cls).items()}


def _given(hint: Any, keys: dict[str, Any], name: str) -> Any:
    return keys.get(name, ()) if get_origin(hint) is tuple else keys[name]


def value_of(hint: Any, value: Any) -> Any:
    """A value of a type, from its JSON form."""
    if is_dataclass(hint):
        return cast(Any, hint)(**arguments(hint, value))
    if get_origin(hint) is tuple:
        item_hint = get_args(hint)[0]
        return tuple(value_of(item_hint, item) for item in value)
    if get_origin(hint) is UnionType:
        return None if value is None else value_of(get_args(hint)[0], value)
    return value
