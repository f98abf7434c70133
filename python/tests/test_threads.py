"""Other threads, signals, progress: what goes on while a check runs."""

from __future__ import annotations

import io
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import ocivet
import pytest
from ocivet import _native, _running

from support import IMAGE, SAFE_PATH, cut

DATA = IMAGE.read_bytes()
BIG = DATA + bytes(64 << 20)
"""A check that takes some slices of time."""


def test_other_threads_run_while_one_checks(tmp_path: pathlib.Path) -> None:
    """The bytes of the fifo come from the thread that would stand still without the interpreter's lock."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    reports: list[ocivet.Report] = []
    thread = threading.Thread(target=lambda: reports.append(ocivet.check(fifo, name="-")))
    thread.start()
    with open(fifo, "wb") as file:
        for chunk in cut(DATA, 1000):
            file.write(chunk)
    thread.join(60)
    assert reports == [ocivet.check(DATA)]


def test_a_lone_wait_releases_the_lock() -> None:
    """Within one call into the module, not only between two."""
    check = _native.Check("{}")
    done = threading.Event()

    def close() -> None:
        check.push(DATA)
        check.close()
        done.set()

    sys.setswitchinterval(60)
    try:
        thread = threading.Thread(target=close)
        thread.start()
        assert check.wait(60) and done.is_set()
    finally:
        sys.setswitchinterval(0.005)
    thread.join()


def test_many_threads_check_at_once() -> None:
    expected = ocivet.check(DATA)
    reports: list[ocivet.Report] = []

    def work(number: int) -> None:
        for size in range(500 + number, 5000, 1000):
            reports.append(ocivet.check(cut(DATA, size), jobs=1 + number % 3))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(reports) == 16 * 5 and set(reports) == {expected}


def interrupted(check: Callable[[], object]) -> float:
    """Seconds from an interrupt to the end of a check that would never end."""
    sent = 0.0

    def interrupt(*_: object) -> None:
        nonlocal sent
        sent = time.monotonic()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.12)
    asked = time.monotonic() + 0.12
    try:
        with pytest.raises(KeyboardInterrupt):
            check()
        assert sent
        return time.monotonic() - asked
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def endless() -> Iterator[bytes]:
    while True:
        yield bytes(1 << 20)


def test_an_interrupt_ends_a_check_within_a_fifth_of_a_second(tmp_path: pathlib.Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    with open("/dev/zero", "rb") as zeros:
        for check in (
            lambda: ocivet.check(fifo),
            lambda: ocivet.check("/dev/zero"),
            lambda: ocivet.check(zeros),
            lambda: ocivet.check(endless()),
        ):
            # The machine may be busy: once of five will do.
            assert min(interrupted(check) for _ in range(5)) < 0.2


def test_a_stopped_check_soon_uses_no_time() -> None:
    for _ in range(5):
        interrupted(lambda: ocivet.check("/dev/zero"))
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        began = time.process_time()
        time.sleep(0.2)
        if time.process_time() - began < 0.05:
            return
    pytest.fail("threads go on")


def test_progress_ends_at_all_bytes(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "image.tar"
    path.write_bytes(BIG)
    sources: list[tuple[object, int | None]] = [
        (path, len(BIG)),
        (BIG, len(BIG)),
        (memoryview(BIG), len(BIG)),
        (io.BytesIO(BIG), len(BIG)),
        (cut(BIG, 1 << 20), None),
    ]
    for source, size in sources:
        told: list[tuple[int, int | None, str]] = []
        report = ocivet.check(source, progress=lambda *now: told.append(now))  # type: ignore[arg-type]
        assert report.input.size == len(BIG)
        assert told[-1][:2] == (len(BIG), size), type(source)
        assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
        assert {total for _, total, _ in told} <= {None, size}
        assert told[-1][2] == "repositories"


def test_progress_is_told_some_times_a_second() -> None:
    times: list[float] = []

    def chunks() -> Iterator[bytes]:
        yield DATA
        while len(times) < 6:
            yield b""
            time.sleep(0.005)

    ocivet.check(chunks(), progress=lambda *_: times.append(time.monotonic()))
    between = [after - before for before, after in zip(times, times[1:-1], strict=False)]
    assert min(between) >= _running.SLICE * 0.9


def test_an_exception_of_progress_ends_the_check() -> None:
    for source in (IMAGE, DATA, endless()):
        with pytest.raises(ZeroDivisionError):
            ocivet.check(source, progress=lambda *_: 1 / 0)
    verifier = ocivet.Verifier(progress=lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        verifier.feed(DATA)
    with pytest.raises(ocivet.UsageError, match="is closed"):
        verifier.finish()


@pytest.fixture
def panics() -> type[_native.Check]:
    if not hasattr(_native.Check, "_panicking"):
        pytest.fail("a build for users cannot be made to panic: build with `--profile dev`")
    return _native.Check


def test_a_panic_is_an_internal_error(panics: type[_native.Check]) -> None:
    check = panics._panicking("the text")  # type: ignore[attr-defined]
    assert check.wait(60)
    with pytest.raises(ocivet.InternalError, match="internal error: the text; this is a fault of ocivet"):
        check.report()
    with pytest.raises(ocivet.InternalError, match="internal error: another"):
        _native._panic("another")  # type: ignore[attr-defined]
    assert ocivet.check(DATA).ok


def test_no_thread_to_be_had_is_an_internal_error() -> None:
    """The stack that is asked for is larger than what a process may have."""
    code = "import ocivet\ntry: ocivet.check(b'')\nexcept ocivet.InternalError as e: print(e)"
    environment = {**SAFE_PATH, "RUST_MIN_STACK": str(1 << 47)}
    said = subprocess.check_output([sys.executable, "-c", code], env=environment, text=True)
    assert said.startswith("no thread can be started: ")


def test_the_interpreter_ends_while_a_check_runs() -> None:
    code = "import ocivet, sys; v = ocivet.Verifier(); v.feed(bytes(1 << 20)); sys.exit(7)"
    for ending in (code, code.replace("sys.exit(7)", "v._running = None; sys.exit(7)")):
        ran = subprocess.run([sys.executable, "-c", ending], env=SAFE_PATH, capture_output=True, timeout=60)
        assert (ran.returncode, ran.stderr) == (7, b"")
