"""Stands in for docker where documentation is tried: keeps what it is given, and says what it has.

    docker.py KEPT load | image inspect … NAME | run NAME

`cli/tests/registry/engines.rs` has the real engines.
"""

import json
import shutil
import sys
import tarfile


def image(kept: str, name: str) -> str:
    """The ID of an image: the digest of its config."""
    with tarfile.open(kept) as archive:
        (listed,) = json.load(archive.extractfile("manifest.json"))
    if name not in listed["RepoTags"]:
        raise SystemExit(f"No such image: {name}")
    return "sha256:" + listed["Config"].rpartition("/")[2].removesuffix(".json")


def main() -> None:
    kept, word, *rest = sys.argv[1:]
    if word == "load":
        with open(kept, "wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
    elif word == "image":
        print(image(kept, rest[-1]))
    elif word == "run":
        image(kept, rest[-1])
    else:
        raise SystemExit(f"docker {word}?")


if __name__ == "__main__":
    main()
