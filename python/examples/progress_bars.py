"""Progress bars: `progress` is called with bytes done, bytes in all where that is known, and the member's name.

    python progress_bars.py tqdm image.tar
    python progress_bars.py rich image.tar
"""

from __future__ import annotations

import os
import sys

import rich.progress
import tqdm

import ocivet


def with_tqdm(path: str) -> ocivet.Report:
    with tqdm.tqdm(total=os.path.getsize(path), unit="B", unit_scale=True) as bar:
        return ocivet.check(path, progress=lambda done, total, member: bar.update(done - bar.n))


def with_rich(path: str) -> ocivet.Report:
    with rich.progress.Progress() as bars:
        bar = bars.add_task(path, total=None)
        return ocivet.check(
            path,
            progress=lambda done, total, member: bars.update(bar, completed=done, total=total, description=member),
        )


if __name__ == "__main__":
    ways = {"tqdm": with_tqdm, "rich": with_rich}
    print(ways[sys.argv[1]](sys.argv[2]))
