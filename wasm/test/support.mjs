// What the tests of the package share.
//
//   OCIVET_NPM      the built package's folder
//   OCIVET_COMMAND  the native command
//   OCIVET_CASES    what `recipe --all` wrote
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export function required(name) {
  const value = process.env[name];
  assert.ok(value, `${name} must name a file or folder`);
  return path.resolve(value);
}

export const packageFolder = required("OCIVET_NPM");

/** All instances of its modules that were made, for tests that look at their memory. */
export const instances = [];
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...given) => {
  const instance = await instantiate(...given);
  instances.push(instance);
  return instance;
};

/** The package's entry for Node. */
export const ocivet = await import(pathToFileURL(path.join(packageFolder, "dist/node.js")));

/** Archives that real tools made. */
export const wild = readdirSync(path.join(root, "tests/wild"))
  .filter((name) => /\.(tar|tar\.\w+|tgz|crate)$/.test(name))
  .map((name) => `tests/wild/${name}`);

/** The native command's report on a file, which it names as given, or on several. */
export function native(file, format = "json") {
  const run = spawnSync(required("OCIVET_COMMAND"), ["check", "--no-config", "--format", format, ...[file].flat()], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  assert.ok(run.status === 0 || run.status === 1, `${run.status} ${run.error} ${run.stderr}`);
  return run.stdout;
}

/** All cases with an input: `{ name, options, report, file }`. */
export function cases() {
  const folder = required("OCIVET_CASES");
  const all = readdirSync(folder).sort().filter((name) => existsSync(path.join(folder, name, "input"))).map((name) => {
    const at = (part) => path.join(folder, name, part);
    return {
      name,
      options: JSON.parse(readFileSync(at("options.json"), "utf8")),
      report: readFileSync(at("report.json"), "utf8"),
      file: at("input"),
    };
  });
  // The modules verify no signatures: see "keys of signatures are refused".
  return all.filter(({ options }) => !/"(keyring|image-keys|keys)":/.test(JSON.stringify(options)));
}
