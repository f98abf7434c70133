"""Vets what `pip download` brought, before anything of it is installed or built.

    pip download --dest downloads --no-deps --no-binary :all: SOMETHING
    python vet_downloads.py downloads vetted
    pip install --no-index --find-links vetted SOMETHING

Those that pass are copied to the second folder: the very bytes that were verified, whatever becomes of the first
folder meanwhile. Wheels are zip files, which ocivet does not read: they are named and left behind.

pip unpacks an sdist and asks its back-end for metadata when it downloads it, too: let it do so where nothing can be
lost, and install only what was vetted where something can.
"""

from __future__ import annotations

import pathlib
import shutil
import sys

import ocivet

SDIST = (".tar.gz", ".tar.bz2", ".tar.xz", ".tgz", ".tar")


def vet(path: pathlib.Path, vetted: pathlib.Path) -> bool:
    """Copies one download where it may be installed; false where it may not."""
    if not path.name.endswith(SDIST):
        print(f"left behind: {path.name} is no tarball")
        return False
    try:
        with ocivet.verified(path, kind="package") as file, open(vetted / path.name, "xb") as copy:
            shutil.copyfileobj(file, copy)
    except ocivet.VerificationFailed as failure:
        print(failure.report)
        return False
    print(f"vetted: {path.name}")
    return True


def main(downloads: str, vetted: str) -> int:
    place = pathlib.Path(vetted)
    place.mkdir(parents=True, exist_ok=True)
    results = [vet(path, place) for path in sorted(pathlib.Path(downloads).iterdir())]
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
