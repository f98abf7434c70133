// The arguments, as the native command takes them.
import { parseArgs } from "node:util";

import { Failure } from "./failure.js";

const CHECK = {
  color: { type: "string" },
  digest: { type: "boolean" },
  "exit-zero": { type: "boolean" },
  expect: { type: "string", multiple: true },
  "fail-on": { type: "string" },
  format: { type: "string", multiple: true },
  help: { type: "boolean", short: "h" },
  kind: { type: "string" },
  limit: { type: "string", multiple: true },
  "no-config": { type: "boolean" },
  output: { type: "string", short: "o", multiple: true },
  profile: { type: "string" },
  quiet: { type: "boolean", short: "q" },
  set: { type: "string", multiple: true },
  verbose: { type: "boolean", short: "v" },
};
const OTHER = { color: CHECK.color, help: CHECK.help };

/** Severities from which the exit code can be 1, the worst first. */
export const SEVERITIES = ["deny", "warn", "info"];

const FORMATS = ["github", "html", "json", "junit", "sarif", "text"];

const COLORS = ["always", "auto", "never"];

/** The arguments of `check`: `{ values, inputs, given }`; `given` has each `--format` and `-o` in their order. */
export function checkArguments(words) {
  const { values, positionals, tokens } = parsed(words, CHECK);
  oneOf("--fail-on", values["fail-on"] ?? "deny", SEVERITIES);
  values.format?.forEach((format) => oneOf("--format", format, FORMATS));
  if (values.quiet && values.verbose) {
    throw new Failure("--quiet and --verbose exclude each other");
  }
  const given = tokens.filter(({ name }) => name === "format" || name === "output");
  return { values, inputs: positionals, given: given.map(({ name, value }) => ({ [name]: value })) };
}

/** The arguments of another command: `{ values, names }`. */
export function otherArguments(words) {
  const { values, positionals } = parsed(words, OTHER);
  return { values, names: positionals };
}

/** What is looked for, as the options that every front end takes. */
export function optionsOf(values) {
  const options = {};
  for (const key of ["kind", "profile", "digest", "expect"]) {
    if (values[key] !== undefined) {
      options[key] = values[key];
    }
  }
  options.rules = Object.fromEntries((values.set ?? []).map((text) => assignment("--set", text)));
  options.limits = Object.fromEntries((values.limit ?? []).map(limit));
  return options;
}

function parsed(words, options) {
  let result;
  try {
    result = parseArgs({ args: words, options, allowPositionals: true, tokens: true });
  } catch (error) {
    throw new Failure(`${error.message}; ocivet --help lists the options`);
  }
  once(result.tokens, options);
  oneOf("--color", result.values.color ?? "auto", COLORS);
  return result;
}

/** An option that is given twice would mean one of two things. */
function once(tokens, options) {
  const seen = new Set();
  for (const { kind, name } of tokens) {
    if (kind === "option" && !options[name].multiple && seen.has(name)) {
      throw new Failure(`--${name} is given twice`);
    }
    seen.add(name);
  }
}

function oneOf(option, value, known) {
  if (!known.includes(value)) {
    throw new Failure(`${option} must be one of ${known.join(", ")}, not ${value}`);
  }
}

function assignment(option, text) {
  const at = text.indexOf("=");
  if (at < 0) {
    throw new Failure(`${option} ${text}: it needs a name, an = and a value`);
  }
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

const UNITS = { "": 0, b: 0, k: 1, kb: 1, kib: 1, m: 2, mb: 2, mib: 2, g: 3, gb: 3, gib: 3, t: 4, tb: 4, tib: 4 };

/** A bound with an optional unit: `64M` is 64 × 1024 × 1024. */
function limit(text) {
  const [name, value] = assignment("--limit", text);
  const [, digits, unit] = /^(\d+)([A-Za-z]*)$/.exec(value) ?? [];
  const power = UNITS[unit?.toLowerCase()];
  if (power === undefined) {
    throw new Failure(`--limit ${text}: it needs a whole number with K, M, G, T or no unit, such as 300 or 64M`);
  }
  const number = Number(digits) * 1024 ** power;
  if (!Number.isSafeInteger(number)) {
    throw new Failure(`--limit ${text}: it is too large`);
  }
  return [name, number];
}
