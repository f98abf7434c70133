/**
 * Verifies container images and source tarballs without unpacking them.
 *
 * Everything is read where it lies; nothing is sent anywhere. What is wrong with an input is a finding of its
 * report. Errors of the {@link OcivetError} family say that there is no report.
 */

import type {
  Compression,
  Counts,
  Digest,
  Finding,
  Image,
  Input,
  ImpliedPart,
  InputKind,
  Layer,
  LimitName,
  Location,
  Name,
  Omitted,
  Profile,
  ReportData,
  RuleId,
  Suppression,
  Tool,
} from "./generated.js";

export type {
  Compression,
  Counts,
  Digest,
  Finding,
  Image,
  Input,
  ImpliedPart,
  InputKind,
  Layer,
  LimitName,
  Location,
  Name,
  Omitted,
  Profile,
  ReportData,
  RuleId,
  Suppression,
  Tool,
};

/** Bytes, whatever they are wrapped in. They are read in place; do not change them while a check runs. */
export type Bytes = ArrayBuffer | ArrayBufferView | SharedArrayBuffer;

/** Where an input comes from. A stream is read to its end, and cancelled where the check ends earlier. */
export type Source =
  | Bytes
  | Blob
  | Response
  | ReadableStream<Bytes>
  | AsyncIterable<Bytes>
  | Iterable<Bytes>;

/** A rule's severity. */
export type Level = Finding["severity"] | "off";

/** What is looked for, the same in every front end of ocivet. Keys that are not known are errors. */
export interface Options {
  /** The input's name, for the report. */
  name?: string;
  /** What the input is, where its content does not tell. */
  kind?: Exclude<InputKind, "reference" | "unknown">;
  /** Whether tar entries are judged as those of image layers or as those of a package. */
  profile?: Profile;
  /** Severities by rule id. */
  rules?: Partial<Record<RuleId, Level>>;
  /** Bounds by name. */
  limits?: Partial<Record<LimitName, number>>;
  /** Digests that the archive, a manifest or a config must have. */
  expect?: Digest[];
  /** Compute the digest of the whole input. */
  digest?: boolean;
  /** Findings that do not count. */
  allow?: Allow[];
  /** Values for the arguments of a Dockerfile. */
  "build-args"?: Record<string, string>;
  /** What is decided about names. */
  policy?: Policy;
  /** The name that the input was fetched by. */
  reference?: string;
  /**
   * The text of a list of checksums that must name the input. Signatures are not verified here: `keyring` is refused,
   * and a list that must be signed with it.
   */
  checksums?: string;
  /** A signature apart from the list: OpenPGP, armoured or in base64. */
  "checksums-signature"?: string;
  /** Keys of which one must have signed the list: OpenPGP, armoured or in base64. Refused here. */
  keyring?: string | string[];
  /** Keys (PEM, or OpenPGP armoured or in base64) of which one must have signed each image. Refused here. */
  "image-keys"?: string | string[];
  /**
   * What is signed apart from the image: sigstore bundles and DSSE envelopes, one in the text or one a line. They are
   * listed here, and not verified. An OpenPGP message is refused.
   */
  "image-signatures"?: string | string[];
  /** Whether the list must be signed, which needs `keyring`. */
  "require-signature"?: boolean;
  /** When keys must be valid, in seconds since 1970. */
  time?: number;
}

/**
 * What is decided about names. A scope is `*`, `*.example.com`, a registry, a registry with a namespace, a
 * repository, or an image by tag or digest; the most specific one that takes a name decides alone.
 */
export interface Policy {
  /** Scopes that are taken. */
  trust?: string[];
  /** Scopes that are not. */
  block?: string[];
  /** Scopes that are taken on conditions. */
  scope?: Record<string, PolicyScope>;
  /** The text of a containers-policy.json(5). */
  "containers-policy"?: string;
  /** Files of the format containers-registries.conf(5), drop-ins behind the file that they change. */
  "registries-conf"?: object[];
  /** The files that the containers-policy.json names for keys, by their paths there: PEM, armoured, or in base64. */
  "key-files"?: Record<string, string>;
}

/** What is decided for a scope. */
export interface PolicyScope {
  /** What an image must show, or its name. */
  require?: ("checksum" | "digest" | "signature")[];
  /** Keys (PEM, or OpenPGP) of which one must have signed the image and its attestations. Refused here. */
  keys?: string | string[];
  /** Predicate types of signed statements that must be there, by these keys, else by those of the scope. */
  attestations?: (string | { type: string; keys?: string | string[] })[];
  /** Platforms of which it must be for one, such as `linux/amd64`. */
  platforms?: string[];
  /** Labels or annotations that it must have, and patterns for their values: `*` within a component, `**` across. */
  labels?: Record<string, string>;
  /** How entries are judged, whatever the kind. */
  profile?: Profile;
  /** Other severities for what this scope decides. */
  rules?: Partial<Record<RuleId, Level>>;
}

/** Findings that are known and accepted. They stay in the report as suppressed. */
export interface Allow {
  /** The rule whose findings are accepted; one of the group `limit` is refused. */
  rule: RuleId;
  /** Why. */
  reason: string;
  /** A pattern for names of entries as reports show them: `*` within a component, `**` across. */
  entry?: string;
  /** The digest of the layer, or of the image's manifest or config. */
  digest?: Digest;
}

/** How far a check is. */
export interface ProgressEvent {
  /** Bytes of the input that were verified. */
  bytes: number;
  /** Bytes of the input, where that is known. */
  total?: number;
  /** The member that began last, escaped; empty before the first. */
  member: string;
}

/** How a check runs. Keys that are not known are errors. */
export interface CheckSettings {
  /** What is looked for, as in the command's configuration; none is the default of each. */
  options?: Options | undefined;
  /** Ends the check: its promise is rejected with the signal's reason, within moments. */
  signal?: AbortSignal | undefined;
  /** Called some times a second, and at the end. */
  onProgress?: ((progress: ProgressEvent) => void) | undefined;
  /** The input's name, for the report; else that of a `File`. */
  name?: string | undefined;
}

/** One path of an OCI image layout. */
export type LayoutItem =
  | {
      /** Relative to the layout, with `/` between its parts. */
      path: string | Uint8Array;
      /** Other kinds have no bytes. */
      kind?: "file";
      /** Its bytes; read once, and in order. */
      file: Source;
      /** Bytes of the file; needed where the source does not tell. */
      size?: number;
    }
  | { path: string | Uint8Array; kind: "directory" | "special" | "symlink" };

/**
 * Verifies one input on this thread, which stays responsive.
 *
 * Rejects with the signal's reason where it is aborted, with {@link InputError} where the source cannot be read to
 * its end, with {@link UsageError} where an argument is wrong.
 */
export function check(source: Source, settings?: CheckSettings): Promise<Report>;

/** Verifies an OCI image layout that is a folder. The order of the files does not matter. */
export function checkLayout(
  files: Iterable<LayoutItem> | AsyncIterable<LayoutItem>,
  settings?: CheckSettings,
): Promise<Report>;

/**
 * Judges the name of an image: whether it is one, what it resolves to, what it may be taken for, and what the options'
 * `policy` says about it. Nothing is fetched.
 */
export function checkName(name: string, settings?: { options?: Options | undefined }): Promise<Report>;

/** How a check on other threads runs. */
export interface WorkerSettings extends CheckSettings {
  /** Workers to use at most: by default one for each core, up to 8. */
  jobs?: number | undefined;
}

/**
 * Verifies one input on other threads: the large members of a Blob that is an archive on several at once. The report
 * is the one of {@link check}.
 */
export function checkInWorker(source: Source, settings?: WorkerSettings): Promise<Report>;

/** Begins a check whose bytes the caller gives. */
export function createVerifier(options?: Options): Promise<Verifier>;

/** A check whose bytes the caller gives. Has a memory of its own until `finish` or `free`; also disposable. */
export interface Verifier {
  /** Takes the next bytes, of any length; true where nothing that follows can change the verdict. */
  feed(chunk: Bytes): boolean;
  /** The end of the input: its report. The verifier is over then. */
  finish(): Report;
  /** Gives up the verifier; there is no report then. */
  free(): void;
}

/** All rules, sorted by id. */
export function rules(): Promise<readonly Rule[]>;

/** What a rule looks for, why it matters, what to do and when it is fine, as Markdown. */
export function explain(id: string): Promise<string>;

/** A form of a report. */
export type Format = "github" | "html" | "json" | "junit" | "sarif" | "text";

/**
 * A report in another format, as the command line writes it. Takes a {@link Report}, or its JSON text as this version
 * of ocivet wrote it; anything else is a {@link UsageError}. An array gives one document: a JSON array, one SARIF log
 * with a run each, one HTML page, one JUnit document with a suite each, or one text after the other.
 */
export function render(
  report: Report | string | readonly (Report | string)[],
  format: Format,
  settings?: {
    /** Colours, for text on a terminal. */
    color?: boolean;
    /** How much text says: one line, all but infos, or everything. */
    detail?: "verdict" | "findings" | "full";
  },
): Promise<string>;

/** Where the parts of the package are, for bundlers that do not find them. To be called before anything else. */
export function init(places: {
  /** The module that checks. */
  check?: Place | (() => Place | Promise<Place>);
  /** The module that explains and renders. */
  render?: Place | (() => Place | Promise<Place>);
  /** Starts a worker that runs `ocivet/worker`. */
  worker?: () => object;
}): void;

/** A WebAssembly module: compiled, its bytes, or where to fetch it. */
export type Place = CompiledModule | ArrayBuffer | ArrayBufferView | Response | URL | string;

/** `WebAssembly.Module`, where the compiler knows it: those who write for Node alone may not have its types. */
export type CompiledModule = typeof globalThis extends { WebAssembly: { Module: new (...given: never) => infer Module } }
  ? Module
  : object;

/** A rule. */
export interface Rule {
  /** `group/name`; never renamed. */
  readonly id: RuleId;
  /** What it finds, in a few words. */
  readonly summary: string;
  /** What it weighs in image layers, and in packages. */
  readonly levels: Readonly<Record<Profile, RuleLevels>>;
  /** The version of ocivet that brought it. */
  readonly since: string;
  /** Specifications, advisories and tools that it rests on. */
  readonly sources: readonly string[];
  /** What {@link explain} gives. */
  readonly explanation: string;
}

/** A rule's severities: the plain case, and the milder ones that its text names. */
export interface RuleLevels {
  /** In the plain case. */
  readonly full: Level;
  /** In a milder case; that of `full` where the rule has none. */
  readonly lesser: Level;
  /** In the mildest case; that of `lesser` where the rule has none. */
  readonly least: Level;
}

/**
 * What ocivet says about one input: the fields of the report's JSON schema, and its text.
 *
 * Text that comes from the input is escaped and cut: no control characters and none that reorder text. It is still
 * text: put it into a page as text, not as HTML. Numbers above 2^53 are rounded here and exact in `json`.
 */
export class Report {
  /** Reads a report's JSON text. */
  constructor(json: string);
  /** The report as the core wrote it, byte for byte what the command line gives. */
  readonly json: string;
  /** The fields alone, for `JSON.stringify`. */
  toJSON(): ReportData;
}
export interface Report extends ReportData {}

/** Any error of this package. */
export class OcivetError extends Error {}
/** The package was called wrongly: unknown options, a source of the wrong kind, a verifier used after its end. */
export class UsageError extends OcivetError {}
/** The source could not be read to its end. */
export class InputError extends OcivetError {}
/** A fault of ocivet, or no memory left. The check that met it is over; others are not touched. */
export class InternalError extends OcivetError {}
