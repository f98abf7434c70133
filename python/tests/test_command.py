"""The wheel's command, and `python -m ocivet`: what the binary does, they do."""

from __future__ import annotations

import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import ocivet
import pytest

from support import COMMAND, IMAGE, SAFE_PATH, SCRIPT, needs

WAYS = {
    "script": [str(SCRIPT)],
    "module": [sys.executable, "-m", "ocivet"],
}
ENVIRONMENT = {
    **{name: value for name, value in SAFE_PATH.items() if name not in {"NO_COLOR", "CI", "CLICOLOR_FORCE"}},
    "TERM": "xterm-256color",
}
ARGUMENTS = [
    [],
    ["--help"],
    ["-V"],
    ["check", "--help"],
    ["chekc"],
    ["check", "--formt", "json", "good.tar"],
    ["check", "good.tar"],
    ["check", "--no-config", "bad.tar"],
    ["check", "good.tar", "bad.tar", "missing.tar"],
    ["check", "--format", "json", "bad.tar"],
    ["check", "--format", "sarif", "good.tar", "bad.tar"],
    ["check", "--format=html", "bad.tar"],
    ["check", "--fail-on=info", "-q", "good.tar"],
    ["check", "--exit-zero", "-v", "bad.tar"],
    ["check", "--color=always", "bad.tar"],
    ["check", "missing.tar"],
    ["check", "a\udcff.tar"],
    ["check", "good.tar", "-o", "no/such/folder/report"],
    ["check", "-", "-"],
    ["check", "--config", "ocivet.toml", "good.tar"],
    ["rules"],
    ["explain", "path/parent-escape"],
    ["explain", "path/parent-escpe"],
    ["completions", "bash"],
]


@pytest.fixture
def place(tmp_path: pathlib.Path) -> pathlib.Path:
    needs(COMMAND)
    data = IMAGE.read_bytes()
    (tmp_path / "good.tar").write_bytes(data)
    (tmp_path / "bad.tar").write_bytes(data.replace(b"first line", b"first lime"))
    (tmp_path / os.fsdecode(b"a\xff.tar")).write_bytes(data)
    (tmp_path / "ocivet.toml").write_text('[rules]\n"entry/setuid" = "warn"\n')
    return tmp_path


def run(way: list[str], place: pathlib.Path, *args: str, **more: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*way, *args],
        cwd=place,
        env={**ENVIRONMENT, "HOME": str(place)},
        capture_output=True,
        timeout=60,
        **{"stdin": subprocess.DEVNULL, **more},  # type: ignore[call-overload]
    )


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=" ".join)
@pytest.mark.parametrize("way", WAYS)
def test_output_errors_and_exit_code_are_the_binarys(
    place: pathlib.Path, way: str, arguments: list[str]
) -> None:
    expected = run([str(COMMAND)], place, *arguments)
    ran = run(WAYS[way], place, *arguments)
    # The name of a file that was to be renamed at the end is another one each time.
    errors, wanted = (re.sub(rb"\.ocivet-\w+", b"", one.stderr) for one in (ran, expected))
    assert (ran.returncode, ran.stdout, errors) == (expected.returncode, expected.stdout, wanted)
    assert expected.returncode in (0, 1, 2)


@pytest.mark.parametrize("way", WAYS)
def test_the_exit_code_tells_what_was_found(place: pathlib.Path, way: str) -> None:
    codes = [run(WAYS[way], place, "check", name).returncode for name in ("good.tar", "bad.tar", "missing")]
    assert codes == [0, 1, 2]


@pytest.mark.parametrize("way", WAYS)
def test_a_pipe_is_an_input(place: pathlib.Path, way: str) -> None:
    for arguments in (["check", "-"], ["check"]):
        data = (place / "bad.tar").read_bytes()
        expected = run([str(COMMAND)], place, *arguments, stdin=None, input=data)
        ran = run(WAYS[way], place, *arguments, stdin=None, input=data)
        assert (ran.returncode, ran.stdout, ran.stderr) == (1, expected.stdout, b"")


@pytest.mark.parametrize("way", WAYS)
def test_a_report_goes_to_a_file(place: pathlib.Path, way: str) -> None:
    ran = run(WAYS[way], place, "check", "--format=json", "-o", "report.json", "good.tar")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")
    options = {"rules": {"entry/setuid": "warn"}}
    expected = ocivet.check(place / "good.tar", name="good.tar", options=options)
    assert (place / "report.json").read_text() == expected.to_json()


def on_terminal(way: list[str], place: pathlib.Path, *args: str, **environment: str) -> tuple[int, str]:
    """What a command writes to a terminal. Where `CI` is set it draws no progress."""
    leader, follower = pty.openpty()
    variables = {**ENVIRONMENT, "HOME": str(place), "CI": "1", **environment}
    with subprocess.Popen(
        [*way, *args],
        cwd=place,
        env={name: value for name, value in variables.items() if value},
        stdin=follower,
        stdout=follower,
        stderr=follower,
    ) as child:
        os.close(follower)
        written = b""
        try:
            while select.select([leader], [], [], 60)[0]:
                written += os.read(leader, 1 << 16)
        except OSError:
            pass
        os.close(leader)
    return child.returncode, written.decode()


@pytest.mark.parametrize("way", WAYS)
def test_colours_are_as_the_terminal_wants_them(place: pathlib.Path, way: str) -> None:
    for arguments, environment, colours in (
        (("check", "bad.tar"), {}, True),
        (("check", "bad.tar"), {"NO_COLOR": "1"}, False),
        (("check", "bad.tar"), {"TERM": "dumb", "CI": ""}, False),
        (("check", "--color=never", "bad.tar"), {}, False),
        (("--help",), {}, True),
        (("check", "missing.tar"), {}, True),
        (("check",), {}, True),
    ):
        expected = on_terminal([str(COMMAND)], place, *arguments, **environment)
        assert on_terminal(WAYS[way], place, *arguments, **environment) == expected
        assert ("\x1b[" in expected[1]) == colours, arguments


@pytest.mark.parametrize("way", WAYS)
def test_progress_is_drawn_on_a_terminal_and_taken_away(place: pathlib.Path, way: str) -> None:
    (place / "large").touch()
    os.truncate(place / "large", 1 << 28)
    arguments = ("check", "--no-config", "--digest", "--jobs=1", "large")
    _, written = on_terminal(WAYS[way], place, *arguments, CI="")
    assert re.search(r"256\.00 MiB", written) and "\x1b[2K" in written
    assert re.search(r"large: 256\.00 MiB in \d+\.\d{3} s", written)


@pytest.mark.parametrize("way", WAYS)
def test_a_reader_that_leaves_is_no_failure(place: pathlib.Path, way: str) -> None:
    for command in ([str(COMMAND)], WAYS[way]):
        read, write = os.pipe()
        os.close(read)
        ran = subprocess.run(
            [*command, "rules"], stdout=write, stderr=subprocess.PIPE, env=ENVIRONMENT, timeout=60
        )
        os.close(write)
        assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("closed", [0, 1, 2])
def test_a_closed_stream_is_no_place_for_files(place: pathlib.Path, way: str, closed: int) -> None:
    """The file that is opened next must not become the output."""
    shell = f'exec "$@" {closed}>&-'
    arguments = ["check", "--format=json", "-o", "report.json", "--format=text", "bad.tar"]
    results = []
    for command in ([str(COMMAND)], WAYS[way]):
        ran = run(["sh", "-c", shell, "sh", *command], place, *arguments)
        results.append((ran.returncode, ran.stdout, ran.stderr, (place / "report.json").read_text()))
    assert results[0] == results[1]
    assert results[0][0] == 1 and results[0][3].startswith("{")


@pytest.mark.parametrize("way", WAYS)
def test_an_interrupt_ends_at_once(place: pathlib.Path, way: str) -> None:
    os.mkfifo(place / "fifo")
    for command in ([str(COMMAND)], WAYS[way]):
        child = subprocess.Popen(
            [*command, "check", "-o", "report", "fifo"],
            cwd=place,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        # It waits in a read by then: the fifo can be opened for writing once it was opened for reading.
        with open(place / "fifo", "wb"):
            began = time.monotonic()
            child.send_signal(signal.SIGINT)
            assert child.communicate(timeout=60) == (b"", b"")
            took = time.monotonic() - began
        assert child.returncode == 130 and took < 5
        assert not (place / "report").exists()


@pytest.mark.parametrize("way", WAYS)
def test_a_termination_ends_as_any_process_does(place: pathlib.Path, way: str) -> None:
    os.mkfifo(place / "fifo")
    child = subprocess.Popen([*WAYS[way], "check", "fifo"], cwd=place, env=ENVIRONMENT)
    with open(place / "fifo", "wb"):
        child.terminate()
        assert child.wait(60) == -signal.SIGTERM


def test_the_interpreter_of_others_is_left_alone() -> None:
    """Checks by the package change no handler of signals; only the command does."""
    before: Callable[..., object] | int | None = signal.getsignal(signal.SIGINT)
    ocivet.check(IMAGE)
    ocivet.explain("path")
    assert signal.getsignal(signal.SIGINT) is before
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
