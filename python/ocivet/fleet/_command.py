"""`ocivet fleet`."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO, cast, get_args

from .._errors import UsageError
from .._generated import Severity
from .._options import Options
from ._engines import distributed
from ._run import Progress, check
from ._text import shown, told

_EXAMPLES = """\
examples:
  ocivet fleet --out results images/*.tar
  ocivet fleet --out results 's3://bucket/images/*.tar' --workers 8
  ocivet fleet --out results --inputs urls.txt --resume
  ocivet fleet --out s3://bucket/results --inputs - --scheduler tls://scheduler:8786 < urls.txt
  ocivet fleet --out results docker://registry.example/team/app:1 --fetch=--all-platforms

inputs:
  Paths, URLs of fsspec (s3://, https://, ...), globs of either, and images in registries, as
  docker://registry.example/team/app:1. A line of --inputs is one input; empty lines and those that
  start with # are none.

results:
  Below --out the tables inputs, images, layers and findings as Parquet, and summary.html.

exit codes: 0 pass, 1 findings, 2 an input that was not checked, or a usage error.
"""


def main(arguments: Sequence[str]) -> int:
    """Runs the command; gives its exit code."""
    args = _parser().parse_args(arguments)
    try:
        return _run(args)
    except KeyboardInterrupt:
        print("interrupted; --resume goes on", file=sys.stderr)
        return 130
    except Exception as error:
        text = shown(str(error)) if isinstance(error, UsageError) else told(error)
        print(f"error: {text}", file=sys.stderr)
        return 2


def _run(args: argparse.Namespace) -> int:
    urls = [*args.input, *(_lines(args.inputs) if args.inputs else ())]
    if not urls:
        raise UsageError("no inputs; name some, or a file of them with --inputs")
    options = Options.from_json(Path(args.options).read_text()) if args.options else None
    storage = _json(args.storage) if args.storage else None
    with _client(args.scheduler) as client, _progress(sys.stderr) as progress:
        summary = check(
            urls,
            out=args.out,
            client=client,
            options=options,
            workers=args.workers,
            jobs=args.jobs,
            retries=args.retries,
            timeout=args.timeout,
            resume=args.resume,
            settle=args.settle,
            storage=storage,
            fetch=args.fetch,
            progress=progress,
        )
    _say(f"{summary}\nresults: {shown(args.out)}")
    return summary.exit_code(args.fail_on)


def _say(text: str) -> None:
    """A reader that leaves is no failure."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ocivet fleet",
        description="Verifies many images and tarballs on a cluster of Dask",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("input", nargs="*", metavar="INPUT", help="paths, URLs, globs, docker:// references")
    add("--inputs", metavar="FILE", help="a file with one input a line; - for standard input")
    add("--out", required=True, metavar="DIR", help="folder or URL for the results")
    add("--resume", action="store_true", help="go on from the results in --out")
    add("--options", metavar="FILE", help="options as JSON, as ocivet.Options has them")
    add("--fail-on", choices=get_args(Severity), default="deny", help="severity from which the exit code is 1")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--workers", type=int, metavar="N", help="processes of the local cluster [default: one for each core]"
    )
    where.add_argument("--scheduler", metavar="URL", help="join this cluster instead, as tls://host:8786")
    add("--jobs", type=int, default=1, metavar="N", help="threads of each check [default: 1]")
    add("--retries", type=int, default=3, metavar="N", help="how often a read is tried again [default: 3]")
    add("--timeout", type=float, default=3600, metavar="SECONDS", help="time for one read of an input [default: 3600]")
    add(
        "--settle",
        type=float,
        default=60,
        metavar="SECONDS",
        help="what changed less than this before it was read is read again by --resume [default: 60]",
    )
    add("--storage", metavar="FILE", help="arguments of file systems as JSON, by protocol")
    add("--fetch", action="append", default=[], metavar="ARGUMENT", help="an argument of ocivet fetch; may be repeated")
    return parser


def _lines(name: str) -> Iterator[str]:
    """Names of files need not be UTF-8."""
    with open(0 if name == "-" else name, errors="surrogateescape", closefd=name != "-") as file:
        for line in file:
            text = line.rstrip("\r\n")
            if text.strip() and not text.startswith("#"):
                yield text


def _json(name: str) -> dict[str, Any]:
    try:
        kept = json.loads(Path(name).read_text())
    except ValueError as error:
        raise UsageError(f"{name} is no JSON: {error}") from error
    if not isinstance(kept, dict):
        raise UsageError(f"{name} must be an object with a key for each protocol")
    return cast("dict[str, Any]", kept)


@contextlib.contextmanager
def _client(scheduler: str | None) -> Generator[Any]:
    if scheduler is None:
        yield None
        return
    with distributed.Client(scheduler) as client:
        yield client


@contextlib.contextmanager
def _progress(stream: TextIO) -> Generator[Progress | None]:
    """A line that counts, where there is a terminal."""
    if not stream.isatty():
        yield None
        return

    def tell(done: int, total: int) -> None:
        stream.write(f"\r{done:,} of {total:,} inputs")
        stream.flush()

    try:
        yield tell
    finally:
        stream.write("\r\x1b[2K")
