"""What a worker does: one input, from its bytes to its report."""

from __future__ import annotations

import errno
import random
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import _native
from .._check import check as check_source
from .._errors import InputError, OcivetError
from .._name import check_name
from .._options import Options
from .._report import Report
from .._rules import rules
from ._engines import distributed
from ._inputs import Input
from ._opening import REGISTRY, identity, opened, protocol_of
from ._text import told

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
"""Seconds before a new try."""


_LASTING = {
    *(errno.ENOENT, errno.EACCES, errno.EPERM, errno.EISDIR),
    *(errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG),
}
"""What another try does not change."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is the same for all inputs of a run."""

    version: str
    options: Options
    jobs: int
    retries: int
    timeout: float
    settle: float
    storage: Mapping[str, Any] = field(repr=False)
    fetch: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an input: a report, an error, or nothing new."""

    input: Input
    identity: str | None = None
    report: str | None = None
    """The report's JSON form, to the byte."""
    error: str | None = None
    attempts: int = 1
    is_same: bool = False
    """It is what it was when it was checked before; nothing was read."""


def run(work: Work, input: Input, known: str | None) -> Outcome:
    """Checks an input, unless its identity is the one that is known. Never raises for what an input does."""
    if work.version != _native.VERSION:
        fault = f"the worker has ocivet {_native.VERSION}, and not {work.version}"
        return Outcome(input, error=fault, attempts=0)
    if input.fault is not None:
        return Outcome(input, error=input.fault, attempts=0)
    attempts = 1
    while True:
        try:
            return _attempt(work, input, known, attempts)
        except Exception as error:
            if attempts > work.retries or not _is_transient(error):
                return Outcome(input, error=told(error), attempts=attempts)
        time.sleep(min(_FIRST_PAUSE * 2 ** (attempts - 1), _LONGEST_PAUSE) * random.uniform(0.5, 1))
        attempts += 1


def _attempt(work: Work, input: Input, known: str | None, attempts: int) -> Outcome:
    protocol = protocol_of(input.place)
    now = None
    if known is not None or protocol in {REGISTRY, "file"}:
        now = identity(input.place, work.storage, work.fetch, work.settle)
        if now is not None and now == known:
            return Outcome(input, now, is_same=True)
    options = work.options.replace(name=input.url)
    if protocol == REGISTRY:
        report = _report_of_image(work, input, options)
    elif protocol == "file":
        report = check_source(input.place, options=options, jobs=work.jobs)
    else:
        # From here on, the identity is that of what is read, which a server may have from elsewhere.
        with opened(input.place, work.storage, work.timeout, work.settle) as source:
            report = check_source(source.chunks, options=options, jobs=work.jobs)
            now = source.identity
    return Outcome(input, now, report.to_json(), attempts=attempts)


def _report_of_image(work: Work, input: Input, options: Options) -> Report:
    """The name is judged before anything is fetched. The archive is on the disk while it is checked."""
    reference = input.place.split("://", 1)[1]
    named = check_name(reference, options=options)
    if not named.ok:
        return named
    with tempfile.TemporaryDirectory(prefix="ocivet-fleet-", dir=_own_folder()) as folder:
        archive = _fetched(reference, Path(folder, "image.tar"), work)
        options = options.replace(reference=reference)
        return check_source(archive, options=options, jobs=work.jobs)


def _own_folder() -> str | None:
    """That of the worker, which goes when the worker does, however it ends."""
    try:
        return str(distributed.get_worker().local_directory)
    except ValueError:
        return None


class FetchError(OcivetError):
    """The command `fetch` did not bring an image. It has tried again by itself."""


def _fetched(reference: str, target: Path, work: Work) -> Path:
    """The archive of an image. What `fetch` thinks of it does not count: the check that follows judges."""
    unjudged = [f"--set={rule}=off" for rule in _judging_names()]
    words = ["--no-config", "-q", f"--retries={work.retries}", *unjudged, *work.fetch, "-o", str(target)]
    code, _, errors = _native.run(["ocivet", "fetch", *words, "--", reference])
    for made in (target, target.with_name(f"{target.name}.denied")):
        if code in (0, 1) and made.is_file():
            return made
    raise FetchError(" ".join(errors.split()).removeprefix("error: ") or f"fetch ended with {code}")


def _judging_names() -> list[str]:
    return [rule.id for rule in rules() if rule.id.startswith(("reference/", "policy/"))]


def _is_transient(error: BaseException) -> bool:
    """Another try may end otherwise."""
    status = getattr(error, "status", None)
    if isinstance(status, int) and 400 <= status < 500:
        return status in {408, 425, 429}
    if isinstance(error, FileNotFoundError) and error.__cause__ is not None:
        # That of fsspec for every answer to a question for the size, and for none.
        return _is_transient(error.__cause__)
    if getattr(error, "errno", None) in _LASTING:
        return False
    if isinstance(error, InputError):
        return True
    return not isinstance(error, (FileNotFoundError, OcivetError, ImportError, ValueError, TypeError))
