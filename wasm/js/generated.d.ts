// Written by `cargo run -p ocivet-tests --bin generate` from the core: edit there.

/** The id of a rule. */
export type RuleId =
  | "blob/digest-mismatch"
  | "blob/missing"
  | "blob/not-expected"
  | "blob/not-regular"
  | "blob/size-mismatch"
  | "blob/stray-file"
  | "blob/unreadable"
  | "blob/unreferenced"
  | "checksum/duplicate-name"
  | "checksum/malformed"
  | "checksum/mismatch"
  | "checksum/missing-entry"
  | "checksum/path-escape"
  | "checksum/unsigned-text"
  | "checksum/weak-algorithm"
  | "compress/checksum"
  | "compress/header"
  | "compress/header-extra"
  | "compress/header-name"
  | "compress/length"
  | "compress/media-type-mismatch"
  | "compress/nested"
  | "compress/skippable-frame"
  | "compress/trailing-data"
  | "compress/truncated"
  | "compress/unreadable"
  | "config/diff-id-count"
  | "config/diff-id-mismatch"
  | "config/diff-id-syntax"
  | "config/env-loader"
  | "config/history-count"
  | "config/label-reserved"
  | "config/name-mismatch"
  | "config/platform-mismatch"
  | "config/platform-missing"
  | "config/rootfs-missing"
  | "config/rootfs-type"
  | "config/user-range"
  | "config/volume-escape"
  | "config/workdir-proc"
  | "config/workdir-symlink"
  | "dockerfile/add-remote"
  | "dockerfile/ambiguous-line"
  | "dockerfile/hidden-text"
  | "dockerfile/secret-in-arg"
  | "dockerfile/syntax-frontend"
  | "dockerfile/undecided-image"
  | "dockerfile/unpinned-base"
  | "dockerfile/unreadable"
  | "entry/aufs-metadata"
  | "entry/capability-xattr"
  | "entry/case-collision"
  | "entry/device"
  | "entry/duplicate"
  | "entry/fifo"
  | "entry/id-range"
  | "entry/mode-bits"
  | "entry/mtime-range"
  | "entry/overlay-whiteout-device"
  | "entry/overlay-xattr"
  | "entry/parent-not-directory"
  | "entry/setuid"
  | "entry/setuid-writable"
  | "entry/type-changed"
  | "entry/unexpected-linkname"
  | "entry/unicode-collision"
  | "entry/whiteout-invalid"
  | "entry/whiteout-not-empty"
  | "entry/whiteout-root"
  | "entry/whiteout-same-layer"
  | "entry/whiteout-through-symlink"
  | "entry/whiteout-type"
  | "entry/world-writable"
  | "limit/blobs"
  | "limit/descriptors"
  | "limit/dockerfile"
  | "limit/document-total"
  | "limit/entries"
  | "limit/expanded-size"
  | "limit/index-depth"
  | "limit/index-size"
  | "limit/json-depth"
  | "limit/json-size"
  | "limit/layer-merge"
  | "limit/long-name"
  | "limit/manifest-count"
  | "limit/manifest-size"
  | "limit/path-depth"
  | "limit/path-length"
  | "limit/pax-size"
  | "limit/ratio"
  | "limit/sparse-expansion"
  | "limit/sparse-map"
  | "limit/window"
  | "link/account-file-symlink"
  | "link/drive-letter"
  | "link/empty-target"
  | "link/hardlink-absolute"
  | "link/hardlink-escape"
  | "link/hardlink-forward"
  | "link/hardlink-missing"
  | "link/hardlink-self"
  | "link/hardlink-through-symlink"
  | "link/hardlink-to-directory"
  | "link/hardlink-to-symlink"
  | "link/loop"
  | "link/mountpoint-symlink"
  | "link/nul-byte"
  | "link/symlink-absolute"
  | "link/symlink-escape"
  | "link/write-through"
  | "link/write-through-lower"
  | "manifest/ambiguous-type"
  | "manifest/case-key"
  | "manifest/digest-algorithm"
  | "manifest/digest-syntax"
  | "manifest/duplicate-key"
  | "manifest/duplicate-member"
  | "manifest/duplicate-ref"
  | "manifest/embedded-data"
  | "manifest/empty"
  | "manifest/foreign-urls"
  | "manifest/hybrid-mismatch"
  | "manifest/index-missing"
  | "manifest/invalid-field"
  | "manifest/invalid-json"
  | "manifest/layer-media-type"
  | "manifest/layout-missing"
  | "manifest/layout-version"
  | "manifest/loop"
  | "manifest/media-type-mismatch"
  | "manifest/missing"
  | "manifest/missing-field"
  | "manifest/no-layers"
  | "manifest/path-escape"
  | "manifest/repositories-mismatch"
  | "manifest/schema-version"
  | "manifest/size-range"
  | "manifest/symlink-escape"
  | "path/absolute"
  | "path/backslash-escape"
  | "path/bidi-control"
  | "path/component-too-long"
  | "path/control-char"
  | "path/drive-letter"
  | "path/empty"
  | "path/not-canonical"
  | "path/not-utf8"
  | "path/nul-byte"
  | "path/parent-component"
  | "path/parent-escape"
  | "path/root-replaced"
  | "path/trailing-slash-file"
  | "path/windows-reserved"
  | "policy/blocked"
  | "policy/stale-allow"
  | "policy/unchecked"
  | "policy/unmet"
  | "policy/unpinned"
  | "policy/unqualified"
  | "policy/unsigned"
  | "policy/untrusted"
  | "reference/duplicate"
  | "reference/invalid"
  | "reference/look-alike"
  | "reference/untagged-latest"
  | "signature/expired"
  | "signature/identity-mismatch"
  | "signature/invalid"
  | "signature/missing"
  | "signature/unknown-key"
  | "signature/unsigned-attribute"
  | "signature/unverified"
  | "signature/weak"
  | "tar/checksum"
  | "tar/checksum-signed"
  | "tar/contiguous"
  | "tar/dangling-extension"
  | "tar/directory-with-data"
  | "tar/dropped-header"
  | "tar/empty"
  | "tar/entry-after-end"
  | "tar/entry-after-zero-block"
  | "tar/extension-order"
  | "tar/field-tail"
  | "tar/gnu-dumpdir"
  | "tar/gnu-long-no-nul"
  | "tar/gnu-long-nul"
  | "tar/gnu-multivolume"
  | "tar/gnu-names"
  | "tar/gnu-volume"
  | "tar/link-with-data"
  | "tar/magic"
  | "tar/missing-end"
  | "tar/mixed-long-name"
  | "tar/not-a-tar"
  | "tar/number-blank"
  | "tar/number-encoding"
  | "tar/number-invalid"
  | "tar/number-negative"
  | "tar/number-overflow"
  | "tar/padding-not-zero"
  | "tar/pax-bad-value"
  | "tar/pax-duplicate-key"
  | "tar/pax-embedded-record"
  | "tar/pax-empty-value"
  | "tar/pax-global-override"
  | "tar/pax-hdrcharset"
  | "tar/pax-ignored-name"
  | "tar/pax-malformed"
  | "tar/pax-nul"
  | "tar/pax-size-conflict"
  | "tar/prefix-with-gnu-magic"
  | "tar/prefix-without-ustar"
  | "tar/sparse-dialect"
  | "tar/sparse-incomplete"
  | "tar/sparse-map"
  | "tar/sparse-size"
  | "tar/special-with-data"
  | "tar/trailing-data"
  | "tar/trailing-zeros"
  | "tar/truncated"
  | "tar/unknown-type";

/** The name of a limit. */
export type LimitName =
  | "blobs"
  | "descriptors"
  | "dockerfile-size"
  | "document-total"
  | "entries"
  | "merge-read"
  | "merge-size"
  | "package-entries"
  | "expanded-size"
  | "package-expanded-size"
  | "index-depth"
  | "index-size"
  | "json-depth"
  | "json-size"
  | "long-name"
  | "manifest-count"
  | "manifest-size"
  | "path-depth"
  | "path-length"
  | "pax-size"
  | "ratio"
  | "sparse-map"
  | "sparse-expansion"
  | "xz-dictionary"
  | "zstd-window";

/** What an input is. */
export type InputKind =
  | "docker-archive"
  | "dockerfile"
  | "document"
  | "file"
  | "layer"
  | "oci-archive"
  | "oci-layout"
  | "package"
  | "reference"
  | "unknown";

/** How tar entries are judged. */
export type Profile =
  | "layer"
  | "package";

/** A line of a list of checksums. */
export interface Checksum {
  /** The digest that the list has for it. */
  readonly digest: Digest;
  /** It is that of the input. */
  readonly matches: boolean;
  /** The name that the list has for the input. */
  readonly name: string;
}

/** A compression format. */
export type Compression = "bzip2" | "gzip" | "xz" | "zstd";

/** Number of findings by severity. */
export interface Counts {
  /** At deny. */
  readonly deny: number;
  /** At info. */
  readonly info: number;
  /** Allowed by the configuration, at any severity. */
  readonly suppressed: number;
  /** At warn. */
  readonly warn: number;
}

/** A digest, `algorithm:hex`. */
export type Digest = string;

/** A line of a text as it can be shown. */
export interface Excerpt {
  /** Characters of `text` up to the end of the place in this line. */
  readonly end: number;
  /** Characters of `text` before the place. */
  readonly start: number;
  /** The line, or as much of it as is near the place. */
  readonly text: string;
}

/** What a rule found. */
export interface Finding {
  /** Where it is. */
  readonly location: Location;
  /** One sentence without a full stop. */
  readonly message: string;
  /** Other places that belong to it, such as the earlier of two duplicates. */
  readonly related: readonly Location[];
  /** The rule's id, `group/name`; ids are never renamed. */
  readonly rule: string;
  /** How much it weighs. */
  readonly severity: "info" | "warn" | "deny";
  /** Set where the configuration allows the finding: it does not count for the verdict then. */
  readonly suppressed: Suppression | null;
}

/** One image of the input. */
export interface Image {
  /** Digest of its config. */
  readonly config: Digest | null;
  /** Its layers, from the lowest. */
  readonly layers: readonly Layer[];
  /** Digest of its manifest; null in a docker-archive without OCI parts. */
  readonly manifest: Digest | null;
  /** `os/architecture[/variant]`. */
  readonly platform: string | null;
  /** Names that the input gives it. */
  readonly references: readonly string[];
  /** What is signed about it, as far as the input brings it; left out where nothing is. */
  readonly signatures?: readonly Signature[];
}

/** A part that a name may leave out. */
export type ImpliedPart = "registry" | "namespace" | "tag";

/** What was read. */
export interface Input {
  /** How the whole input is compressed, outermost first. */
  readonly compression: readonly Compression[];
  /** Digest of all its bytes, where it was asked for or needed. */
  readonly digest: Digest | null;
  /** What it is. */
  readonly kind: "docker-archive" | "dockerfile" | "document" | "file" | "layer" | "oci-archive" | "oci-layout" | "package" | "reference" | "unknown";
  /** The input's name as it was given. */
  readonly name: string;
  /** Its size in bytes. */
  readonly size: number;
}

/** One layer of an image. */
export interface Layer {
  /** How it is compressed. */
  readonly compression: Compression | null;
  /** Digest of the decompressed bytes. */
  readonly diff_id: Digest | null;
  /** Digest of the stored bytes; null where the blob is missing. */
  readonly digest: Digest | null;
  /** Entries of its tar. */
  readonly entries: number;
  /** The descriptor's media type; null in a docker-archive. */
  readonly media_type: string | null;
  /** Bytes as stored. */
  readonly size: number;
  /** Bytes after decompression. */
  readonly uncompressed_size: number;
}

/** A place in the input. */
export interface Location {
  /** Digest of the member's bytes. */
  readonly blob: Digest | null;
  /** Entry of the layer or package. */
  readonly entry: string | null;
  /** Bytes from `offset` on: of the value or key of a document, or of a part of a text. */
  readonly length: number | null;
  /** Entry of the outer archive. */
  readonly member: string | null;
  /** Bytes from the start of `stream`. */
  readonly offset: number | null;
  /** JSON pointer (RFC 6901) into a document. */
  readonly pointer: string | null;
  /** The same place in lines and columns; left out where the stream is no text that people write. */
  readonly region?: Region;
  /**
   * The byte stream that `offset` counts in: the input as given, the outer archive after decompression,
   * a member as stored, a member after decompression.
   */
  readonly stream: "file" | "archive" | "blob" | "layer" | "checksums";
}

/** A name, and what it resolves to. */
export interface Name {
  /** The digest. */
  readonly digest: Digest | null;
  /** The shortest form that means the same. */
  readonly familiar: string;
  /** What was not said, and is read into it. */
  readonly implied: readonly ImpliedPart[];
  /** The known or trusted name that it looks like and is not. */
  readonly like: string | null;
  /** The normal form, which leaves nothing out. */
  readonly normal: string;
  /** What each file of the policy decides, in words; empty where none says anything. */
  readonly policy: readonly string[];
  /** The registry: a host, perhaps with a port. */
  readonly registry: string;
  /** The repository within its registry. */
  readonly repository: string;
  /** The tag; `latest` where neither tag nor digest was given. */
  readonly tag: string | null;
}

/** Findings of one rule and severity that are counted but not listed. */
export interface Omitted {
  /** How many. */
  readonly count: number;
  /** The rule's id. */
  readonly rule: string;
  /** Their severity. */
  readonly severity: "info" | "warn" | "deny";
  /** Set where the configuration allows all findings of the rule. */
  readonly suppressed: Suppression | null;
}

/** A place in a text. Lines and columns count from 1, columns in Unicode code points. */
export interface Region {
  /** The first column. */
  readonly column: number;
  /** The column behind the last one. */
  readonly end_column: number;
  /** The last line. */
  readonly end_line: number;
  /** What stands in the first line. */
  readonly excerpt: Excerpt;
  /** The first line. */
  readonly line: number;
}

/** A signature of an image, or a signed statement about it. */
export interface Signature {
  /** The manifest or index that is signed. */
  readonly digest: Digest;
  /** How it is written. */
  readonly format: "cosign" | "dsse" | "sigstore-bundle" | "simple-signing";
  /** The key that it verifies with, of those that were given. */
  readonly key: string | null;
  /** The type of what is stated; null where the image is only signed. */
  readonly predicate: string | null;
}

/** Who signed a list of checksums. */
export interface Signer {
  /** When, in seconds since 1970. */
  readonly created: number;
  /** Fingerprint of the OpenPGP certificate, in upper-case hexadecimal digits. */
  readonly fingerprint: string;
  /** The user that the certificate names first. */
  readonly user: string;
}

/** Something that the build of a Dockerfile fetches. */
export interface Source {
  /** It is fetched by builds on top of this one (`ONBUILD`). */
  readonly deferred: boolean;
  /** What it is. */
  readonly kind: "git" | "http" | "image";
  /** The line that names it, from 1; null for what a build argument names. */
  readonly line: number | null;
  /** Its name with all variables replaced; null where one of them has no value. */
  readonly name: string | null;
  /** The platform of the build for which the name is this one; null where it is the same for all. */
  readonly only_on: string | null;
  /** What names it: `FROM`, `COPY --from`, `ADD`, `RUN --mount`, or the `syntax` directive. */
  readonly origin: "add" | "copy" | "from" | "mount" | "syntax";
  /** A digest, checksum or commit in the file says what it is. */
  readonly pinned: boolean;
  /** The platform that the file asks for; null where that is the build's. */
  readonly platform: string | null;
}

/** A finding is allowed by the configuration. */
export interface Suppression {
  /** The reason that the configuration gives. */
  readonly reason: string;
}

/** What made a report. */
export interface Tool {
  /**
   * What it can read beyond plain archives, sorted. Reports are the same everywhere for equal
   * capabilities; input that needs others is denied as undecided.
   */
  readonly capabilities: readonly string[];
  /** Always `ocivet`. */
  readonly name: "ocivet";
  /** Its version. */
  readonly version: string;
}

/** What a list of checksums says of the input, and who signed it. */
export interface Vouching {
  /** What the list says of the input, line by line. */
  readonly checksums: readonly Checksum[];
  /** The list is signed by a key that was given, and nothing speaks against any of its signatures. */
  readonly signed: boolean;
  /** Who signed the list, of those whose keys were given. */
  readonly signers: readonly Signer[];
}

/**
 * What ocivet says about one input.
 *
 * Text that comes from the input is escaped and cut: printable UTF-8 stands as it is, a backslash is
 * doubled, control, invisible and reordering characters become `\u{…}`, bytes that are not UTF-8 become
 * `\xNN`. Programs should take keys and values that they do not know without complaint.
 */
export interface ReportData {
  /** Names this schema. */
  readonly $schema: "https://github.com/ocivet/ocivet/raw/main/core/schema/report-1.schema.json";
  /** Findings by severity, those that are not listed included, suppressed ones apart. */
  readonly counts: Counts;
  /** The findings, sorted by place and rule. */
  readonly findings: readonly Finding[];
  /** The images of the input, in the order in which it names them. */
  readonly images: readonly Image[];
  /** What was read. */
  readonly input: Input;
  /**
   * The names that were judged without an image, or by which the input was fetched, and what they resolve
   * to; left out where there are none.
   */
  readonly names?: readonly Name[];
  /** Findings that are counted but not listed. */
  readonly omitted: readonly Omitted[];
  /** Version of this format. It changes when a key is removed or gets another meaning. */
  readonly schema_version: 1;
  /** What the build of a Dockerfile fetches, in the order of the text; left out for other inputs. */
  readonly sources?: readonly Source[];
  /** What made the report. */
  readonly tool: Tool;
  /** The answer: `deny` means do not unpack. */
  readonly verdict: "pass" | "warn" | "deny";
  /** What vouches for the input; left out where no list of checksums was given. */
  readonly vouching?: Vouching;
}
