"""The results of a run as they come in, on top of those of earlier runs."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any, NamedTuple

from .._errors import InternalError
from ._engines import pa
from ._store import Store
from ._tables import TABLES, Row, rows_of, table
from ._work import Outcome

_ROWS, _TEXT, _SECONDS = 1000, 32 << 20, 60.0
"""Inputs, characters of their reports, and seconds after which a part is written."""


class Known(NamedTuple):
    """What an earlier run left about an input."""

    part: str
    identity: str | None
    """Only where it was checked by the same version with the same options."""


class Results:
    def __init__(self, store: Store, options: str, version: str) -> None:
        self._store = store
        self._options, self._version = options, version
        self.known: dict[str, Known] = {}
        self._forget()
        for part in store.parts:
            self._learn(part)

    def _forget(self) -> None:
        self._rows: dict[str, list[Row]] = {name: [] for name in TABLES}
        self._text = 0
        self._since = time.monotonic()

    def _learn(self, part: str) -> None:
        columns = ["url", "status", "identity", "ocivet", "options"]
        for row in self._store.read("inputs", part, columns).to_pylist():
            is_usable = row["status"] == "checked" and (row["ocivet"], row["options"]) == (
                self._version,
                self._options,
            )
            self.known[row["url"]] = Known(part, row["identity"] if is_usable else None)

    def take(self, outcome: Outcome) -> None:
        if outcome.is_same:
            return
        for name, rows in rows_of(outcome, self._options, self._version).items():
            self._rows[name] += rows
        self._text += len(outcome.report or "")
        is_due = time.monotonic() - self._since >= _SECONDS
        if is_due or self._text >= _TEXT or len(self._rows["inputs"]) >= _ROWS:
            self.flush()

    def flush(self) -> None:
        """What came in counts from here on, whatever becomes of this process."""
        rows = self._rows
        if not rows["inputs"]:
            return
        part = self._store.add({name: table(name, rows[name]) for name in TABLES})
        self._store.commit([*self._store.parts, part], is_complete=False)
        for row in rows["inputs"]:
            self.known[row["url"]] = Known(part, None)
        self._forget()

    def finish(self, urls: Collection[str]) -> None:
        """The results are those of these inputs, each once."""
        self.flush()
        wanted = set(urls)
        parts: list[str] = []
        rows = 0
        for part in self._store.parts:
            kept, count = self._pruned(part, wanted)
            parts += [kept] if count else []
            rows += count
        if rows != len(wanted):
            raise InternalError(f"{rows} rows for {len(wanted)} inputs in {self._store.out}")
        self._store.commit(parts, is_complete=True)
        self._store.clean()

    def _pruned(self, part: str, wanted: set[str]) -> tuple[str, int]:
        """A part without what a later one has, or what is not wanted any more, and how many inputs it has."""
        urls = self._store.read("inputs", part, ["url"])["url"].to_pylist()
        kept = [url for url in urls if url in wanted and self.known[url].part == part]
        if 0 < len(kept) < len(urls):
            part = self._store.add({name: _only(self._store.read(name, part), kept) for name in TABLES})
        return part, len(kept)


def _only(rows: Any, urls: list[str]) -> Any:
    wanted = set(urls)
    return rows.filter(pa.array([url in wanted for url in rows["url"].to_pylist()], pa.bool_()))
