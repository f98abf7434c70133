"""What is to be checked: from what people write to one input for each name."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .._errors import UsageError
from ._engines import fsspec
from ._opening import REGISTRY, file_system, protocol_of
from ._text import storable


@dataclass(frozen=True, slots=True)
class Input:
    url: str
    """As it was written, or as its glob gave it: its name in the results, where it is unique."""
    place: str
    """What a worker opens: an absolute path, an URL, or a reference with its scheme."""
    fault: str | None = None
    """Why there is nothing to open."""


def expand(urls: Iterable[str | os.PathLike[str]], storage: Mapping[str, Any]) -> list[Input]:
    """The inputs, each once, in the order in which they are named."""
    found: dict[str, Input] = {}
    for url in urls:
        for made in _inputs(os.fspath(url), storage):
            known = found.setdefault(made.url, made)
            if known.place != made.place:
                raise UsageError(f"{made.url} stands for two inputs; rename one")
    return list(found.values())


def _inputs(url: str, storage: Mapping[str, Any]) -> Iterator[Input]:
    protocol = protocol_of(url)
    if protocol == "file":
        yield from _local(url, storage)
    elif protocol in {REGISTRY, "http", "https"} or not _is_glob(url):
        yield Input(storable(url), url)
    else:
        yield from _matches(url, storage)


def _local(url: str, storage: Mapping[str, Any]) -> Iterator[Input]:
    path = re.sub("^(file|local)://", "", url)
    # A file may have a name that looks like a glob.
    if os.path.lexists(path) or not _is_glob(path):
        yield Input(storable(url), os.path.abspath(path))
    else:
        yield from _matches(url, storage)


def _matches(url: str, storage: Mapping[str, Any]) -> Iterator[Input]:
    is_local = protocol_of(url) == "file"
    try:
        if is_local:
            names = _local_glob(re.sub("^(file|local)://", "", url))
        else:
            system, path = file_system(url, storage)
            names = [str(system.unstrip_protocol(name)) for name in sorted(system.glob(path))]
    except Exception as error:
        yield Input(storable(url), url, f"cannot list: {type(error).__name__}: {error}")
        return
    if not names:
        yield Input(storable(url), url, "nothing matches this")
    for name in names:
        yield Input(storable(name), os.path.abspath(name) if is_local else name)


def _local_glob(path: str) -> list[str]:
    """The files that match, relative where the pattern is."""
    system: Any = fsspec.filesystem("file")
    names = [str(name) for name in system.glob(os.path.abspath(path))]
    return sorted(names if os.path.isabs(path) else map(os.path.relpath, names))


def _is_glob(url: str) -> bool:
    return any(letter in url for letter in "*?[")
