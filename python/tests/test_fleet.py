"""`ocivet.fleet`: each input has its report, once, whatever happens to workers, servers and runs."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys

import dask
import distributed
import ocivet
import ocivet.fleet
import pytest
from ocivet.fleet import _inputs, _opening, _store, _work

from fleet_support import (
    archives,
    assert_tables_are_the_reports,
    client,
    cluster,
    expected,
    file_answer,
    http_server,
    pids,
    reports,
    rows,
)
from support import IMAGE, SAFE_PATH

__all__ = ["client"]
MANY = 2000
BAD = IMAGE.read_bytes().replace(b"first line", b"first lime")


def test_a_killed_worker_loses_nothing_and_doubles_nothing(tmp_path: pathlib.Path) -> None:
    paths = archives(tmp_path / "archives", MANY)
    out = tmp_path / "out"
    with cluster() as client:
        before = pids(client)

        def kill(done: int, total: int) -> None:
            assert total == MANY
            if done == MANY // 2:
                os.kill(before[0], signal.SIGKILL)

        summary = ocivet.fleet.check(paths, out=out, client=client, settle=0, progress=kill)
        assert summary.inputs == MANY and summary.errors == 0 and summary.unchanged == 0
        wanted = {str(path): expected(path, str(path)) for path in paths}
        assert reports(out) == wanted
        assert_tables_are_the_reports(out)
        verdicts = [json.loads(text)["verdict"] for text in wanted.values()]
        assert summary.verdicts == {name: verdicts.count(name) for name in ("pass", "warn", "deny")}
        assert all(summary.verdicts.values()) and summary.exit_code() == 1
        client.wait_for_workers(2, timeout=60)
        assert before[0] not in pids(client)

        # A second run reads what changed, and nothing else: even where size and time of change are as they were.
        changed, gone, unlisted = paths[0], paths[1], paths[2]
        data, status = changed.read_bytes(), changed.stat()
        changed.write_bytes(data[::-1])
        os.utime(changed, ns=(status.st_atime_ns, status.st_mtime_ns))
        gone.unlink()
        again = ocivet.fleet.check(
            [path for path in paths if path != unlisted], out=out, client=client, settle=0, resume=True
        )
    assert (again.inputs, again.unchanged, again.errors) == (MANY - 1, MANY - 3, 1)
    assert again.exit_code() == 2
    found = reports(out)
    assert found[str(changed)] == expected(changed, str(changed)) != wanted[str(changed)]
    assert found[str(gone)] is None and str(unlisted) not in found
    changes = {str(path) for path in (changed, gone, unlisted)}
    assert {url: text for url, text in found.items() if url not in changes} == {
        url: text for url, text in wanted.items() if url not in changes
    }
    assert_tables_are_the_reports(out)
    assert listed_parts(out) == set(_store_of(out).parts)


def _store_of(out: pathlib.Path) -> _store.Store:
    store = _store.Store(str(out), {})
    store.load()
    return store


def listed_parts(out: pathlib.Path) -> set[str]:
    return {path.stem for path in out.glob("*/part-*")}


def test_an_input_that_kills_its_worker_is_an_error(tmp_path: pathlib.Path) -> None:
    paths = archives(tmp_path / "archives", 30)
    with dask.config.set({"distributed.scheduler.allowed-failures": 1}), cluster(n_workers=1) as client:
        answer = file_answer(IMAGE.read_bytes())

        def kill(handler: object) -> None:
            for pid in pids(client):
                os.kill(pid, signal.SIGKILL)
            answer(handler)  # type: ignore[arg-type]

        with http_server({"/poison": kill}) as (address, _):
            urls = [*map(str, paths[:15]), f"{address}/poison", *map(str, paths[15:])]
            summary = ocivet.fleet.check(urls, out=tmp_path / "out", client=client)
    found = {row["url"]: row for row in rows(tmp_path / "out")}
    assert len(found) == len(urls) and summary.exit_code() == 2
    assert "no worker came to an end with it" in found[f"{address}/poison"]["error"]
    checked = {url: row["report"] for url, row in found.items() if row["status"] == "checked"}
    assert checked == {url: expected(url, url) for url in checked}
    assert len(checked) >= len(urls) - 3


KILLED = """
import os, pathlib, sys, ocivet.fleet
def kill(done, total):
    if done == 1100:
        os.kill(os.getpid(), 9)
if __name__ == "__main__":
    paths = sorted(map(str, pathlib.Path(sys.argv[1]).iterdir()))
    ocivet.fleet.check(paths, out=sys.argv[2], workers=2, settle=0, progress=kill)
"""


def test_a_killed_run_is_gone_on_from(tmp_path: pathlib.Path, client: distributed.Client) -> None:
    paths = archives(tmp_path / "archives", 1200)
    script, out = tmp_path / "killed.py", tmp_path / "out"
    script.write_text(KILLED)
    ran = subprocess.run([sys.executable, script, tmp_path / "archives", out], env=SAFE_PATH, timeout=120)
    assert ran.returncode == -signal.SIGKILL
    with pytest.raises(ocivet.UsageError, match="has not ended"):
        ocivet.fleet.dataset(out)
    with pytest.raises(ocivet.UsageError, match="has results"):
        ocivet.fleet.check(paths, out=out, client=client)
    # What was written and did not come to count.
    part = next(out.glob("findings/part-*"))
    shutil.copy(part, part.with_name(f"part-{'0' * 32}.parquet"))
    summary = ocivet.fleet.check(paths, out=out, client=client, settle=0, resume=True)
    assert (summary.inputs, summary.unchanged) == (1200, 1000)
    assert reports(out) == {str(path): expected(path, str(path)) for path in paths}
    assert_tables_are_the_reports(out)
    assert f"part-{'0' * 32}" not in listed_parts(out)


def test_what_fails_in_between_leaves_what_was_done(tmp_path: pathlib.Path, client: distributed.Client) -> None:
    paths = archives(tmp_path / "archives", 60)
    out = tmp_path / "out"

    def fail(done: int, _: int) -> None:
        if done == 20:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ocivet.fleet.check(paths, out=out, client=client, settle=0, progress=fail)
    with pytest.raises(ocivet.UsageError, match="has not ended"):
        ocivet.fleet.dataset(out)
    summary = ocivet.fleet.check(paths, out=out, client=client, settle=0, resume=True)
    assert (summary.inputs, summary.unchanged) == (60, 20)
    assert reports(out) == {str(path): expected(path, str(path)) for path in paths}


def test_other_options_and_versions_are_checked_anew(
    tmp_path: pathlib.Path, client: distributed.Client
) -> None:
    good, out = tmp_path / "good.tar", tmp_path / "out"
    good.write_bytes(IMAGE.read_bytes())

    def unchanged(**options: object) -> int:
        return ocivet.fleet.check(
            [good], out=out, client=client, settle=0, resume=True, options=options
        ).unchanged

    assert [unchanged(), unchanged(), unchanged(digest=True)] == [0, 1, 1]
    assert [unchanged(kind="docker-archive"), unchanged(kind="docker-archive"), unchanged()] == [0, 1, 0]
    # What keys say depends on the time, unless the options say what time it is.
    keys = {"policy": {"trust": ["example.com"]}}
    assert [unchanged(**keys), unchanged(**keys)] == [0, 0]
    assert [unchanged(**keys, time=1), unchanged(**keys, time=1)] == [0, 1]
    work = _work.Work(version="0", options=ocivet.Options(), jobs=1, retries=0, timeout=1, settle=0, storage={})
    refused = _work.run(work, _inputs.Input("a", "a"), None)
    assert refused.report is None and refused.error and "the worker has ocivet" in refused.error


def test_what_changed_just_now_is_read_again(tmp_path: pathlib.Path, client: distributed.Client) -> None:
    good, out = tmp_path / "good.tar", tmp_path / "out"
    good.write_bytes(IMAGE.read_bytes())
    for _ in range(2):
        assert ocivet.fleet.check([good], out=out, client=client, resume=True).unchanged == 0
    assert _opening.identity(str(good), {}, (), 60) is None
    assert _opening.identity(str(good), {}, (), 0)


def test_inputs_that_cannot_be_read_are_rows(tmp_path: pathlib.Path, client: distributed.Client) -> None:
    good, bad, pipe, out = (tmp_path / name for name in ("good.tar", "bad.tar", "pipe", "out"))
    good.write_bytes(IMAGE.read_bytes())
    bad.write_bytes(BAD)
    os.mkfifo(pipe)
    urls = [str(good), f"file://{bad}", str(tmp_path / "none"), f"{tmp_path}/*.zip", "nosuch://a", str(pipe), str(good)]
    summary = ocivet.fleet.check(urls, out=out, client=client)
    found = {row["url"]: row for row in rows(out)}
    assert list(found) and set(found) == set(urls)
    assert found[urls[0]]["report"] == expected(good, urls[0])
    assert found[urls[1]]["report"] == expected(bad, urls[1]) and found[urls[1]]["verdict"] == "deny"
    errors = [found[url]["error"] or "" for url in urls[2:6]]
    for error, part in zip(errors, ("FileNotFoundError", "nothing matches", "nosuch", "neither a file"), strict=True):
        assert part in error
    assert (summary.inputs, summary.errors, summary.exit_code()) == (6, 4, 2)
    text = str(summary)
    assert "6 inputs: 1 pass, 0 warn, 1 deny, 4 not checked" in text
    assert "deny blob/digest-mismatch: 1 in 1 inputs" in text and "nothing matches" in text


def test_arguments_are_checked(tmp_path: pathlib.Path) -> None:
    for wrong in (
        {"urls": "image.tar"},
        {"urls": []},
        {"workers": 0},
        {"jobs": 0},
        {"retries": -1},
        {"timeout": -1},
        {"settle": float("nan")},
        {"options": {"profil": "package"}},
    ):
        with pytest.raises(ocivet.UsageError):
            ocivet.fleet.check(**{"urls": ["a"], "out": tmp_path / "out", **wrong})  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()
    with pytest.raises(ocivet.UsageError, match="no results"):
        ocivet.fleet.dataset(tmp_path)
    (tmp_path / "fleet.json").write_text('{"format": 2}')
    with pytest.raises(ocivet.UsageError, match="later version"):
        ocivet.fleet.dataset(tmp_path)
    with pytest.raises(ocivet.UsageError, match="table must be"):
        ocivet.fleet.dataset(tmp_path, "rules")
    holder = _store.Store(str(tmp_path), {})
    holder.lock()
    with pytest.raises(ocivet.UsageError, match="another run"):
        ocivet.fleet.check(["a"], out=tmp_path)
    holder.unlock()


def test_names_are_shown_harmlessly(tmp_path: pathlib.Path, client: distributed.Client) -> None:
    hostile = "<script>alert(1)<\\x>&\"'\x1b[2J\u202e\n.tar"
    (tmp_path / "in").mkdir()
    path = os.fsencode(tmp_path / "in") + b"/\xff" + hostile.encode()
    pathlib.Path(os.fsdecode(path)).write_bytes(BAD)
    summary = ocivet.fleet.check([f"{tmp_path}/in/*", f"{hostile}-none"], out=tmp_path / "out", client=client)
    page = (tmp_path / "out" / "summary.html").read_text()
    assert summary.verdicts["deny"] == summary.errors == 1
    assert page.count("&lt;script&gt;alert(1)&lt;") == 2 and "<script" not in page
    for text in (page, str(summary)):
        assert "\x1b" not in text and "\u202e" not in text and "\\x1b[2J\\u202e\\n.tar" in text
    assert "blob/digest-mismatch" in page and "Content-Security-Policy" in page
    (row,) = (row for row in rows(tmp_path / "out") if row["status"] == "checked")
    assert row["url"].endswith(f"/\\udcff{hostile}")
