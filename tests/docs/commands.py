"""Runs every command that the documentation shows, and compares what it prints with what stands there.

    python3 tests/docs/commands.py [FILE...]            all Markdown of the repository, or these files
    python3 tests/docs/commands.py --write [FILE...]    writes what was printed into the files, to be read and committed

Of each file the blocks marked `console` run in order in one shell, in a folder of their own that looks like a clone. Lines
that begin with `$ ` are commands, what follows is what they print: a line `...` stands for any lines, `…` for any text
within a line. A block of TOML whose first line is `# NAME.toml` is written to that file. Blocks marked `sh` do not run
here: each of their lines is in `ELSEWHERE` with where it does, or why nowhere.

OCIVET_COMMAND is the built command, OCIVET_PYTHON a Python with the wheel, OCIVET_NPM the built npm package.
"""

from __future__ import annotations

import contextlib
import dataclasses
import difflib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from cosign import sign
from elsewhere import ELSEWHERE

TOP = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", TOP / "target")).resolve()
COMMAND = pathlib.Path(os.environ.get("OCIVET_COMMAND", TARGET / "debug/ocivet")).resolve()
IMAGE = TOP / "tests/wild/docker-save.tar"
SHOWN_REGISTRY = "127.0.0.1:5000"
END = "\x1e"
"""Printed after each command."""
RUN_ELSEWHERE = {
    "js": ["README.md", "docs/", "wasm/README.md"],  # wasm/test/docs.test.mjs
    "python": ["README.md", "docs/", "python/README.md"],  # python/tests/test_docs.py
    "pycon": ["README.md", "docs/", "python/README.md"],
}
NOT_RUN = {"", "json", "rust", "toml", "yaml"}


@dataclasses.dataclass
class Block:
    language: str
    line: int
    """Of its first line of text, from 0."""
    lines: list[str]


def blocks(text: str) -> Iterator[Block]:
    """Fenced blocks, also those that are indented, without their indent."""
    block, indent = None, ""
    for number, line in enumerate(text.splitlines()):
        fence = re.fullmatch(r"( *)```(\S*)", line)
        if block is None and fence:
            indent, block = fence[1], Block(fence[2], number + 1, [])
        elif block is not None and line == f"{indent}```":
            yield block
            block = None
        elif block is not None:
            block.lines.append(line.removeprefix(indent))
    if block is not None:
        raise SystemExit(f"a block is not closed: line {block.line}")


@dataclasses.dataclass
class Shown:
    """A command and what it prints, by the document."""

    command: str
    line: int
    """Of the first line of what it prints, from 0."""
    expected: list[str]
    files: dict[str, str] = dataclasses.field(default_factory=dict)
    """What is written before it runs."""


def commands(text: str) -> list[Shown]:
    shown: list[Shown] = []
    files: dict[str, str] = {}
    for block in blocks(text):
        named = re.fullmatch(r"# (\S+\.toml)", block.lines[0]) if block.lines else None
        if block.language == "toml" and named:
            files[named[1]] = "\n".join(block.lines) + "\n"
        if block.language != "console":
            continue
        for number, line in enumerate(block.lines):
            if line.startswith("$ "):
                shown.append(Shown(line[2:], block.line + number + 1, [], files))
                files = {}
            elif number == 0:
                raise SystemExit(f"line {block.line + 1}: a block of commands begins with one")
            else:
                shown[-1].expected.append(line)
    return shown


def matches(expected: list[str], printed: str) -> bool:
    pattern = ""
    for line in expected:
        if line == "...":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*?".join(map(re.escape, line.split("…"))) + r"\n"
    return re.fullmatch(pattern, printed) is not None


def lines_elsewhere(document: str, block: Block) -> list[str]:
    """What is wrong with a block that does not run here."""
    faults = []
    for line in block.lines:
        command = re.sub(r"(^|\s{2,})#.*$", "", line).strip()
        if command and command not in ELSEWHERE:
            faults.append(f"{document}: no test runs `{command}`: make the block one of `console`, or tell in elsewhere.py")
    return faults


def check_languages(document: str, text: str) -> list[str]:
    """Each block is one that is run somewhere, or holds no commands."""
    faults = []
    for block in blocks(text):
        if block.language == "sh":
            faults += lines_elsewhere(document, block)
        elif block.language in RUN_ELSEWHERE:
            if not any(document.startswith(start) for start in RUN_ELSEWHERE[block.language]):
                faults.append(f"{document}, line {block.line}: nothing runs {block.language} of this file")
        elif block.language not in NOT_RUN | {"console"}:
            faults.append(f"{document}, line {block.line}: what is {block.language}?")
        elif block.language in NOT_RUN and any(line.startswith("$ ") for line in block.lines):
            faults.append(f"{document}, line {block.line}: commands are in blocks marked console or sh")
    return faults


def check_elsewhere(texts: dict[str, str]) -> list[str]:
    """What `ELSEWHERE` says is so, and no more than is needed."""
    faults = []
    shown = {
        re.sub(r"(^|\s{2,})#.*$", "", line).strip()
        for text in texts.values()
        for block in blocks(text)
        if block.language == "sh"
        for line in block.lines
    }
    for command, where in ELSEWHERE.items():
        if command not in shown:
            faults.append(f"elsewhere.py: no document shows `{command}`")
        if isinstance(where, tuple) and where[1] not in (TOP / where[0]).read_text():
            faults.append(f"elsewhere.py: {where[0]} does not have {where[1]!r}, which runs `{command}`")
    return faults


class Surroundings:
    """What the commands of documents need: a registry with an image, and programs that come first in PATH."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.put_in_path("ocivet", f'exec "{COMMAND}" "$@"')
        # Cargo says nothing of its own work, and builds where everything else was built.
        cargo = shutil.which("cargo")
        self.put_in_path("cargo", f'word=$1; shift; exec {cargo} "$word" --quiet --locked --manifest-path "{TOP}/Cargo.toml" "$@"')
        self.put_in_path("docker", f'exec {sys.executable} "{HERE}/docker.py" "{folder}/loaded.tar" "$@"')
        self.host = SHOWN_REGISTRY

    def put_in_path(self, name: str, script: str) -> None:
        program = self.bin / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    @contextlib.contextmanager
    def registry(self) -> Iterator[None]:
        """Debian's registry with `team/app:1`, which is signed."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.host = f"127.0.0.1:{free.getsockname()[1]}"
        settings = {
            "version": "0.1", "http": {"addr": self.host}, "log": {"level": "error", "accesslog": {"disabled": True}},
            "storage": {"filesystem": {"rootdirectory": str(self.folder / "registry")}},
        }  # fmt: skip
        # JSON is YAML.
        configuration = self.folder / "registry.yml"
        configuration.write_text(json.dumps(settings))
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        server = subprocess.Popen(["docker-registry", "serve", str(configuration)], **quiet)
        try:
            until = time.monotonic() + 60
            while True:
                with contextlib.suppress(OSError), socket.create_connection(self.host.split(":")):
                    break
                assert time.monotonic() < until, "the registry does not start"
                time.sleep(0.05)
            source = f"oci-archive:{TOP}/tests/wild/buildah.oci.tar"
            copy = ["skopeo", "--insecure-policy", "copy", "--preserve-digests", "--dest-tls-verify=false", source]
            subprocess.run([*copy, f"docker://{self.host}/team/app:1"], check=True, capture_output=True, timeout=120)
            sign(self.host, "team/app", "1", self.folder)
            yield
        finally:
            server.kill()
            server.wait()

    def environment(self, document: str) -> dict[str, str]:
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        path = [str(self.bin)]
        if document == "python/README.md":
            path.insert(0, str(pathlib.Path(os.environ["OCIVET_PYTHON"]).absolute().parent))
        own = pathlib.Path.home()
        return {
            "PATH": os.pathsep.join([*path, os.environ["PATH"]]),
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "TERM": "dumb",
            "CARGO_HOME": os.environ.get("CARGO_HOME", str(own / ".cargo")),
            "PYTHONDONTWRITEBYTECODE": "1",
            "RUSTUP_HOME": os.environ.get("RUSTUP_HOME", str(own / ".rustup")),
            "CARGO_TARGET_DIR": str(TARGET),
            "CARGO_TERM_COLOR": "never",
            "npm_config_cache": str(home / "npm"),
            "npm_config_update_notifier": "false",
        }

    def clone(self, document: str) -> pathlib.Path:
        """A folder that looks like a clone, and has the files that documents take for granted."""
        place = self.folder / document.replace("/", "-")
        place.mkdir()
        names = subprocess.check_output(["git", "ls-tree", "--name-only", "-z", "HEAD"], cwd=TOP, text=True)
        for name in names.rstrip("\0").split("\0"):
            if not name.startswith("."):
                (place / name).symlink_to(TOP / name)
        (place / "target").mkdir()
        if "OCIVET_NPM" in os.environ:
            (place / "target/npm").symlink_to(pathlib.Path(os.environ["OCIVET_NPM"]).resolve())
        shutil.copy(IMAGE, place / "image.tar")
        (place / "bad.tar").write_bytes(IMAGE.read_bytes().replace(b"first line", b"first lime"))
        shutil.copy(TOP / "tests/wild/python-sdist.tar.gz", place / "sdist.tar.gz")
        shutil.copy(self.folder / "cosign.pub", place / "cosign.pub")
        return place

    def run(self, document: str, shown: list[Shown]) -> list[str]:
        """What each command prints."""
        place = self.clone(document)
        script = []
        for number, one in enumerate(shown):
            for name, content in one.files.items():
                source = self.folder / f"{number}-{name}"
                source.write_text(content)
                script.append(f'cp "{source}" "{name}"')
            script.append(one.command.replace(SHOWN_REGISTRY, self.host))
            # The status is what the next command may ask for.
            script.append(f"(status=$?; printf '{END}'; exit $status)")
        settings = {"cwd": place, "env": self.environment(document), "stdin": subprocess.DEVNULL, "timeout": 900}
        ran = subprocess.run(
            ["bash", "-c", "\n".join(script)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **settings
        )
        printed = ran.stdout.decode().replace(self.host, SHOWN_REGISTRY).split(END)
        assert len(printed) == len(shown) + 1, f"{document}: the shell ended early\n{ran.stdout.decode()}"
        return printed[:-1]


def compare(document: str, shown: list[Shown], printed: list[str]) -> list[str]:
    faults = []
    for one, actual in zip(shown, printed, strict=True):
        if not matches(one.expected, actual):
            lines = difflib.unified_diff(one.expected, actual.splitlines(), "shown", "printed", lineterm="")
            faults.append("\n".join([f"{document}, line {one.line}: $ {one.command}", *lines]))
    return faults


def write(document: str, text: str, shown: list[Shown], printed: list[str]) -> None:
    """Puts what was printed where something else stands."""
    lines = text.splitlines()
    for one, actual in reversed(list(zip(shown, printed, strict=True))):
        if not matches(one.expected, actual):
            indent = re.match(" *", lines[one.line - 1])[0]
            lines[one.line : one.line + len(one.expected)] = [indent + line for line in actual.splitlines()]
    (TOP / document).write_text("\n".join(lines) + "\n")


def missing_for(document: str) -> str | None:
    """Why the commands of a document cannot run here."""
    for program in ("docker-registry", "skopeo", "openssl", "gpg"):
        if shutil.which(program) is None:
            return f"{program} is missing"
    wanted = {"python/README.md": "OCIVET_PYTHON", "wasm/README.md": "OCIVET_NPM"}.get(document)
    return f"{wanted} is not set" if wanted is not None and wanted not in os.environ else None


def documents() -> list[str]:
    """All Markdown that is not generated from the rules, whose blocks are parts of Dockerfiles and of other files."""
    listed = subprocess.check_output(["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"], cwd=TOP, text=True)
    return sorted(name for name in listed.split() if name != "core/RULES.md")


def main() -> int:
    words = [word for word in sys.argv[1:] if word != "--write"]
    texts = {name: (TOP / name).read_text() for name in documents()}
    faults = check_elsewhere(texts) if not words else []
    total = 0
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        surroundings = Surroundings(pathlib.Path(folder))
        started = False
        for document in words or texts:
            text = texts[document]
            faults += check_languages(document, text)
            shown = commands(text)
            if not shown:
                continue
            if reason := missing_for(document):
                print(f"left out: {document}: {reason}")
                if os.environ.get("CI") == "true":
                    faults.append(f"left out: {document}: {reason}")
                continue
            if not started:
                stack.enter_context(surroundings.registry())
                started = True
            printed = surroundings.run(document, shown)
            total += len(shown)
            print(f"{document}: {len(shown)} commands", flush=True)
            if "--write" in sys.argv:
                write(document, text, shown, printed)
            else:
                faults += compare(document, shown, printed)
    print(*faults, f"{total} commands, {len(faults)} failures", sep="\n")
    return 1 if faults or not (words or total) else 0


if __name__ == "__main__":
    sys.exit(main())
