"""Names of images."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import _native
from ._errors import UsageError
from ._options import Options, merged
from ._report import Report, report_of

__all__ = ["check_name"]


def check_name(name: str, *, options: Options | Mapping[str, Any] | None = None) -> Report:
    """Judges the name of an image; nothing is fetched.

    Whether it is one, what it resolves to, what it may be taken for, and what the options' `policy` says about it.

    >>> report = check_name("rel7/rhel", options={"policy": {"trust": ["docker.io/rhel7"]}})
    >>> report.verdict, report.names[0].like
    ('warn', 'docker.io/rhel7/rhel')
    """
    if not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise UsageError(f"the name must be a text, not {type(name).__name__}")
    # What cannot be written as UTF-8 becomes a letter that no name has.
    text = name.encode("utf-8", "replace").decode()
    return report_of(_native.check_name(text, merged(options, {}).to_json()))
