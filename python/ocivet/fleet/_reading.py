"""Results, for those who look into them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from .._errors import UsageError
from ._store import Store
from ._tables import TABLES


def dataset(
    out: str | os.PathLike[str], table: str = "findings", *, storage: Mapping[str, Any] | None = None
) -> Any:
    """A table of the results in a folder as a `pyarrow.dataset.Dataset`.

    `UsageError` where the last run there has not come to its end: what is missing must not pass for what is
    not there.
    """
    if table not in TABLES:
        raise UsageError(f"table must be one of {', '.join(TABLES)}")
    store = Store(os.fspath(out), storage or {})
    store.load()
    if not store.exists:
        raise UsageError(f"{store.out} has no results")
    if not store.is_complete:
        raise UsageError(f"the run that writes to {store.out} has not ended; resume it")
    return store.dataset(table)
