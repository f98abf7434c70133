// The packed package, installed as users install it: each consumer runs a check.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { launch, newPage } from "./browser/chromium.mjs";
import { serve } from "./browser/server.mjs";
import { native, packageFolder, root } from "./support.mjs";

const sources = fileURLToPath(new URL("consumers", import.meta.url));
const tools = path.join(root, "wasm/node_modules");
const file = "tests/wild/skopeo.oci.tar";
const expected = native(file);

const folder = mkdtempSync(path.join(tmpdir(), "ocivet-consumers-"));
const home = path.join(folder, "home");
const environment = { PATH: process.env.PATH, HOME: home, npm_config_cache: path.join(folder, "cache") };

function run(cwd, program, ...words) {
  return execFileSync(program, words, { cwd, encoding: "utf8", env: environment, maxBuffer: 1 << 28 });
}

let tarball;
let browser;
before(async () => {
  mkdirSync(home);
  const [packed] = JSON.parse(run(folder, "npm", "pack", "--json", "--ignore-scripts", packageFolder));
  tarball = path.join(folder, packed.filename);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A project of its own, with the package and nothing else from a registry. */
function project(name) {
  const place = path.join(folder, name);
  cpSync(path.join(sources, name), place, { recursive: true });
  run(place, "npm", "install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", tarball);
  assert.deepEqual(readdirSync(path.join(place, "node_modules")).filter((name) => !name.startsWith(".")), ["ocivet"]);
  return place;
}

test("the tarball has what the package needs and nothing else", () => {
  const names = run(folder, "tar", "-tf", tarball).trim().split("\n").map((name) => name.replace("package/", ""));
  for (const name of ["README.md", "LICENSE-MIT", "LICENSE-APACHE", "dist/index.d.ts", "dist/ocivet.wasm", "sbom.cdx.json"]) {
    assert.ok(names.includes(name), name);
  }
  const known = /^(package\.json|README\.md|LICENSE-\w+|sbom\.cdx\.json|dist\/[\w./-]+\.(js|wasm|d\.ts))$/;
  assert.deepEqual(names.filter((name) => !known.test(name)), []);
  const manifest = JSON.parse(readFileSync(path.join(packageFolder, "package.json"), "utf8"));
  for (const key of ["dependencies", "devDependencies", "peerDependencies", "scripts"]) {
    assert.equal(manifest[key], undefined, key);
  }
  // Its own verdict on itself.
  const words = ["check", "--no-config", "--fail-on", "warn", tarball];
  const main = path.join(packageFolder, "dist/command/main.js");
  const { status, stdout } = spawnSync(process.execPath, [main, ...words], { encoding: "utf8" });
  assert.equal(status, 0, stdout);
});

for (const [name, script] of [["node-esm", "check.mjs"], ["node-cjs", "check.cjs"]]) {
  test(`Node: ${name}`, () => {
    const place = project(name);
    for (const way of ["check", "checkInWorker"]) {
      assert.equal(run(place, process.execPath, script, way, path.join(root, file), file), expected, way);
    }
  });
}

test("npx ocivet", () => {
  const place = project("node-esm");
  const words = ["--offline", "--", "ocivet", "check", "--no-config", "--format", "json"];
  const input = readFileSync(path.join(root, file));
  const given = spawnSync("npx", [...words, "-"], { cwd: place, input, env: environment, encoding: "utf8" });
  assert.equal(given.stdout, expected.replace(JSON.stringify(file), '"-"'), given.stderr);
  assert.equal(given.status, 0);
});

/** A page checks an upload, on its own thread and in a worker, under a strict policy. */
async function pageChecks(built, page = "index.html") {
  const headers = {
    "content-security-policy":
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src data:",
  };
  const server = await serve({ "/": built }, headers);
  try {
    const opened = await newPage(browser);
    await opened.page.goto(`${server.origin}/${page}`);
    await opened.page.waitForFunction(() => window.run);
    const buffer = readFileSync(path.join(root, file));
    await opened.page.setInputFiles("input", { name: "skopeo.oci.tar", mimeType: "application/x-tar", buffer });
    for (const way of ["check", "checkInWorker"]) {
      const report = await opened.page.evaluate(
        ([way, name]) => window.run(way, document.querySelector("input").files[0], name),
        [way, file],
      );
      assert.equal(report, expected, way);
    }
    const text = await opened.page.evaluate((report) => window.show(report), expected);
    assert.equal(text, native(file, "text"));
    assert.deepEqual(opened.complaints, []);
    const own = [server.origin, "data:", "blob:"];
    assert.deepEqual(opened.requests.filter((url) => !own.some((start) => url.startsWith(start))), []);
    assert.deepEqual(server.log.filter((line) => !line.endsWith(" 200")), []);
    await opened.context.close();
  } finally {
    await server.close();
  }
}

test("a page with a plain module script", async () => {
  const place = project("plain");
  await pageChecks(place);
});

test("Vite", async () => {
  const place = project("vite");
  const { build } = await import(pathToFileURL(path.join(tools, "vite/dist/node/index.js")));
  await build({ root: place, configFile: false, logLevel: "error", build: { assetsInlineLimit: 0 } });
  const built = path.join(place, "dist");
  assert.ok(readdirSync(path.join(built, "assets")).some((name) => name.endsWith(".wasm")));
  await pageChecks(built);
});

test("esbuild", async () => {
  const place = project("esbuild");
  const { build } = await import(pathToFileURL(path.join(tools, "esbuild/lib/main.js")));
  await build({
    absWorkingDir: place,
    entryPoints: { main: "main.js", worker: "ocivet/worker" },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    outdir: "dist",
    loader: { ".wasm": "file" },
    logLevel: "error",
  });
  const built = path.join(place, "dist");
  cpSync(path.join(place, "index.html"), path.join(built, "index.html"));
  await pageChecks(built);
});

test("a runtime like those of servers: no Node, no page, a module that is given", async () => {
  const place = project("bare");
  const { build } = await import(pathToFileURL(path.join(tools, "esbuild/lib/main.js")));
  const out = path.join(place, "bundle.js");
  await build({
    absWorkingDir: place,
    entryPoints: ["main.js"],
    bundle: true,
    format: "iife",
    platform: "browser",
    outfile: out,
    // It says itself where the module is.
    logOverride: { "empty-import-meta": "silent" },
  });
  writeFileSync(path.join(place, "name"), file);
  assert.equal(run(place, process.execPath, "host.cjs", out, path.join(root, file), file), expected);
});
