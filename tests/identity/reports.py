"""The Python package's reports, as text, for the cases on standard input: one list for each kind of source."""

from __future__ import annotations

import asyncio
import json
import pathlib
import sys
from collections.abc import AsyncIterator, Callable

import ocivet

from support import BYTES, cut


async def later(data: bytes) -> AsyncIterator[bytes]:
    for chunk in cut(data, 70_001):
        yield chunk


def fed(data: bytes, options: ocivet.Options) -> ocivet.Report:
    with ocivet.Verifier(options=options, jobs=1) as verifier:
        for chunk in cut(data, 511):
            verifier.feed(chunk)
        return verifier.finish()


def through(make: Callable[[bytes], object]) -> Callable[[pathlib.Path, ocivet.Options], ocivet.Report]:
    return lambda file, options: ocivet.check(make(file.read_bytes()), options=options)


SOURCES = {
    "path": lambda file, options: ocivet.check(file, options=options),
    **{way: through(make) for way, make in BYTES.items()},
    "asynchronous": lambda file, options: asyncio.run(ocivet.acheck(later(file.read_bytes()), options=options)),
    "fed": lambda file, options: fed(file.read_bytes(), options),
}

cases = json.load(sys.stdin)
for case in cases:
    case["options"] = ocivet.Options.from_json(json.dumps(case["options"]))
if sys.argv[1] == "name":
    ways = {"text": [ocivet.check_name(case["text"], options=case["options"]).to_json() for case in cases]}
else:
    ways = {
        way: [check(pathlib.Path(case["file"]), case["options"]).to_json() for case in cases]
        for way, check in SOURCES.items()
    }
json.dump(ways, sys.stdout)
