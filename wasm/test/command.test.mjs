// The command of the package, beside the native one: for the same arguments the same output and exit code.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";

import { cases, ocivet, packageFolder, required, root, wild } from "./support.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "ocivet-command-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const main = path.join(packageFolder, "dist/command/main.js");
const environment = { PATH: process.env.PATH, HOME: folder, TERM: "xterm" };

function runIn(cwd, program, words, settings) {
  return spawnSync(program, words, { cwd, encoding: "utf8", maxBuffer: 1 << 28, env: environment, ...settings });
}

const ours = (words, settings) => runIn(root, process.execPath, [main, ...words], settings);
const native = (words, settings) => runIn(root, required("OCIVET_COMMAND"), words, settings);

/** The same output and exit code from both. */
function same(words, settings) {
  const [expected, given] = [native(words, settings), ours(words, settings)];
  assert.equal(given.stdout, expected.stdout, words.join(" "));
  assert.equal(given.status, expected.status, `${words.join(" ")}: ${given.stderr} ${expected.stderr}`);
  return given;
}

/** Exit code 2 from both, nothing on standard output, and an error that says this. */
function bothFail(words, part, settings) {
  const given = same(words, settings);
  assert.equal(given.status, 2, words.join(" "));
  assert.equal(given.stdout, "");
  assert.match(given.stderr, /^error: /, words.join(" "));
  assert.match(given.stderr, part, words.join(" "));
}

const check = ["check", "--no-config"];

test("archives of real tools, in every format", () => {
  for (const format of ["text", "json", "sarif", "html", "github", "junit"]) {
    same([...check, "--format", format, ...wild]);
  }
  for (const file of wild.filter((_, at) => at % 5 === 0)) {
    same([...check, "--format", "json", file]);
    same([...check, file]);
  }
});

test("text with less, more and colours", () => {
  for (const more of [["-q"], ["-v"], ["--color", "always"], ["--color=never", "-q"]]) {
    same([...check, ...more, wild[0]]);
    same([...check, ...more, "tests/wild/docker-save.tar", "tests/wild/README.md"]);
  }
  for (const variables of [{ CLICOLOR_FORCE: "1" }, { CLICOLOR_FORCE: "1", NO_COLOR: "1" }, { CLICOLOR_FORCE: "0" }]) {
    same([...check, wild[0]], { env: { ...environment, ...variables } });
  }
});

// Each case would start two processes: this process calls what the command calls, with the command's own arguments.
test("all cases: the golden report", async () => {
  const { run } = await import(pathToFileURL(path.join(packageFolder, "dist/command/run.js")));
  for (const one of cases()) {
    const { words, fits } = wordsOf(one);
    if (!fits) {
      continue;
    }
    const streams = new Written();
    const code = await run([...check, ...words, "--format", "json", one.file], streams);
    assert.equal(streams.errors, "", one.name);
    const expected = one.report.replace(nameIn(one.report), nameIn(streams.text));
    assert.equal(streams.text, expected, one.name);
    assert.equal(code, JSON.parse(one.report).verdict === "deny" ? 1 : 0, one.name);
  }
});

/** The line with the input's name, which here is a path. */
const nameIn = (report) => /"input": \{\s*"name": .*/.exec(report)[0];

/** Options as words; some have none. The file has another name than the input, which may tell that it is a Dockerfile. */
function wordsOf({ options, report }) {
  const { profile, digest, expect = [], rules = {}, limits = {}, name: _, ...rest } = options;
  const told = JSON.parse(report).input.kind === "dockerfile" ? "dockerfile" : undefined;
  const { kind = told } = rest;
  delete rest.kind;
  const words = [];
  const put = (option, values) => values.forEach((value) => words.push(option, value));
  put("--kind", kind ? [kind] : []);
  put("--profile", profile ? [profile] : []);
  put("--expect", expect);
  put("--set", Object.entries(rules).map((pair) => pair.join("=")));
  put("--limit", Object.entries(limits).map((pair) => pair.join("=")));
  return { words: digest ? [...words, "--digest"] : words, fits: Object.keys(rest).length === 0 };
}

/** What is written, in memory. */
class Written {
  text = "";
  errors = "";
  color = false;
  inputIsTerminal = false;

  write(text) {
    this.text += text;
  }

  error(text) {
    this.errors += text;
  }
}

test("standard input, named or not", () => {
  const input = readFileSync(path.join(root, "tests/wild/docker-save.tar.gz"));
  for (const words of [[], ["-"]]) {
    assert.match(same([...check, ...words], { input }).stdout, /^PASS - /);
  }
  same([...check, "--format", "json", wild[0], "-"], { input });
  same([...check, "-"], { input: "" });
  bothFail([...check, "-", "-"], /only once/, { input });
});

test("a layout that is a directory, and a directory that is none", () => {
  const layout = path.join(folder, "layout");
  mkdirSync(layout);
  runIn(layout, "tar", ["-xf", path.join(root, "tests/wild/skopeo.oci.tar")]);
  for (const format of ["json", "text"]) {
    same([...check, "--format", format, layout]);
  }
  const odd = path.join(folder, "odd");
  cpSync(layout, odd, { recursive: true });
  symlinkSync("/etc", path.join(odd, "blobs/link"));
  writeFileSync(path.join(odd, "blobs/sha256/stray"), "");
  writeFileSync(Buffer.concat([Buffer.from(`${odd}/name`), Buffer.from([0xff])]), "x");
  const blobs = path.join(odd, "blobs/sha256");
  const longest = readdirSync(blobs).find((name) => name.length === 64);
  writeFileSync(path.join(blobs, longest), "changed");
  assert.equal(same([...check, "--format", "json", odd]).status, 1);
  same([...check, "--format", "json", path.join(root, "tests/wild"), odd]);
});

test("what decides on the exit code", () => {
  const file = "tests/wild/docker-save.tar";
  for (const words of [
    ["--fail-on", "info"],
    ["--fail-on=warn"],
    ["--fail-on", "info", "--exit-zero"],
    ["--set", "entry/setuid=deny"],
    ["--set", "entry/setuid=off", "-v"],
    ["--kind", "layer"],
    ["--profile", "package", "-v"],
    ["--limit", "entries=3"],
    ["--limit", "total_output=1K"],
    ["--expect", `sha256:${"0".repeat(64)}`],
    ["--digest", "--format", "json"],
  ]) {
    same([...check, ...words, file]);
    same([...check, ...words, file, "tests/wild/npm-pack.tgz"]);
  }
});

test("reports that go to files", () => {
  const place = (name) => path.join(folder, name);
  const words = ["--format", "json", "-o", place("r.json"), "--format", "text", "--format", "sarif", "-o"];
  const file = "tests/wild/docker-save.tar";
  const given = {};
  for (const [name, run] of Object.entries({ native, ours })) {
    writeFileSync(place("there"), "older");
    symlinkSync(place("there"), place(`link-${name}`));
    const { stdout, status, stderr } = run([...check, ...words, place(`link-${name}`), file]);
    assert.equal(status, 0, stderr);
    given[name] = [stdout, readFileSync(place("r.json"), "utf8"), readFileSync(place("there"), "utf8")];
  }
  assert.deepEqual(given.ours, given.native);
  same([...check, "-o", "/dev/stdout", file]);
  same([...check, "-o", "-", "--format", "json", file]);
  // Without a report an older file stays, and nothing is left beside it.
  const before = readdirSync(folder);
  writeFileSync(place("there"), "older");
  bothFail([...check, "-o", place("there"), "no-such-file"], /no-such-file/);
  assert.equal(readFileSync(place("there"), "utf8"), "older");
  assert.deepEqual(readdirSync(folder), before);
});

test("inputs that cannot be read", () => {
  const missing = "no/such\u001b[31m\u202efile";
  bothFail([...check, missing],
    /cannot read no\/such\\u\{1b\}\[31m\\u\{202e\}file: .*; check the spelling of its path/);
  bothFail([...check, `${wild[0]}/below`], /a part of its path is a file/);
  // The others are reported all the same.
  for (const format of ["json", "text", "sarif"]) {
    assert.equal(same([...check, "--format", format, "missing", wild[0]]).status, 2);
  }
  same([...check, "--format", "json", "missing", "missing-too"]);
});

test("arguments that are wrong", () => {
  const file = wild[0];
  for (const [words, part] of [
    [["--format", "pdf", file], /--format.*pdf|pdf.*--format/s],
    [["--fail-on", "off", file], /--fail-on/],
    [["--nonsense", file], /--nonsense/],
    [["--kind", "zip", file], /kind/],
    [["--set", "path/nothing=deny", file], /path\/nothing/],
    [["--set", "path/absolute=fatal", file], /path\/absolute|fatal/],
    [["--set", "path/absolute", file], /needs a name, an = and a value/],
    [["--limit", "entries=many", file], /whole number/],
    [["--limit", "entries=99999999T", file], /too large/],
    [["--limit", "nothing=3", file], /nothing/],
    [["--expect", "sha256:0", file], /expect|sha256:0/],
    [["-q", "-v", file], /--verbose/],
    [["--profile", "layer", "--profile", "layer", file], /--profile/],
    [["--format", "json", "--format", "text", file], /standard output/],
    [["--format", "json", "-o", "x", "-o", "y", file], /-o y/],
    [["--format", "json", "-o", "x", "--format", "text", "-o", "x", file], /two reports/],
    [["-o", ".", file], /cannot write \./],
    [["-o", "no/such/folder", file], /cannot write no\/such\/folder/],
  ]) {
    bothFail([...check, ...words], part);
  }
  assert.equal(ours(["chekc", file]).status, 2);
  assert.equal(ours([]).status, 2);
});

test("a configuration file is never left unread", () => {
  const below = path.join(folder, "configured/below");
  mkdirSync(below, { recursive: true });
  writeFileSync(path.join(folder, "configured/ocivet.toml"), '[rules]\n"entry/setuid" = "deny"\n');
  const file = path.join(root, "tests/wild/docker-save.tar");
  const refused = ours(["check", file], { cwd: below });
  assert.equal(refused.status, 2);
  assert.equal(refused.stdout, "");
  assert.match(refused.stderr, /configured\/ocivet\.toml is not read by this command/);
  same(["check", "--no-config", file], { cwd: below });
  same(["check", file], { cwd: folder });
});

test("a reader that goes away is no failure", async () => {
  const words = [main, ...check, "--format", "html", ...wild];
  const process_ = spawn(process.execPath, words, { cwd: root, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  process_.stderr.on("data", (chunk) => (errors += chunk));
  process_.stdout.once("data", () => process_.stdout.destroy());
  const code = await new Promise((resolve) => process_.on("exit", resolve));
  assert.equal(errors, "");
  assert.ok(code === 0 || code === 1, `exit code ${code}`);
});

test("rules and what they look for", async () => {
  same(["rules"]);
  for (const { id } of (await ocivet.rules()).filter((_, at) => at % 17 === 0)) {
    same(["explain", id]);
  }
  bothFail(["explain", "path/nothing"], /there is no rule path\/nothing/);
});

test("help and version", () => {
  const version = JSON.parse(readFileSync(path.join(packageFolder, "package.json"), "utf8")).version;
  for (const words of [["--help"], ["-h"], ["check", "--help"], ["check", "-h", "x"]]) {
    const { stdout, status } = ours(words);
    assert.equal(status, 0);
    assert.match(stdout, /^Verifies container images[^]*Exit codes/);
  }
  for (const word of ["--version", "-V"]) {
    assert.equal(ours([word]).stdout, `ocivet ${version}\n`);
  }
});
