"""Where the inputs of `ocivet.fleet` may lie, and its command."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import distributed
import ocivet
import ocivet.fleet
import pytest
import s3fs
from ocivet.fleet._command import main
from ocivet.fleet._opening import opened

from fleet_support import client, expected, file_answer, http_server, reports, rows
from support import IMAGE, SAFE_PATH, SCRIPT, tool

__all__ = ["client"]
GOOD = IMAGE.read_bytes()
BAD = GOOD.replace(b"first line", b"first lime")


@pytest.fixture
def s3() -> Iterator[tuple[s3fs.S3FileSystem, dict[str, Any]]]:
    """A server that speaks S3, and the arguments of its file system."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    arguments = {"key": "a", "secret": "b", "client_kwargs": {"endpoint_url": f"http://{host}:{port}"}}
    try:
        system = s3fs.S3FileSystem(**arguments, use_listings_cache=False, skip_instance_cache=True)
        for bucket in ("images", "results"):
            system.call_s3("create_bucket", Bucket=bucket)
        yield system, {"s3": arguments}
    finally:
        server.stop()


def test_s3_holds_inputs_and_results(
    s3: tuple[s3fs.S3FileSystem, dict[str, Any]], client: distributed.Client
) -> None:
    system, storage = s3
    # The name would stand for a chain of file systems, if a listing were trusted with that.
    hostile = "images/<b>\u202e&[a]*?::file://x.tar"
    large = GOOD + bytes(20 << 20)
    objects = {"images/good.tar": GOOD, "images/a/bad.tar": BAD, hostile: GOOD, "images/large.tar": large}
    for key, data in objects.items():
        system.pipe_file(key, data)
    urls = ["s3://images/**/*.tar", "s3://images/none.tar", "s3://nowhere/a.tar"]
    out = "s3://results/first"

    def run(**more: Any) -> ocivet.fleet.Summary:
        return ocivet.fleet.check(urls, out=out, client=client, storage=storage, settle=0, retries=0, **more)

    summary = run()
    wanted = {f"s3://{key}": data for key, data in objects.items()}
    found = reports(out, storage=storage)
    assert {url: text for url, text in found.items() if text} == {
        url: expected(data, url) for url, data in wanted.items()
    }
    assert set(found) - set(wanted) == set(urls[1:])
    assert (summary.inputs, summary.errors, summary.verdicts["deny"]) == (6, 2, 1)
    assert "not checked" in system.cat_file("results/first/summary.html").decode()
    # Another object of the same size under the same key.
    time.sleep(1.1)
    system.pipe_file("images/good.tar", BAD)
    again = run(resume=True)
    assert (again.inputs, again.errors, again.unchanged, again.verdicts["deny"]) == (6, 2, 3, 2)
    assert reports(out, storage=storage)["s3://images/good.tar"] == expected(BAD, "s3://images/good.tar")
    assert len(rows(out, "layers", storage=storage)) == 2 * 4
    with pytest.raises(ocivet.UsageError, match="has results"):
        run()
    # No bytes of two objects are taken for those of one.
    with opened("s3://images/large.tar", storage, 60, 0) as source, pytest.raises(s3fs.utils.FileExpired):
        next(source.chunks)
        system.pipe_file("images/large.tar", BAD + bytes(20 << 20))
        list(source.chunks)


def breaks(times: int, data: bytes) -> Any:
    """An answer that ends too early so many times."""
    left = [times]
    whole = file_answer(data)

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        if handler.command == "HEAD" or not left[0]:
            return whole(handler)
        left[0] -= 1
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data[: len(data) // 2])

    return answer


def status(code: int) -> Any:
    return lambda handler: handler.send_error(code)


def test_http_is_read_once_from_start_to_end(tmp_path: pathlib.Path, client: distributed.Client) -> None:
    import gzip

    packed = gzip.compress(GOOD)
    answers = {
        "/tagged.tar": file_answer(GOOD, ETag='"1"'),
        "/weak.tar": file_answer(GOOD, ETag='W/"1"'),
        "/plain.tar": file_answer(BAD),
        "/packed.tar.gz": file_answer(packed, Content_Encoding="gzip", ETag='"2"'),
        "/breaks.tar": breaks(2, GOOD),
        "/always.tar": breaks(99, GOOD),
        "/refused.tar": status(403),
        "/busy.tar": status(503),
    }
    out = tmp_path / "out"
    with http_server(answers) as (address, asked):
        urls = {name: f"{address}{name}" for name in [*answers, "/none.tar"]}

        def run() -> tuple[ocivet.fleet.Summary, dict[str, dict[str, Any]]]:
            asked.clear()
            summary = ocivet.fleet.check(
                urls.values(), out=out, client=client, settle=0, retries=2, resume=True
            )
            return summary, {row["url"].removeprefix(address): row for row in rows(out)}

        def gets(name: str) -> int:
            return asked.count(("GET", name))

        summary, found = run()
        assert set(found) == set(urls)
        for name, data in (
            ("/tagged.tar", GOOD),
            ("/weak.tar", GOOD),
            ("/plain.tar", BAD),
            ("/packed.tar.gz", packed),
            ("/breaks.tar", GOOD),
        ):
            assert found[name]["report"] == expected(data, urls[name]), name
        assert [found[name]["attempts"] for name in ("/tagged.tar", "/breaks.tar", "/always.tar")] == [1, 3, 3]
        assert [found[name]["attempts"] for name in ("/refused.tar", "/busy.tar", "/none.tar")] == [1, 3, 1]
        assert gets("/tagged.tar") == gets("/plain.tar") == 1 and gets("/breaks.tar") == 3
        assert (summary.errors, summary.exit_code()) == (4, 2)

        # Only a strong entity tag says that nothing changed.
        answers["/breaks.tar"] = file_answer(GOOD)
        again, _ = run()
        assert again.unchanged == 1 and gets("/tagged.tar") == 0
        assert gets("/weak.tar") == gets("/plain.tar") == 1
        answers["/tagged.tar"] = file_answer(BAD, ETag='"3"')
        _, found = run()
        assert found["/tagged.tar"]["verdict"] == "deny"

        # What a server says of a file it may not be the file that it then gives.
        new, old = file_answer(BAD, ETag='"4"'), file_answer(GOOD, ETag='"3"')
        answers["/tagged.tar"] = lambda handler: (new if handler.command == "HEAD" else old)(handler)
        _, found = run()
        assert found["/tagged.tar"]["verdict"] == "pass"
        answers["/tagged.tar"] = new
        _, found = run()
        assert found["/tagged.tar"]["verdict"] == "deny"


def answers(host: str) -> bool:
    address, port = host.split(":")
    with socket.socket() as asking:
        return asking.connect_ex((address, int(port))) == 0


def test_a_read_ends_in_time(tmp_path: pathlib.Path, client: distributed.Client) -> None:
    def drips(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(1 << 20))
        handler.end_headers()
        with contextlib.suppress(OSError):
            while handler.command == "GET":
                handler.wfile.write(b"x")
                time.sleep(0.02)

    with http_server({"/slow.tar": drips}) as (address, asked):
        began = time.monotonic()
        ocivet.fleet.check([f"{address}/slow.tar"], out=tmp_path, client=client, timeout=0.5, retries=1)
        assert time.monotonic() - began < 30
    (row,) = rows(tmp_path)
    assert "not read to its end within 0.5 s" in row["error"] and row["attempts"] == 2
    assert asked.count(("GET", "/slow.tar")) == 2


@contextlib.contextmanager
def registry(folder: pathlib.Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    configuration = {
        "version": "0.1",
        "http": {"addr": host},
        "log": {"accesslog": {"disabled": True}, "level": "error"},
        "storage": {"filesystem": {"rootdirectory": str(folder / "storage")}},
    }
    # JSON is YAML.
    (folder / "registry.yml").write_text(json.dumps(configuration))
    quiet: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([tool("docker-registry"), "serve", folder / "registry.yml"], **quiet) as child:
        try:
            until = time.monotonic() + 60
            while not answers(host):
                assert time.monotonic() < until, "the registry does not start"
                time.sleep(0.05)
            yield host
        finally:
            child.kill()


def test_images_come_from_a_registry(tmp_path: pathlib.Path, client: distributed.Client) -> None:
    skopeo, arguments = tool("skopeo"), ["--insecure-http", "--platform=linux/amd64"]
    out = tmp_path / "out"
    with registry(tmp_path) as host:
        name = f"{host}/team/app:1"
        copy = [skopeo, "copy", "-q", "--dest-tls-verify=false", f"docker-archive:{IMAGE}", f"docker://{name}"]
        subprocess.run(copy, check=True, timeout=60)
        asked = [skopeo, "inspect", "--tls-verify=false", "--format={{.Digest}}", f"docker://{name}"]
        pinned = f"docker://{name}@{subprocess.check_output(asked, text=True, timeout=60).strip()}"
        urls = [f"docker://{name}", pinned, f"docker://{host}/team/none:1", "docker://Not/A/Name"]
        options = {"digest": True, "rules": {"entry/setuid": "deny"}}

        def run() -> ocivet.fleet.Summary:
            return ocivet.fleet.check(
                urls, out=out, client=client, options=options, fetch=arguments, retries=0, resume=True
            )

        summary = run()
        fetched = tmp_path / "image.tar"
        subprocess.run(
            [SCRIPT, "fetch", "--no-config", "-q", *arguments, name, "-o", fetched], check=True, timeout=60
        )
        found = {row["url"]: row for row in rows(out)}
        for url in urls[:2]:
            wanted = expected(str(fetched), url, reference=url.removeprefix("docker://"), **options)
            assert found[url]["report"] == wanted
        assert "is not there" in found[urls[2]]["error"]
        # A name that is refused is asked for nowhere.
        named = ocivet.check_name("Not/A/Name", options={**options, "name": urls[3]})
        assert found[urls[3]]["report"] == named.to_json() and not named.ok
        assert (summary.errors, summary.verdicts["deny"]) == (1, 3)
        # A tag may have moved, a digest cannot.
        assert run().unchanged == 1


def fleet(place: pathlib.Path, *arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SCRIPT, "fleet", *arguments], cwd=place, env=SAFE_PATH, capture_output=True, text=True, timeout=120, **more
    )


def test_the_command_starts_a_cluster_and_tells_by_its_exit_code(tmp_path: pathlib.Path) -> None:
    (tmp_path / "good.tar").write_bytes(GOOD)
    (tmp_path / "bad.tar").write_bytes(BAD)
    for inputs, more, code in (("good.tar\n\n# none\n", [], 0), ("*.tar\n", ["--workers=1"], 1)):
        ran = fleet(tmp_path, f"--out={code}", "--inputs=-", *more, input=inputs)
        assert (ran.returncode, ran.stderr) == (code, "")
        assert "inputs: " in ran.stdout and f"results: {code}" in ran.stdout
        assert (tmp_path / str(code) / "summary.html").exists()
    names = ("good.tar", "bad.tar")
    assert reports(tmp_path / "1") == {name: expected(str(tmp_path / name), name) for name in names}


def test_an_interrupt_ends_the_command_and_its_workers(tmp_path: pathlib.Path) -> None:
    """From the keyboard it goes to all processes of the group."""
    begun = threading.Event()

    def waits(handler: http.server.BaseHTTPRequestHandler) -> None:
        begun.set()
        time.sleep(2)
        file_answer(GOOD)(handler)

    with http_server({"/a.tar": waits}) as (address, _):
        command = [SCRIPT, "fleet", "--out=out", f"{address}/a.tar"]
        with subprocess.Popen(
            command, cwd=tmp_path, env=SAFE_PATH, stderr=subprocess.PIPE, text=True, start_new_session=True
        ) as child:
            assert begun.wait(60)
            os.killpg(child.pid, signal.SIGINT)
            _, errors = child.communicate(timeout=60)
        assert (child.returncode, errors) == (130, "interrupted; --resume goes on\n")
        until = time.monotonic() + 20
        with pytest.raises(ProcessLookupError):
            while time.monotonic() < until:
                os.killpg(child.pid, 0)
                time.sleep(0.1)


def test_the_command_takes_what_the_function_takes(
    tmp_path: pathlib.Path,
    client: distributed.Client,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    pathlib.Path("good.tar").write_bytes(GOOD)
    pathlib.Path("bad.tar").write_bytes(BAD)
    pathlib.Path("urls").write_text("good.tar\nnone.tar\n")
    pathlib.Path("options.json").write_text('{"rules": {"entry/setuid": "warn"}}')
    scheduler = f"--scheduler={client.scheduler_info()['address']}"
    for arguments, code, part in (
        (["--out=a", "good.tar"], 0, "1 inputs: 1 pass"),
        (["--out=b", "good.tar", "bad.tar"], 1, "deny blob/digest-mismatch"),
        (["--out=c", "--inputs=urls"], 2, "not checked: none.tar: FileNotFoundError"),
        (["--out=d", "--options=options.json", "good.tar"], 0, "warn entry/setuid"),
        (["--out=e", "--options=options.json", "--fail-on=warn", "good.tar"], 1, "warn entry/setuid"),
        (["--out=a", "--resume", "--settle=0", "good.tar"], 0, "1 inputs"),
        (["--out=a", "--resume", "--settle=0", "good.tar"], 0, "1 are what they were"),
        (["--out=a", "--resume", "--settle=0", "--fetch=--referrers", "good.tar"], 0, "1 inputs"),
    ):
        assert main([*arguments, scheduler]) == code, arguments
        assert part in capsys.readouterr().out, arguments
    for arguments, part in (
        (["--out=a", "good.tar"], "has results"),
        (["--out=f"], "no inputs"),
        (["--out=f", "--options=none.json", "good.tar"], "none.json"),
        (["--out=f", "--storage=urls", "good.tar"], "urls is no JSON"),
        (["--out=f", "--jobs=0", "good.tar"], "jobs must be"),
    ):
        assert main([*arguments, scheduler]) == 2, arguments
        told = capsys.readouterr()
        assert part in told.err and not told.out, arguments
    for arguments, code, part in (
        (["--out=f", "--fail-on=never", "good.tar"], 2, "invalid choice"),
        (["good.tar"], 2, "--out"),
        (["--help"], 0, "examples:"),
    ):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == code and part in "".join(capsys.readouterr())


def test_without_the_extra_the_command_says_what_to_install() -> None:
    hidden = "import sys; sys.modules['distributed'] = None; sys.argv[1:] = ['fleet', 'a']; "
    code = f"{hidden}from ocivet.__main__ import main; sys.exit(main())"
    ran = subprocess.run([sys.executable, "-c", code], env=SAFE_PATH, capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "pip install 'ocivet[fleet]'" in ran.stderr
    code = "import sys, ocivet; sys.exit('distributed' in sys.modules or 'pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env=SAFE_PATH, timeout=60).returncode == 0
