"""A run: inputs go to workers, outcomes come back, results are written."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import uuid
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any

from .. import _native
from .._errors import UsageError
from .._options import Options, merged
from ._engines import distributed
from ._inputs import Input, expand
from ._page import page
from ._results import Results
from ._store import Store
from ._summary import Summary, summarize
from ._text import told
from ._work import Outcome, Work, run

_WINDOW = 1000
"""Inputs that are with the scheduler at a time, at least; and so many for each thread of a worker:"""
_AHEAD = 4

_HERE = "127.0.0.1:0"

_UNTIL_NOW = {"image-keys", "keyring", "policy"}
"""Options whose keys may expire: what a report says of them depends on when it was made."""

Progress = Callable[[int, int], object]
"""Called with the number of inputs that are done, and of all."""


def check(
    urls: Iterable[str | os.PathLike[str]],
    *,
    out: str | os.PathLike[str],
    client: Any = None,
    options: Options | Mapping[str, Any] | None = None,
    workers: int | None = None,
    jobs: int = 1,
    retries: int = 3,
    timeout: float = 3600,
    resume: bool = False,
    settle: float = 60,
    storage: Mapping[str, Any] | None = None,
    fetch: Sequence[str] = (),
    progress: Progress | None = None,
) -> Summary:
    """Checks many inputs on a cluster; writes their reports as Parquet tables, and a page, to the folder `out`.

    `urls` are paths, URLs of fsspec, globs of either, and `docker://` references. `client` is a
    `distributed.Client`; without one there is a local cluster of `workers` processes, one for each core.
    `jobs` is the number of threads of each check. `options` are those of `ocivet.check`, except that `digest` is
    true where they do not say otherwise, and that the name is the URL.

    A read that fails, or from elsewhere takes more than `timeout` seconds, is tried again up to `retries` times.
    With `resume` the results in `out` are gone on from: what is known not to have changed since is not read again.
    What changed less than `settle` seconds before it was read is not known not to. `storage` has arguments of file
    systems by protocol, `fetch` arguments of `ocivet fetch`. `progress` is called after each input; an exception of
    it ends the run and passes through.

    What is wrong with an input is in its row, and is no exception. `UsageError` is raised for arguments that make
    no sense; what the cluster or the folder `out` raises passes through, and leaves results that `resume` goes
    on from.
    """
    _check_numbers(workers=workers, jobs=jobs, retries=retries, timeout=timeout, settle=settle)
    if isinstance(urls, (str, os.PathLike)):
        raise UsageError("urls must be several; put the one into a list")
    urls = list(urls)
    if not urls:
        raise UsageError("no inputs")
    work = Work(
        version=_native.VERSION,
        options=merged({"digest": True}, merged(options, {}).to_dict()),
        jobs=jobs,
        retries=retries,
        timeout=timeout,
        settle=settle,
        storage=dict(storage or {}),
        fetch=tuple(fetch),
    )
    store = Store(os.fspath(out), work.storage)
    store.lock()
    try:
        store.load()
        if store.exists and not resume:
            raise UsageError(f"{store.out} has results; resume goes on from them, else name another folder")
        return _run(work, expand(urls, work.storage), store, client, workers, progress)
    finally:
        store.unlock()


def _check_numbers(**numbers: float | None) -> None:
    for name, number in numbers.items():
        least = 1 if name in {"workers", "jobs"} else 0
        if number is not None and not number >= least:
            raise UsageError(f"{name} must be at least {least}")


def _run(
    work: Work,
    inputs: list[Input],
    store: Store,
    client: Any,
    workers: int | None,
    progress: Progress | None,
) -> Summary:
    results = Results(store, _fingerprint(work), work.version)
    may_skip = "time" in work.options.to_dict() or not _UNTIL_NOW & set(work.options.to_dict())
    known = {url: row.identity for url, row in results.known.items()} if may_skip else {}
    store.commit(store.parts, is_complete=False)
    unchanged = 0
    try:
        with _client(client, workers, len(inputs)) as connected:
            for done, outcome in enumerate(_outcomes(connected, work, inputs, known), 1):
                results.take(outcome)
                unchanged += outcome.is_same
                if progress is not None:
                    progress(done, len(inputs))
    except BaseException:
        # What is done is done; the folder stays one that is not complete.
        with contextlib.suppress(Exception):
            results.flush()
        raise
    results.finish([input.url for input in inputs])
    summary = summarize(store, work.version, unchanged)
    store.write_text("summary.html", page(summary))
    return summary


def _fingerprint(work: Work) -> str:
    """Of all that a report depends on besides the bytes and the version."""
    settings = {"options": work.options.to_dict(), "fetch": work.fetch}
    return f"sha256:{hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()}"


@contextlib.contextmanager
def _client(client: Any, workers: int | None, inputs: int) -> Generator[Any]:
    """The client that was given, or one of a cluster of processes here, with keys that nobody else has."""
    if client is not None:
        yield client
        return
    count = workers or len(os.sched_getaffinity(0))
    cluster = distributed.LocalCluster(
        n_workers=max(1, min(count, inputs)),
        threads_per_worker=1,
        # Pages about the cluster are for this machine only, at ports that are free.
        dashboard_address=_HERE,
        worker_dashboard_address=_HERE,
        security=True,
        preload=["ocivet.fleet._preload"],
        # A worker that died is no news: its inputs go to others, or have errors of their own.
        silence_logs=logging.ERROR,
    )
    with cluster, distributed.Client(cluster) as connected:
        yield connected


def _outcomes(
    client: Any, work: Work, inputs: list[Input], known: Mapping[str, str | None]
) -> Iterator[Outcome]:
    """One outcome for each input, as they come. The scheduler has only some of them at a time."""
    window = max(_WINDOW, _AHEAD * sum(client.nthreads().values()))
    waiting = iter(enumerate(inputs))
    pending: dict[str, Input] = {}
    name = f"ocivet-fleet-{uuid.uuid4().hex}"
    done = distributed.as_completed(with_results=True, raise_errors=False)

    def submit() -> None:
        for number, input in waiting:
            key = f"{name}-{number}"
            future = client.submit(run, work, input, known.get(input.url), key=key, pure=False)
            pending[future.key] = input
            done.add(future)
            return

    for _ in range(window):
        submit()
    for future, result in done:
        yield _outcome(future, result, pending.pop(future.key))
        future.release()
        submit()


def _outcome(future: Any, result: object, input: Input) -> Outcome:
    """That of a task. Where workers died of it, or it could not be sent, that is the input's error."""
    if future.status == "finished" and isinstance(result, Outcome):
        return result
    error = future.exception() if future.status == "error" else None
    why = told(error) if error is not None else f"the task is {future.status}"
    return Outcome(input, error=f"no worker came to an end with it: {why}", attempts=0)
