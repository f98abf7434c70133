"""Gives images with one fault each to the tools beside which README.md sets ocivet, and compares its table with what they do.

    python3 tests/docs/peers.py            compares
    python3 tests/docs/peers.py --print    prints the rows as they were measured

OCIVET_COMMAND is the built command. A tool that is missing is left out, which with CI=true is a failure. Everything
lies in a folder that is removed; docker's server is one of this program's own.
"""

from __future__ import annotations

import contextlib
import dataclasses
import gzip
import hashlib
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator

TOP = pathlib.Path(__file__).resolve().parents[2]
COMMAND = pathlib.Path(os.environ.get("OCIVET_COMMAND", TOP / "target/debug/ocivet")).resolve()
REFUSED, WARNED, TAKEN, NONE = "refused", "warned", "taken", "–"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def tar(entries: list[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for info, data in entries:
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def entry(name: str, data: bytes = b"", **fields: object) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for field, value in fields.items():
        setattr(info, field, value)
    return info, data


PLAIN = [entry("etc", type=tarfile.DIRTYPE, mode=0o755), entry("etc/motd", b"first line\n")]


@dataclasses.dataclass
class Image:
    """An image of one layer. Digests are those of the bytes that are given here; a change comes afterwards."""

    layer: bytes = dataclasses.field(default_factory=lambda: tar(PLAIN))
    compressed: bool = False
    diff_id: str = ""
    name: str = "example.com/team/app:1"
    change: Callable[[dict[str, bytes], str], None] | None = None
    twice: bool = False

    def blobs(self) -> tuple[bytes, bytes]:
        config = {
            "architecture": "amd64", "os": "linux", "config": {"Env": ["WORD=right"]},
            "rootfs": {"type": "layers", "diff_ids": ["sha256:" + (self.diff_id or digest(self.layer))]},
        }  # fmt: skip
        stored = gzip.compress(self.layer, mtime=0) if self.compressed else self.layer
        return json.dumps(config).encode(), stored

    def docker(self) -> bytes:
        config, layer = self.blobs()
        names = f"{digest(config)}.json", f"{digest(layer)}/layer.tar"
        listed = [{"Config": names[0], "RepoTags": [self.name], "Layers": [names[1]]}]
        files = {names[0]: config, names[1]: layer, "manifest.json": json.dumps(listed).encode()}
        if self.change:
            self.change(files, names[0])
        members = [entry(name, data) for name, data in files.items()]
        if self.twice:
            listed[0]["RepoTags"] = ["example.com/other:1"]
            members.append(entry("manifest.json", json.dumps(listed).encode()))
        return tar(members)

    def layout(self, folder: pathlib.Path) -> None:
        config, layer = self.blobs()
        kind = LAYER + ("+gzip" if self.compressed else "")
        described = [
            {"mediaType": kind, "digest": f"sha256:{digest(data)}", "size": len(data)}
            for kind, data in ((CONFIG, config), (kind, layer))
        ]
        manifest = {"schemaVersion": 2, "mediaType": MANIFEST, "config": described[0], "layers": described[1:]}
        manifest["annotations"] = {"word": "right"}
        data = json.dumps(manifest).encode()
        top = {"mediaType": MANIFEST, "digest": f"sha256:{digest(data)}", "size": len(data)}
        top["annotations"] = {"org.opencontainers.image.ref.name": "1"}
        files = {f"blobs/sha256/{digest(blob)}": blob for blob in (config, layer, data)}
        if self.change:
            self.change(files, f"blobs/sha256/{digest(data)}")
        files["index.json"] = json.dumps({"schemaVersion": 2, "manifests": [top]}).encode()
        files["oci-layout"] = b'{"imageLayoutVersion":"1.0.0"}'
        for name, blob in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(blob)


def change_layer(files: dict[str, bytes], _: str) -> None:
    for name, data in files.items():
        files[name] = data.replace(b"first line", b"first lime")


def change_document(files: dict[str, bytes], document: str) -> None:
    """The config of a docker archive, whose name is its digest; the manifest of a layout."""
    files[document] = files[document].replace(b"right", b"wrong")


def two_readings() -> bytes:
    """A PAX record gives a file another size than its header does: what follows is data, or an entry."""
    hidden = tar([entry("etc/hidden", b"x" * 512)])[:1024]
    data = tar([entry("etc/motd", hidden, pax_headers={"size": "0000001024"})])
    # The header that follows the record says 0.
    at = data.index(b"etc/motd\0", 1024)
    header = bytearray(data[at : at + 512])
    header[124:136] = b"00000000000\0"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return data[:at] + bytes(header) + data[at + 512 :]


def bomb() -> bytes:
    return tar([entry("zeros", bytes(128 << 20))])


FAULTS: dict[str, Callable[[], Image]] = {
    "none": Image,
    "a layer is changed by one byte": lambda: Image(change=change_layer),
    "the config or manifest is changed by one byte": lambda: Image(change=change_document),
    "the diff-ID is another, all digests are right": lambda: Image(diff_id=digest(b"other")),
    "an entry is called `../../outside`": lambda: Image(tar([*PLAIN, entry("../../outside", b"x")])),
    "a file goes through a symlink to `../..`": lambda: Image(
        tar([*PLAIN, entry("up", type=tarfile.SYMTYPE, linkname="../.."), entry("up/outside", b"x")])
    ),
    "a file has two sizes, by its header and by PAX": lambda: Image(two_readings()),
    "a name stands twice in a layer": lambda: Image(tar([*PLAIN, entry("etc/motd", b"other\n")])),
    "`manifest.json` stands twice": lambda: Image(twice=True),
    "128 MiB of zeros in 128 KiB": lambda: Image(bomb(), compressed=True),
    "the image is called `rel7/rhel`": lambda: Image(name="docker.io/rel7/rhel:7"),
}
ONLY_DOCKER = {"`manifest.json` stands twice", "the image is called `rel7/rhel`"}


def run(*words: object, **settings: object) -> subprocess.CompletedProcess[bytes]:
    settings = {"capture_output": True, "timeout": 300, **settings}
    return subprocess.run([str(word) for word in words], check=False, **settings)


def told(ran: subprocess.CompletedProcess[bytes]) -> str:
    return TAKEN if ran.returncode == 0 else REFUSED


Judge = Callable[[str, Image, pathlib.Path], str]


def ocivet(fault: str, image: Image, place: pathlib.Path) -> str:
    inputs = [place / "image.tar"] + ([place / "layout"] if fault not in ONLY_DOCKER else [])
    verdicts = set()
    for archive in inputs:
        report = json.loads(run(COMMAND, "check", "--no-config", "--format", "json", archive).stdout)
        verdicts.add({"deny": REFUSED, "warn": WARNED, "pass": TAKEN}[report["verdict"]])
    return " / ".join(verdicts)


def skopeo(fault: str, image: Image, place: pathlib.Path) -> str:
    sources = [f"docker-archive:{place}/image.tar"] + ([f"oci:{place}/layout:1"] if fault not in ONLY_DOCKER else [])
    answers = []
    for number, source in enumerate(sources):
        answers.append(told(run("skopeo", "--insecure-policy", "copy", source, f"dir:{place}/copied{number}")))
    return answers[0] if len(set(answers)) == 1 else " / ".join(answers)


def umoci(fault: str, image: Image, place: pathlib.Path) -> str:
    if fault in ONLY_DOCKER:
        return NONE
    return told(run("umoci", "unpack", "--image", f"{place}/layout:1", place / "bundle"))


def podman(fault: str, image: Image, place: pathlib.Path) -> str:
    storage = ["--root", place / "store", "--runroot", place / "run", "--storage-driver", "vfs"]
    return told(run("podman", *storage, "load", "--input", place / "image.tar"))


def data_filter(fault: str, image: Image, place: pathlib.Path) -> str:
    """Python's own unpacking, with the filter for untrusted archives, of the layer alone."""
    _, layer = image.blobs()
    try:
        with tarfile.open(fileobj=io.BytesIO(layer)) as archive:
            archive.extractall(place / "unpacked", filter="data")
    except tarfile.TarError:
        return REFUSED
    return TAKEN


@contextlib.contextmanager
def docker(place: pathlib.Path) -> Iterator[Judge]:
    host = f"unix://{place}/docker.sock"
    words = [f"--host={host}", f"--data-root={place}/data", f"--exec-root={place}/exec", f"--pidfile={place}/pid"]
    words += ["--storage-driver=vfs", "--iptables=false", "--ip6tables=false", "--bridge=none"]
    server = subprocess.Popen(["dockerd", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while run("docker", "--host", host, "info").returncode != 0:
            if server.poll() is not None or time.monotonic() > until:
                raise OSError("dockerd does not start")
            time.sleep(0.2)
        client = ["docker", "--host", host]

        def load(_fault: str, _image: Image, folder: pathlib.Path) -> str:
            answer = told(run(*client, "load", "--input", folder / "image.tar"))
            # A layer that is there already would not be looked at.
            run(*client, "image", "prune", "--all", "--force")
            return answer

        yield load
    finally:
        server.terminate()
        server.wait()


def is_documented(program: str, text: str) -> bool:
    """README.md names the version that is here, as `podman 4.3.1`: others may answer otherwise."""
    named = re.search(rf"\b{program.removesuffix('3')}\s([0-9.]*[0-9])", text, re.IGNORECASE)
    here = re.search(r"\d+(\.\d+)+", run(program, "--version").stdout.decode())
    return named is not None and here is not None and f"{here[0]}.".startswith(f"{named[1]}.")


@contextlib.contextmanager
def tools(place: pathlib.Path) -> Iterator[tuple[dict[str, Judge], list[str]]]:
    """What can be run here by its column, and what cannot."""
    known: dict[str, tuple[list[str], Judge | None]] = {
        "ocivet check": ([str(COMMAND)], ocivet),
        "docker load": (["dockerd", "docker", "containerd"], None),
        "podman load": (["podman"], podman),
        "skopeo copy": (["skopeo"], skopeo),
        "umoci unpack": (["umoci"], umoci),
        "tarfile, filter": (["python3"], data_filter),
    }
    found: dict[str, Judge] = {}
    missing = []
    text = (TOP / "README.md").read_text()
    with contextlib.ExitStack() as stack:
        for column, (programs, judge) in known.items():
            if not all(map(shutil.which, programs)):
                missing.append(f"{column}: it is not installed")
            elif os.geteuid() != 0 and column in ("docker load", "podman load", "umoci unpack"):
                missing.append(f"{column}: it needs root")
            elif judge is not ocivet and not is_documented(programs[0], text):
                missing.append(f"{column}: README.md tells of another version")
            else:
                try:
                    found[column] = judge or stack.enter_context(docker(place))
                except OSError as fault:
                    missing.append(f"{column}: {fault}")
        yield found, missing


def measure() -> tuple[dict[str, dict[str, str]], list[str]]:
    """The answers by fault and column."""
    rows: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory() as folder, tools(pathlib.Path(folder)) as (judges, missing):
        for fault, make in FAULTS.items():
            image = make()
            rows[fault] = {}
            for column, judge in judges.items():
                place = pathlib.Path(folder) / "case"
                place.mkdir()
                (place / "image.tar").write_bytes(image.docker())
                image.layout(place / "layout")
                rows[fault][column] = judge(fault, image, place)
                shutil.rmtree(place)
    return rows, missing


def documented() -> dict[str, dict[str, str]]:
    """The table of README.md."""
    text = (TOP / "README.md").read_text()
    lines = [line for line in text.split("<!-- peers -->\n", 1)[1].split("\n\n", 1)[0].splitlines() if "---" not in line]
    head, *body = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in body}


def main() -> int:
    rows, missing = measure()
    if sys.argv[1:] == ["--print"]:
        for fault, answers in rows.items():
            print(f"| {fault} | {' | '.join(answers.values())} |")
        print(*missing, sep="\n")
        return 0
    failures = []
    for column, answer in rows.pop("none").items():
        if answer != TAKEN:
            failures.append(f"{column}: the image without a fault is {answer}")
    table = documented()
    if set(table) != set(rows):
        failures.append(f"the table's rows are {sorted(table)}, measured are {sorted(rows)}")
    for fault, answers in rows.items():
        for column, answer in answers.items():
            stated = table.get(fault, {}).get(column)
            if stated is None or stated.strip("*") != answer:
                failures.append(f"{fault}: {column} is {answer}, README.md says {stated}")
    for reason in missing:
        print(f"left out: {reason}")
        if os.environ.get("CI") == "true":
            failures.append(f"left out: {reason}")
    print(*failures, f"{len(rows)} faults, {len(failures)} failures", sep="\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
