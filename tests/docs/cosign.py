"""Puts a signature beside an image in a registry, as `cosign sign --key` does: a payload, and the signature in an annotation."""

from __future__ import annotations

import base64
import hashlib
import json
import pathlib
import subprocess
import urllib.request

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
SIGNATURE = "application/vnd.dev.cosign.simplesigning.v1+json"


def send(method: str, address: str, data: bytes, kind: str = "application/octet-stream") -> str | None:
    """Gives where the answer points to."""
    request = urllib.request.Request(address, data, {"Content-Type": kind}, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.headers["Location"]


def put_blob(repository: str, kind: str, data: bytes) -> dict[str, object]:
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    place = send("POST", f"{repository}/blobs/uploads/", b"")
    send("PUT", f"{place}{'&' if '?' in place else '?'}digest={digest}", data)
    return {"mediaType": kind, "digest": digest, "size": len(data)}


def sign(host: str, name: str, tag: str, folder: pathlib.Path) -> None:
    """Signs by a new key, whose public half is `cosign.pub` in the folder."""
    private, public, payload = (folder / file for file in ("cosign.key", "cosign.pub", "payload"))
    curve = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
    subprocess.run(["openssl", "genpkey", *curve, "-out", private], check=True, capture_output=True)
    subprocess.run(["openssl", "pkey", "-in", private, "-pubout", "-out", public], check=True, capture_output=True)
    repository = f"http://{host}/v2/{name}"
    wanted = urllib.request.Request(f"{repository}/manifests/{tag}", headers={"Accept": MANIFEST})
    with urllib.request.urlopen(wanted, timeout=60) as answer:
        digest = f"sha256:{hashlib.sha256(answer.read()).hexdigest()}"
    critical = {
        "identity": {"docker-reference": f"{host}/{name}"},
        "image": {"docker-manifest-digest": digest},
        "type": "cosign container image signature",
    }
    payload.write_text(json.dumps({"critical": critical, "optional": None}))
    words = ["openssl", "dgst", "-sha256", "-sign", private, payload]
    signature = subprocess.run(words, check=True, capture_output=True).stdout
    layer = put_blob(repository, SIGNATURE, payload.read_bytes())
    layer["annotations"] = {"dev.cosignproject.cosign/signature": base64.b64encode(signature).decode()}
    config = put_blob(repository, "application/vnd.oci.image.config.v1+json", b"{}")
    manifest = {"schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": [layer]}
    send("PUT", f"{repository}/manifests/{digest.replace(':', '-')}.sig", json.dumps(manifest).encode(), MANIFEST)
