# Written by `cargo run -p ocivet-tests --bin generate` from the core: edit there.
"""What a report holds, and the names that options take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RuleId = Literal[
    "blob/digest-mismatch",
    "blob/missing",
    "blob/not-expected",
    "blob/not-regular",
    "blob/size-mismatch",
    "blob/stray-file",
    "blob/unreadable",
    "blob/unreferenced",
    "checksum/duplicate-name",
    "checksum/malformed",
    "checksum/mismatch",
    "checksum/missing-entry",
    "checksum/path-escape",
    "checksum/unsigned-text",
    "checksum/weak-algorithm",
    "compress/checksum",
    "compress/header",
    "compress/header-extra",
    "compress/header-name",
    "compress/length",
    "compress/media-type-mismatch",
    "compress/nested",
    "compress/skippable-frame",
    "compress/trailing-data",
    "compress/truncated",
    "compress/unreadable",
    "config/diff-id-count",
    "config/diff-id-mismatch",
    "config/diff-id-syntax",
    "config/env-loader",
    "config/history-count",
    "config/label-reserved",
    "config/name-mismatch",
    "config/platform-mismatch",
    "config/platform-missing",
    "config/rootfs-missing",
    "config/rootfs-type",
    "config/user-range",
    "config/volume-escape",
    "config/workdir-proc",
    "config/workdir-symlink",
    "dockerfile/add-remote",
    "dockerfile/ambiguous-line",
    "dockerfile/hidden-text",
    "dockerfile/secret-in-arg",
    "dockerfile/syntax-frontend",
    "dockerfile/undecided-image",
    "dockerfile/unpinned-base",
    "dockerfile/unreadable",
    "entry/aufs-metadata",
    "entry/capability-xattr",
    "entry/case-collision",
    "entry/device",
    "entry/duplicate",
    "entry/fifo",
    "entry/id-range",
    "entry/mode-bits",
    "entry/mtime-range",
    "entry/overlay-whiteout-device",
    "entry/overlay-xattr",
    "entry/parent-not-directory",
    "entry/setuid",
    "entry/setuid-writable",
    "entry/type-changed",
    "entry/unexpected-linkname",
    "entry/unicode-collision",
    "entry/whiteout-invalid",
    "entry/whiteout-not-empty",
    "entry/whiteout-root",
    "entry/whiteout-same-layer",
    "entry/whiteout-through-symlink",
    "entry/whiteout-type",
    "entry/world-writable",
    "limit/blobs",
    "limit/descriptors",
    "limit/dockerfile",
    "limit/document-total",
    "limit/entries",
    "limit/expanded-size",
    "limit/index-depth",
    "limit/index-size",
    "limit/json-depth",
    "limit/json-size",
    "limit/layer-merge",
    "limit/long-name",
    "limit/manifest-count",
    "limit/manifest-size",
    "limit/path-depth",
    "limit/path-length",
    "limit/pax-size",
    "limit/ratio",
    "limit/sparse-expansion",
    "limit/sparse-map",
    "limit/window",
    "link/account-file-symlink",
    "link/drive-letter",
    "link/empty-target",
    "link/hardlink-absolute",
    "link/hardlink-escape",
    "link/hardlink-forward",
    "link/hardlink-missing",
    "link/hardlink-self",
    "link/hardlink-through-symlink",
    "link/hardlink-to-directory",
    "link/hardlink-to-symlink",
    "link/loop",
    "link/mountpoint-symlink",
    "link/nul-byte",
    "link/symlink-absolute",
    "link/symlink-escape",
    "link/write-through",
    "link/write-through-lower",
    "manifest/ambiguous-type",
    "manifest/case-key",
    "manifest/digest-algorithm",
    "manifest/digest-syntax",
    "manifest/duplicate-key",
    "manifest/duplicate-member",
    "manifest/duplicate-ref",
    "manifest/embedded-data",
    "manifest/empty",
    "manifest/foreign-urls",
    "manifest/hybrid-mismatch",
    "manifest/index-missing",
    "manifest/invalid-field",
    "manifest/invalid-json",
    "manifest/layer-media-type",
    "manifest/layout-missing",
    "manifest/layout-version",
    "manifest/loop",
    "manifest/media-type-mismatch",
    "manifest/missing",
    "manifest/missing-field",
    "manifest/no-layers",
    "manifest/path-escape",
    "manifest/repositories-mismatch",
    "manifest/schema-version",
    "manifest/size-range",
    "manifest/symlink-escape",
    "path/absolute",
    "path/backslash-escape",
    "path/bidi-control",
    "path/component-too-long",
    "path/control-char",
    "path/drive-letter",
    "path/empty",
    "path/not-canonical",
    "path/not-utf8",
    "path/nul-byte",
    "path/parent-component",
    "path/parent-escape",
    "path/root-replaced",
    "path/trailing-slash-file",
    "path/windows-reserved",
    "policy/blocked",
    "policy/stale-allow",
    "policy/unchecked",
    "policy/unmet",
    "policy/unpinned",
    "policy/unqualified",
    "policy/unsigned",
    "policy/untrusted",
    "reference/duplicate",
    "reference/invalid",
    "reference/look-alike",
    "reference/untagged-latest",
    "signature/expired",
    "signature/identity-mismatch",
    "signature/invalid",
    "signature/missing",
    "signature/unknown-key",
    "signature/unsigned-attribute",
    "signature/unverified",
    "signature/weak",
    "tar/checksum",
    "tar/checksum-signed",
    "tar/contiguous",
    "tar/dangling-extension",
    "tar/directory-with-data",
    "tar/dropped-header",
    "tar/empty",
    "tar/entry-after-end",
    "tar/entry-after-zero-block",
    "tar/extension-order",
    "tar/field-tail",
    "tar/gnu-dumpdir",
    "tar/gnu-long-no-nul",
    "tar/gnu-long-nul",
    "tar/gnu-multivolume",
    "tar/gnu-names",
    "tar/gnu-volume",
    "tar/link-with-data",
    "tar/magic",
    "tar/missing-end",
    "tar/mixed-long-name",
    "tar/not-a-tar",
    "tar/number-blank",
    "tar/number-encoding",
    "tar/number-invalid",
    "tar/number-negative",
    "tar/number-overflow",
    "tar/padding-not-zero",
    "tar/pax-bad-value",
    "tar/pax-duplicate-key",
    "tar/pax-embedded-record",
    "tar/pax-empty-value",
    "tar/pax-global-override",
    "tar/pax-hdrcharset",
    "tar/pax-ignored-name",
    "tar/pax-malformed",
    "tar/pax-nul",
    "tar/pax-size-conflict",
    "tar/prefix-with-gnu-magic",
    "tar/prefix-without-ustar",
    "tar/sparse-dialect",
    "tar/sparse-incomplete",
    "tar/sparse-map",
    "tar/sparse-size",
    "tar/special-with-data",
    "tar/trailing-data",
    "tar/trailing-zeros",
    "tar/truncated",
    "tar/unknown-type",
]
"""The id of a rule."""

LimitName = Literal[
    "blobs",
    "descriptors",
    "dockerfile-size",
    "document-total",
    "entries",
    "merge-read",
    "merge-size",
    "package-entries",
    "expanded-size",
    "package-expanded-size",
    "index-depth",
    "index-size",
    "json-depth",
    "json-size",
    "long-name",
    "manifest-count",
    "manifest-size",
    "path-depth",
    "path-length",
    "pax-size",
    "ratio",
    "sparse-map",
    "sparse-expansion",
    "xz-dictionary",
    "zstd-window",
]
"""The name of a limit."""

Format = Literal[
    "github",
    "html",
    "json",
    "junit",
    "sarif",
    "text",
]
"""A form of the report."""

InputKind = Literal[
    "docker-archive",
    "dockerfile",
    "document",
    "file",
    "layer",
    "oci-archive",
    "oci-layout",
    "package",
    "reference",
    "unknown",
]
"""What an input is."""

Kind = Literal[
    "docker-archive",
    "dockerfile",
    "document",
    "layer",
    "oci-archive",
    "oci-layout",
    "package",
]
"""What an input may be told to be."""

Profile = Literal[
    "layer",
    "package",
]
"""How tar entries are judged."""

Level = Literal[
    "off",
    "info",
    "warn",
    "deny",
]
"""What a rule may weigh."""

Severity = Literal[
    "info",
    "warn",
    "deny",
]
"""What a finding weighs."""

Verdict = Literal[
    "pass",
    "warn",
    "deny",
]
"""The answer, from best to worst."""

Compression = Literal["bzip2", "gzip", "xz", "zstd"]
"""A compression format."""

Digest = str
"""A digest, `algorithm:hex`."""

ImpliedPart = Literal["registry", "namespace", "tag"]
"""A part that a name may leave out."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """A line of a list of checksums."""

    name: str
    """The name that the list has for the input."""
    digest: Digest
    """The digest that the list has for it."""
    matches: bool
    """It is that of the input."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Number of findings by severity."""

    deny: int
    """At deny."""
    warn: int
    """At warn."""
    info: int
    """At info."""
    suppressed: int
    """Allowed by the configuration, at any severity."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line of a text as it can be shown."""

    text: str
    """The line, or as much of it as is near the place."""
    start: int
    """Characters of `text` before the place."""
    end: int
    """Characters of `text` up to the end of the place in this line."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found."""

    rule: str
    """The rule's id, `group/name`; ids are never renamed."""
    severity: Severity
    """How much it weighs."""
    message: str
    """One sentence without a full stop."""
    location: Location
    """Where it is."""
    related: tuple[Location, ...]
    """Other places that belong to it, such as the earlier of two duplicates."""
    suppressed: Suppression | None
    """Set where the configuration allows the finding: it does not count for the verdict then."""


@dataclass(frozen=True, slots=True)
class Image:
    """One image of the input."""

    references: tuple[str, ...]
    """Names that the input gives it."""
    platform: str | None
    """`os/architecture[/variant]`."""
    manifest: Digest | None
    """Digest of its manifest; `None` in a docker-archive without OCI parts."""
    config: Digest | None
    """Digest of its config."""
    layers: tuple[Layer, ...]
    """Its layers, from the lowest."""
    signatures: tuple[Signature, ...]
    """What is signed about it, as far as the input brings it; left out where nothing is."""


@dataclass(frozen=True, slots=True)
class Input:
    """What was read."""

    name: str
    """The input's name as it was given."""
    kind: InputKind
    """What it is."""
    size: int
    """Its size in bytes."""
    digest: Digest | None
    """Digest of all its bytes, where it was asked for or needed."""
    compression: tuple[Compression, ...]
    """How the whole input is compressed, outermost first."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of an image."""

    digest: Digest | None
    """Digest of the stored bytes; `None` where the blob is missing."""
    diff_id: Digest | None
    """Digest of the decompressed bytes."""
    media_type: str | None
    """The descriptor's media type; `None` in a docker-archive."""
    compression: Compression | None
    """How it is compressed."""
    size: int
    """Bytes as stored."""
    uncompressed_size: int
    """Bytes after decompression."""
    entries: int
    """Entries of its tar."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in the input."""

    blob: Digest | None
    """Digest of the member's bytes."""
    member: str | None
    """Entry of the outer archive."""
    entry: str | None
    """Entry of the layer or package."""
    stream: Literal["file", "archive", "blob", "layer", "checksums"]
    """The byte stream that `offset` counts in: the input as given, the outer archive after decompression,
    a member as stored, a member after decompression.
    """
    offset: int | None
    """Bytes from the start of `stream`."""
    length: int | None
    """Bytes from `offset` on: of the value or key of a document, or of a part of a text."""
    pointer: str | None
    """JSON pointer (RFC 6901) into a document."""
    region: Region | None
    """The same place in lines and columns; left out where the stream is no text that people write."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name, and what it resolves to."""

    normal: str
    """The normal form, which leaves nothing out."""
    familiar: str
    """The shortest form that means the same."""
    registry: str
    """The registry: a host, perhaps with a port."""
    repository: str
    """The repository within its registry."""
    tag: str | None
    """The tag; `latest` where neither tag nor digest was given."""
    digest: Digest | None
    """The digest."""
    implied: tuple[ImpliedPart, ...]
    """What was not said, and is read into it."""
    like: str | None
    """The known or trusted name that it looks like and is not."""
    policy: tuple[str, ...]
    """What each file of the policy decides, in words; empty where none says anything."""


@dataclass(frozen=True, slots=True)
class Omitted:
    """Findings of one rule and severity that are counted but not listed."""

    rule: str
    """The rule's id."""
    severity: Severity
    """Their severity."""
    count: int
    """How many."""
    suppressed: Suppression | None
    """Set where the configuration allows all findings of the rule."""


@dataclass(frozen=True, slots=True)
class Region:
    """A place in a text. Lines and columns count from 1, columns in Unicode code points."""

    line: int
    """The first line."""
    column: int
    """The first column."""
    end_line: int
    """The last line."""
    end_column: int
    """The column behind the last one."""
    excerpt: Excerpt
    """What stands in the first line."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature of an image, or a signed statement about it."""

    format: Literal["cosign", "dsse", "sigstore-bundle", "simple-signing"]
    """How it is written."""
    digest: Digest
    """The manifest or index that is signed."""
    predicate: str | None
    """The type of what is stated; `None` where the image is only signed."""
    key: str | None
    """The key that it verifies with, of those that were given."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed a list of checksums."""

    fingerprint: str
    """Fingerprint of the OpenPGP certificate, in upper-case hexadecimal digits."""
    user: str
    """The user that the certificate names first."""
    created: int
    """When, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Source:
    """Something that the build of a Dockerfile fetches."""

    origin: Literal["add", "copy", "from", "mount", "syntax"]
    """What names it: `FROM`, `COPY --from`, `ADD`, `RUN --mount`, or the `syntax` directive."""
    kind: Literal["git", "http", "image"]
    """What it is."""
    name: str | None
    """Its name with all variables replaced; `None` where one of them has no value."""
    platform: str | None
    """The platform that the file asks for; `None` where that is the build's."""
    only_on: str | None
    """The platform of the build for which the name is this one; `None` where it is the same for all."""
    pinned: bool
    """A digest, checksum or commit in the file says what it is."""
    deferred: bool
    """It is fetched by builds on top of this one (`ONBUILD`)."""
    line: int | None
    """The line that names it, from 1; `None` for what a build argument names."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """A finding is allowed by the configuration."""

    reason: str
    """The reason that the configuration gives."""


@dataclass(frozen=True, slots=True)
class Tool:
    """What made a report."""

    name: str
    """Always `ocivet`."""
    version: str
    """Its version."""
    capabilities: tuple[str, ...]
    """What it can read beyond plain archives, sorted. Reports are the same everywhere for equal
    capabilities; input that needs others is denied as undecided.
    """


@dataclass(frozen=True, slots=True)
class Vouching:
    """What a list of checksums says of the input, and who signed it."""

    checksums: tuple[Checksum, ...]
    """What the list says of the input, line by line."""
    signed: bool
    """The list is signed by a key that was given, and nothing speaks against any of its signatures."""
    signers: tuple[Signer, ...]
    """Who signed the list, of those whose keys were given."""


@dataclass(frozen=True, slots=True)
class ReportData:
    r"""What ocivet says about one input.

    Text that comes from the input is escaped and cut: printable UTF-8 stands as it is, a backslash is
    doubled, control, invisible and reordering characters become `\u{…}`, bytes that are not UTF-8 become
    `\xNN`. Programs should take keys and values that they do not know without complaint.
    """

    schema: str
    """Names this schema."""
    schema_version: int
    """Version of this format. It changes when a key is removed or gets another meaning."""
    tool: Tool
    """What made the report."""
    input: Input
    """What was read."""
    verdict: Verdict
    """The answer: `deny` means do not unpack."""
    counts: Counts
    """Findings by severity, those that are not listed included, suppressed ones apart."""
    images: tuple[Image, ...]
    """The images of the input, in the order in which it names them."""
    findings: tuple[Finding, ...]
    """The findings, sorted by place and rule."""
    omitted: tuple[Omitted, ...]
    """Findings that are counted but not listed."""
    names: tuple[Name, ...]
    """The names that were judged without an image, or by which the input was fetched, and what they resolve
    to; left out where there are none.
    """
    sources: tuple[Source, ...]
    """What the build of a Dockerfile fetches, in the order of the text; left out for other inputs."""
    vouching: Vouching | None
    """What vouches for the input; left out where no list of checksums was given."""
