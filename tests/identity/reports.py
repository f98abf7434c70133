"""The Python package's reports, as text, for the cases on standard input: one list for each kind of source."""

import asyncio
import io
import json
import pathlib
import sys
from collections.abc import AsyncIterator, Iterator

import ocivet


def cut(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


async def later(data: bytes) -> AsyncIterator[bytes]:
    for chunk in cut(data, 70_001):
        yield chunk


def fed(data: bytes, options: ocivet.Options) -> ocivet.Report:
    with ocivet.Verifier(options=options, jobs=1) as verifier:
        for chunk in cut(data, 511):
            verifier.feed(chunk)
        return verifier.finish()


SOURCES = {
    "a path": lambda file, options: ocivet.check(file, options=options),
    "bytes": lambda file, options: ocivet.check(file.read_bytes(), options=options),
    "a file object": lambda file, options: ocivet.check(io.BytesIO(file.read_bytes()), options=options),
    "an iterable": lambda file, options: ocivet.check(cut(file.read_bytes(), 777), options=options),
    "an asynchronous iterable": lambda file, options: asyncio.run(
        ocivet.acheck(later(file.read_bytes()), options=options)
    ),
    "a verifier that is fed": lambda file, options: fed(file.read_bytes(), options),
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
