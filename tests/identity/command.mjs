// The native command: from a file on one thread and on several, and from a pipe.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const command = path.resolve(process.env.OCIVET_COMMAND);
/** What is read has the input's name: reports differ in nothing. A writer ends with the command, read or not. */
const LINK = 'ln -sf "$0" "$1" && shift && exec "$@"';
const PIPE =
  'rm -f "$1" && mkfifo "$1" && { (exec > "$1" 2> /dev/null; cat "$0") > /dev/null 2>&1 & } && shift && "$@"; ' +
  "status=$?; kill $! 2> /dev/null; exit $status";
const inputWay = (script, ...words) => ({ file, options }, check, place) =>
  run(place, "sh", ["-c", script, file, options.name, command, ...check, ...words, options.name]);
const INPUT_WAYS = {
  "one thread": inputWay(LINK, "-j", "1"),
  "four threads": inputWay(LINK, "-j", "4"),
  "a pipe": inputWay(PIPE, "-j", "4"),
};
const NAME_WAYS = { "an argument": (one, check) => run(os.tmpdir(), command, [...check, "--", one.text]) };
/** Options whose values the configuration takes from files. */
const FILES = ["checksums", "keyring", "image-keys"];

export async function viaCommand(part, cases) {
  const [verb, given] = part === "name" ? ["name", NAME_WAYS] : ["check", INPUT_WAYS];
  const place = mkdtempSync(path.join(os.tmpdir(), "ocivet-identity-"));
  const ways = {};
  for (const [way, report] of Object.entries(given)) {
    ways[way] = await inLanes(cases, (one, lane) => {
      const folder = path.join(place, `${lane}`);
      return report(one, [verb, "--format", "json", ...configured(one.options, folder)], folder);
    });
  }
  rmSync(place, { recursive: true });
  return ways;
}

/** What became of a containers-policy.json, a registries.conf or the keys of a scope cannot be written as such again. */
viaCommand.takes = ({ options }) => !/"(containers-policy|registries-conf|key-files|keys)"/.test(JSON.stringify(options));

/** Options as a configuration file in a folder, and as arguments where a file may not have them. */
function configured({ name: _, reference, ...options }, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const key of FILES.filter((key) => key in options)) {
    options[key] = [options[key]].flat().map((text, at) => {
      writeFileSync(path.join(folder, `${key}-${at}`), text);
      return `${key}-${at}`;
    });
  }
  options.checksums &&= options.checksums[0];
  const lines = Object.entries(options).map(([key, value]) => `${JSON.stringify(key)} = ${toml(value)}\n`);
  writeFileSync(path.join(folder, "config.toml"), lines.join(""));
  return ["--config", path.join(folder, "config.toml"), ...(reference ? ["--reference", reference] : [])];
}

/** JSON but for tables. */
function toml(value) {
  if (Array.isArray(value)) {
    return `[${value.map(toml).join(", ")}]`;
  }
  if (typeof value === "object") {
    return `{ ${Object.entries(value).map(([key, value]) => `${JSON.stringify(key)} = ${toml(value)}`).join(", ")} }`;
  }
  return JSON.stringify(value);
}

/** What a program writes, with what it complains of where it does not report. */
function run(cwd, program, words) {
  const child = spawn(program, words, { cwd, stdio: ["ignore", "pipe", "pipe"], timeout: 60_000 });
  let [out, complaint] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (complaint += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve(status === 0 || status === 1 ? out : `exit ${status}: ${complaint}`));
  });
}

/** The answers for all, in their order, as many at once as there are cores. */
async function inLanes(all, answer) {
  const answers = [];
  let next = 0;
  const lane = async (_, number) => {
    while (next < all.length) {
      const at = next++;
      answers[at] = await answer(all[at], number);
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, lane));
  return answers;
}
