"""Archives that lie elsewhere: they are verified as they come, and are never written to a disk here.

    python remote_sources.py memory://image.tar https://example.com/image.tar s3://bucket/image.tar
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import fsspec
import requests

import ocivet

MIB = 1 << 20


def check_fsspec(url: str) -> ocivet.Report:
    """Any file system of fsspec: memory, S3, HTTP, a file in a zip, …"""
    opened: Any = fsspec.open(url, "rb")
    with opened as file:
        return ocivet.check(file, name=url)


def check_requests(url: str) -> ocivet.Report:
    """The body of a response of requests. What the server compressed for the way is decompressed."""
    with requests.get(url, stream=True, timeout=60) as response:
        response.raise_for_status()
        return ocivet.check(response.iter_content(MIB), name=url)


async def check_aiohttp(url: str) -> ocivet.Report:
    """The same beside an event loop."""
    import aiohttp

    async with aiohttp.ClientSession(raise_for_status=True) as session, session.get(url) as response:
        return await ocivet.acheck(response.content.iter_chunked(MIB), name=url)


if __name__ == "__main__":
    for url in sys.argv[1:]:
        print(check_fsspec(url))
        if url.startswith("http"):
            assert check_requests(url) == asyncio.run(check_aiohttp(url))
