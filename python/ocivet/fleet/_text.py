"""Texts from outside."""

from __future__ import annotations

LONGEST = 1000
"""Characters of the text of an error that are kept."""


def storable(text: str) -> str:
    """A name as Unicode: bytes of a file name that are no UTF-8 become escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


def shown(text: str) -> str:
    """A text for people: what is no printable character, as those that turn text around, becomes an escape."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in storable(text)
    )


def told(error: BaseException) -> str:
    """An exception as one line, cut."""
    line = f"{type(error).__name__}: {shown(str(error))}".removesuffix(": ")
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
