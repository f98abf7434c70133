"""How the bytes of an input are brought, and what says that they are still the same."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from .._sources import READ
from ._engines import fsspec

REGISTRY = "docker"
"""The scheme of references to images in registries, as Skopeo has it."""

BLOCK = 8 << 20
"""Bytes that are read from an object store at once, and kept, for each check."""

_S3, _HTTP = {"s3", "s3a"}, {"http", "https"}

_SILENCE = 60
"""Seconds of silence after which a read over HTTP has failed."""


def protocol_of(url: str) -> str:
    """Of an URL; that of a path is `file`."""
    match = re.match("([A-Za-z][A-Za-z0-9+.-]*)://", url)
    if match is None:
        return "file"
    protocol = match[1].lower()
    return "file" if protocol == "local" else protocol


def file_system(url: str, storage: Mapping[str, Any]) -> tuple[Any, str]:
    """The file system of an URL, and the path in it.

    Not by `url_to_fs`, for which a name with `::` in it, as a listing may have, stands for other places too.
    """
    protocol = protocol_of(url)
    kind: Any = fsspec.get_filesystem_class(protocol)
    options = {**_defaults(protocol), **kind._get_kwargs_from_urls(url), **storage.get(protocol, {})}
    return fsspec.filesystem(protocol, **options), str(kind._strip_protocol(url))


def _defaults(protocol: str) -> dict[str, Any]:
    if protocol in _S3:
        return {"use_listings_cache": False}
    if protocol in _HTTP:
        import aiohttp

        timeout = aiohttp.ClientTimeout(total=None, sock_connect=_SILENCE, sock_read=_SILENCE)
        # The bytes as they are kept by the server: those are what a digest is of.
        return {
            "use_listings_cache": False,
            "client_kwargs": {"timeout": timeout, "auto_decompress": False},
            "headers": {"Accept-Encoding": "identity"},
        }
    return {}


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a file of a file system, and the identity of what they are read from."""

    chunks: Iterator[bytes]
    identity: str | None


@contextlib.contextmanager
def opened(url: str, storage: Mapping[str, Any], timeout: float, settle: float) -> Generator[Source]:
    """A file to be read once, from its start to its end, within so many seconds."""
    protocol = protocol_of(url)
    system, path = file_system(url, storage)
    how: dict[str, Any] = {}
    if protocol in _HTTP:
        # One request, so that all bytes are of one answer; and none for the size, which is not needed.
        how = {"block_size": 0, "size": 1}
    elif protocol in _S3:
        how = {"block_size": BLOCK, "cache_type": "readahead"}
    with system.open(path, "rb", **how) as file:
        identity = None
        if protocol in _HTTP:
            headers = file.r.headers
            told = {name: headers[name] for name in ("ETag", "Last-Modified") if name in headers}
            told |= {"size": headers.get("Content-Length"), "url": file.r.url}
            identity = _of_answer(told, settle)
        elif protocol in _S3:
            identity = _of_object(file.details, settle)
        yield Source(_until(time.monotonic() + timeout, file, timeout), identity)


def _until(deadline: float, file: Any, timeout: float) -> Iterator[bytes]:
    while chunk := file.read(READ):
        yield chunk
        if time.monotonic() > deadline:
            raise TimeoutError(f"not read to its end within {timeout:g} s")


def identity(place: str, storage: Mapping[str, Any], fetch: Sequence[str], settle: float) -> str | None:
    """What does not stay the same when the bytes change; `None` where nothing is known to be so.

    Of a file, it is to be taken before anything is read: what is written later has another one. What changed
    less than `settle` seconds ago has none, as it may change again within one tick of the clock that tells.
    """
    protocol = protocol_of(place)
    if protocol == REGISTRY:
        return _pinned(place, fetch)
    if protocol == "file":
        return _of_file(place, settle)
    if protocol in _S3:
        system, path = file_system(place, storage)
        return _of_object(system.info(path, refresh=True), settle)
    if protocol in _HTTP:
        system, path = file_system(place, storage)
        return _of_answer(system.info(path), settle)
    return None


def _pinned(reference: str, fetch: Sequence[str]) -> str | None:
    """A digest says what is fetched for this kind of machine, but not what refers to it."""
    pinned = re.search(r"@(sha(?:256|512):[0-9a-f]+)$", reference)
    return f"digest {pinned[1]} {os.uname().machine}" if pinned and "--referrers" not in fetch else None


def _of_file(path: str, settle: float) -> str | None:
    status = os.stat(path)
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        raise ValueError("neither a file nor a folder")
    if stat.S_ISDIR(status.st_mode) or not _is_settled(status.st_ctime, settle):
        return None
    fields = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    return f"file {' '.join(map(str, fields))}"


def _of_object(info: Mapping[str, Any], settle: float) -> str | None:
    """The entity tag may be an MD5, of which two files can be made; when it was put, nobody chooses."""
    tag, changed = info.get("ETag"), info.get("LastModified")
    if not tag or not isinstance(changed, datetime) or not _is_settled(changed.timestamp(), settle):
        return None
    return f"object {tag} {info['size']} {changed.isoformat()} {info.get('VersionId') or '-'}"


def _of_answer(info: Mapping[str, Any], settle: float) -> str | None:
    tag, changed = str(info.get("ETag", "")), str(info.get("Last-Modified", ""))
    if not tag.startswith('"') or info.get("size") is None:
        return None
    if changed:
        try:
            when = parsedate_to_datetime(changed)
        except ValueError:
            return None
        if not _is_settled(when.replace(tzinfo=when.tzinfo or UTC).timestamp(), settle):
            return None
    return f"answer {tag} {info['size']} {changed or '-'} {info.get('url')}"


def _is_settled(changed: float, settle: float) -> bool:
    return changed <= time.time() - settle
