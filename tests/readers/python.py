"""Lists tar archives as Python's `tarfile` reads them. See README.md."""

import json
import sys
import tarfile
from pathlib import Path

# CPython 3.11 goes back in the file where a size is negative.
MOST = 1_000_000


def octets(text):
    return text.encode("utf-8", "surrogateescape").hex()


def rows(path, entries):
    with tarfile.open(path, "r:", encoding="utf-8", errors="surrogateescape") as archive:
        for member in archive:
            entries.append({
                "name": octets(member.name),
                "type": member.type.decode("latin-1"),
                "size": member.size,
                "target": octets(member.linkname),
            })
            if len(entries) > MOST:
                raise ValueError("endless")


for path in sorted(Path(sys.argv[1]).iterdir()):
    entries, error = [], None
    try:
        rows(path, entries)
    except Exception as fault:
        error = f"{type(fault).__name__}: {fault}"
    print(json.dumps({"file": path.name, "error": error, "entries": entries}))
