"""What the tests of `ocivet.fleet` share: a cluster, servers of this machine, and many small archives."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import json
import os
import pathlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

import distributed
import ocivet
import ocivet.fleet
import pytest

from support import CASES, needs

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


@contextlib.contextmanager
def cluster(**more: Any) -> Iterator[distributed.Client]:
    """Two workers of one thread each, and a client."""
    settings = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, **more}
    with distributed.LocalCluster(**settings) as made, distributed.Client(made) as client:
        yield client


@pytest.fixture(scope="module")
def client() -> Iterator[distributed.Client]:
    with cluster() as connected:
        yield connected


def pids(client: distributed.Client) -> list[int]:
    return sorted(client.run(os.getpid).values())


def variants(data: bytes) -> Iterator[tuple[str, bytes]]:
    """An input and what is near it."""
    yield "tar", data
    yield "zeros", data + bytes(1024)
    yield "cut", data[: len(data) * 2 // 3]
    yield "gz", gzip.compress(data, 1, mtime=0)
    middle = len(data) // 2
    yield "flipped", data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :] if data else b"\0"


def archives(folder: pathlib.Path, count: int) -> list[pathlib.Path]:
    """So many files, of what the recipes make."""
    needs(CASES)
    folder.mkdir(exist_ok=True)
    made: list[pathlib.Path] = []
    for case in sorted(CASES.glob("*/input")):
        if not case.is_file() or case.stat().st_size > 100_000:
            continue
        for kind, data in variants(case.read_bytes()):
            path = folder / f"{case.parent.name}.{kind}"
            path.write_bytes(data)
            made.append(path)
            if len(made) == count:
                return made
    raise AssertionError(f"only {len(made)} archives")


def expected(path: pathlib.Path | str | bytes, url: str, **options: Any) -> str:
    return ocivet.check(path, options={"digest": True, "name": url, **options}).to_json()


def rows(out: object, table: str = "inputs", **more: Any) -> list[dict[str, Any]]:
    return list(ocivet.fleet.dataset(str(out), table, **more).to_table().to_pylist())


def reports(out: object, **more: Any) -> dict[str, str | None]:
    """The report of each input, each of which has one row."""
    found = rows(out, **more)
    by_url = {row["url"]: row["report"] for row in found}
    assert len(by_url) == len(found)
    return by_url


def assert_tables_are_the_reports(out: object) -> None:
    """Images, layers and findings are those of the reports, each once."""
    wanted: dict[str, list[tuple[object, ...]]] = {"images": [], "layers": [], "findings": []}
    for url, text in reports(out).items():
        report = json.loads(text) if text else {"images": [], "findings": []}
        for number, image in enumerate(report["images"]):
            wanted["images"].append((url, number, image["config"], image["references"]))
            for depth, layer in enumerate(image["layers"]):
                wanted["layers"].append((url, number, depth, layer["digest"], layer["size"]))
        for number, finding in enumerate(report["findings"]):
            place = finding["location"]
            wanted["findings"].append((url, number, finding["rule"], place["entry"], place["offset"]))
    columns = {
        "images": ("url", "image", "config", "references"),
        "layers": ("url", "image", "layer", "digest", "size"),
        "findings": ("url", "finding", "rule", "entry", "offset"),
    }
    for table, names in columns.items():
        found = [tuple(row[name] for name in names) for row in rows(out, table)]
        assert sorted(found, key=repr) == sorted(wanted[table], key=repr), table
        assert found, table


@contextlib.contextmanager
def http_server(answers: dict[str, Answer]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """A server on the loopback interface; gives its address, and what it is asked."""
    asked: list[tuple[str, str]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.command, self.path))
            answer = answers.get(self.path)
            if answer is None:
                self.send_error(404)
            else:
                answer(self)

        do_HEAD = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


def file_answer(data: bytes, **headers: str) -> Answer:
    """The answer with a file."""

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        if handler.command == "GET":
            handler.wfile.write(data)

    return answer
