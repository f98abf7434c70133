"""The measurements of `run`: `measure.py COMMAND FOLDER`."""

from __future__ import annotations

import os
import pathlib
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import ocivet

ROUNDS = 7
CHUNK = 1 << 20


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_turn(*works: Callable[[], object]) -> list[float]:
    """The median times of several works, done in turn so that what disturbs one disturbs the others."""
    rounds = [[seconds(work) for work in works] for _ in range(ROUNDS)]
    return [statistics.median(times) for times in zip(*rounds[1:], strict=True)]


def row(what: str, mine: float, other: float) -> None:
    print(f"{what:58} {mine:8.3f} {other:8.3f} {mine / other:6.3f}", flush=True)


def command(binary: str, path: pathlib.Path) -> Callable[[], object]:
    arguments = [binary, "check", "--no-config", "-q", str(path)]
    return lambda: subprocess.run(arguments, stdout=subprocess.DEVNULL, check=True)


def against_the_command(binary: str, folder: pathlib.Path) -> None:
    script = pathlib.Path(sys.executable).with_name("ocivet")
    for name in ("docker.tar", "oci.tar", "million.tar"):
        path = folder / name
        row(f"check({name!r}) against the command", *in_turn(lambda: ocivet.check(path), command(binary, path)))
        row(f"the wheel's command on {name} against it", *in_turn(command(str(script), path), command(binary, path)))


def by_other_ways(folder: pathlib.Path) -> None:
    path = folder / "docker.tar"
    data = path.read_bytes()

    def from_file() -> object:
        with open(path, "rb") as file:
            return ocivet.check(file)

    def chunks() -> object:
        view = memoryview(data)
        return ocivet.check(bytes(view[at : at + CHUNK]) for at in range(0, len(data), CHUNK))

    for what, way in (("bytes", lambda: ocivet.check(data)), ("an open file", from_file), ("a generator", chunks)):
        row(f"check of {what} against its path", *in_turn(way, lambda: ocivet.check(path)))


def by_threads(folder: pathlib.Path) -> None:
    data = (folder / "docker.tar").read_bytes()

    def one() -> object:
        return ocivet.check(data, jobs=1)

    def many() -> None:
        threads = [threading.Thread(target=one) for _ in range(cores)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    cores = min(4, len(os.sched_getaffinity(0)))
    row(f"{cores} threads on {cores} inputs against one on one", *in_turn(many, one))


def interrupts() -> None:
    def interrupt() -> float:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        asked = time.monotonic() + 0.3
        try:
            ocivet.check("/dev/zero")
        except KeyboardInterrupt:
            return time.monotonic() - asked
        raise AssertionError("no interrupt")

    signal.signal(signal.SIGALRM, signal.default_int_handler)
    times = [interrupt() for _ in range(20)]
    print(f"interrupt to the end of check: median {statistics.median(times):.3f} s, at most {max(times):.3f} s")


def main(binary: str, folder: str) -> None:
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, ocivet {ocivet.__version__}")
    print(f"{'':58} {'s':>8} {'other s':>8} {'ratio':>6}")
    against_the_command(binary, pathlib.Path(folder))
    by_other_ways(pathlib.Path(folder))
    by_threads(pathlib.Path(folder))
    interrupts()


if __name__ == "__main__":
    main(*sys.argv[1:])
