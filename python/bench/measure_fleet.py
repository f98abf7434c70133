"""The measurements of `fleet`: `measure_fleet.py FOLDER`."""

from __future__ import annotations

import gzip
import hashlib
import http.server
import io
import json
import os
import pathlib
import random
import sys
import tarfile
import threading
import time
from collections.abc import Iterator

import distributed
import ocivet.fleet

SMALL = bool(os.environ.get("SMALL"))
IMAGES, ROUNDS = (8, 1) if SMALL else (24, 7)
FILES = 60 if SMALL else 1500
LARGE = (64 << 20) if SMALL else (2560 << 20)
MIB = 1 << 20


def entry(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    archive.addfile(info, io.BytesIO(data))


def tar_of(files: Iterator[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in files:
            entry(archive, name, data)
    return buffer.getvalue()


def layer_files() -> Iterator[tuple[str, bytes]]:
    """Half of the bytes can be compressed, as in programs and texts."""
    numbers = random.Random(1)
    for number in range(FILES):
        pieces = (numbers.randbytes(64) + b"the same text again and again, " * 2 for _ in range(512))
        yield f"usr/lib/{number}", b"".join(pieces)


def image() -> bytes:
    """What `docker save` gives for an image of one layer."""
    layer = tar_of(layer_files())
    diff_id = f"sha256:{hashlib.sha256(layer).hexdigest()}"
    config = json.dumps(
        {
            "architecture": "amd64",
            "os": "linux",
            "config": {},
            "rootfs": {"type": "layers", "diff_ids": [diff_id]},
            "history": [{"created_by": "COPY"}],
        }
    ).encode()
    name = f"{hashlib.sha256(config).hexdigest()}.json"
    manifest = [{"Config": name, "RepoTags": ["example.com/team/app:1"], "Layers": ["layer.tar.gz"]}]
    packed = gzip.compress(layer, 6, mtime=0)
    print(f"an image: {len(packed) / MIB:.1f} MiB, {len(layer) / MIB:.1f} MiB unpacked, {FILES} files")
    parts = [(name, config), ("layer.tar.gz", packed), ("manifest.json", json.dumps(manifest).encode())]
    return tar_of(iter(parts))


def cpu_seconds(client: distributed.Client) -> float:
    return sum(client.run(time.process_time).values())


def cluster(workers: int) -> distributed.LocalCluster:
    return distributed.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0")


def scaling(folder: pathlib.Path) -> None:
    data = image()
    paths = [folder / f"image-{number}.tar" for number in range(IMAGES)]
    for path in paths:
        path.write_bytes(data)
    total = len(data) * len(paths) / MIB
    print(f"{'workers':>8} {'s':>8} {'MiB/s':>8} {'speed-up':>9} {'MiB for a CPU second of a worker':>34}")
    alone = 0.0
    for workers in sorted({1, *(2**n for n in range(1, 8) if 2**n <= cores()), cores()}):
        with cluster(workers) as made, distributed.Client(made) as client:
            client.wait_for_workers(workers)
            ocivet.fleet.check(paths[:workers], out=folder / f"warm-{workers}", client=client)
            taken: list[float] = []
            before = cpu_seconds(client)
            for number in range(ROUNDS):
                began = time.perf_counter()
                summary = ocivet.fleet.check(paths, out=folder / f"out-{workers}-{number}", client=client)
                taken.append(time.perf_counter() - began)
                assert summary.verdicts["deny"] == summary.errors == 0 and summary.inputs == IMAGES
            used = (cpu_seconds(client) - before) / ROUNDS
        least = min(taken)
        alone = alone or least
        print(f"{workers:8} {least:8.2f} {total / least:8.0f} {alone / least:9.2f} {total / used:34.0f}", flush=True)


def cores() -> int:
    return len(os.sched_getaffinity(0))


def large_archive() -> Iterator[bytes]:
    info = tarfile.TarInfo("usr/large")
    info.size = LARGE
    yield info.tobuf()
    for _ in range(LARGE // MIB):
        yield bytes(MIB)
    yield bytes(1024)


class Large(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(512 + LARGE + 1024))
        self.end_headers()
        if self.command == "GET":
            for chunk in large_archive():
                self.wfile.write(chunk)

    do_HEAD = do_GET

    def log_message(self, *_: object) -> None:
        pass


def peak() -> int:
    text = pathlib.Path("/proc/self/status").read_text()
    return int(text.split("VmHWM:")[1].split()[0]) << 10


def memory(folder: pathlib.Path) -> None:
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), Large) as server,
        cluster(1) as made,
        distributed.Client(made) as client,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        # What a small input takes is the libraries' own.
        small = folder / "small.tar"
        small.write_bytes(tar_of(iter([("usr/small", b"")])))
        ocivet.fleet.check([small], out=folder / "small", client=client)
        (before,) = client.run(peak).values()
        began = time.perf_counter()
        summary = ocivet.fleet.check([f"{address}/large.tar"], out=folder / "large", client=client)
        taken = time.perf_counter() - began
        (after,) = client.run(peak).values()
        server.shutdown()
    assert summary.errors == 0 and summary.bytes == 512 + LARGE + 1024
    print(
        f"{LARGE / MIB:.0f} MiB over HTTP in {taken:.1f} s: a worker has {after / MIB:.0f} MiB at most, "
        f"{(after - before) / MIB:.0f} MiB more than for an empty archive"
    )


def main(folder: str) -> None:
    place = pathlib.Path(folder)
    print(f"{cores()} cores, Python {sys.version.split()[0]}, ocivet {ocivet.__version__}")
    memory(place)
    scaling(place)


if __name__ == "__main__":
    main(sys.argv[1])
