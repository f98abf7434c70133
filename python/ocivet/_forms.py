"""The forms of a report."""

from __future__ import annotations

import json
import zlib
from itertools import product
from typing import TYPE_CHECKING, Literal, Protocol, get_args

from ._errors import UsageError
from ._generated import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

Detail = Literal["verdict", "findings", "full"]
"""How much a report as text says."""


class Forms(Protocol):
    """What renders one report."""

    def render(self, format: str, *, color: bool = False, detail: str = "findings") -> str: ...


class KeptForms:
    """All forms of a report that was made elsewhere: only the process that verified can render."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed

    @classmethod
    def of(cls, forms: Forms) -> KeptForms:
        if isinstance(forms, cls):
            return forms
        texts = [
            (*key, forms.render(key[0], color=key[1], detail=key[2])) for key in _all_forms()
        ]
        return cls(zlib.compress(json.dumps(texts).encode()))

    def render(self, format: str, *, color: bool = False, detail: str = "findings") -> str:
        wanted = [format, color, detail] if format == "text" else [format, False, "findings"]
        for *key, text in json.loads(zlib.decompress(self._packed)):
            if key == wanted:
                return str(text)
        raise UsageError(
            f"format must be one of {', '.join(get_args(Format))}, "
            f"detail one of {', '.join(sorted(get_args(Detail)))}"
        )

    def __reduce__(self) -> tuple[type[KeptForms], tuple[bytes]]:
        return KeptForms, (self._packed,)


def _all_forms() -> Iterator[tuple[str, bool, str]]:
    for format in get_args(Format):
        if format == "text":
            for color, detail in product((False, True), get_args(Detail)):
                yield format, color, detail
        else:
            yield format, False, "findings"
