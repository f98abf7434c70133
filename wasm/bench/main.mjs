// main.mjs PACKAGE FOLDER: measures in Node, then in Chromium. See `run`.
import { openAsBlob } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { launch, newPage } from "../test/browser/chromium.mjs";
import { serve } from "../test/browser/server.mjs";
import { INPUTS, makeInputs } from "./inputs.mjs";
import { measure } from "./measure.js";

const [packageFolder, folder] = process.argv.slice(2).map((given) => path.resolve(given));
const small = Boolean(process.env.SMALL);
const rounds = small ? 1 : 5;

/** Bars of the ratios; that of the workers is for four cores and more. */
const BARS = { docker: 0.85, oci: 0.85, layers: cpus().length >= 4 ? 2.5 : undefined };

function row({ name, what, bytes, ours, other }) {
  const ratio = other / ours;
  const bar = BARS[name];
  const marks = [bar === undefined ? "" : `bar ${bar}`, bar !== undefined && ratio < bar ? "MISSED" : ""];
  const rate = (seconds) => `${(bytes / 1e6 / seconds).toFixed(0).padStart(6)} MB/s`;
  console.log(`  ${what.padEnd(58)} ${rate(ours)} ${rate(other)} ${ratio.toFixed(3).padStart(7)}  ${marks.join(" ")}`);
}

async function inNode(files) {
  const entry = (file) => import(pathToFileURL(file));
  const ocivet = await entry(path.join(packageFolder, "node.js"));
  const { bind } = await entry(path.join(folder, "kernels/glue-kernels.js"));
  const { readFile } = await import("node:fs/promises");
  const kernels = { bind, module: await WebAssembly.compile(await readFile(path.join(folder, "kernels/kernels.wasm"))) };
  const blobs = {};
  for (const name of INPUTS) {
    blobs[name] = await openAsBlob(files[name]);
  }
  return measure(ocivet, kernels, blobs, rounds);
}

const PAGE = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>bench</title>
<script type="module">
import * as ocivet from "/package/browser.js";
import { measure } from "/bench/measure.js";
import { bind } from "/folder/kernels/glue-kernels.js";

window.run = async (names, rounds) => {
  const kernels = { bind, module: await WebAssembly.compileStreaming(fetch("/folder/kernels/kernels.wasm")) };
  const { files } = document.querySelector("input");
  const blobs = Object.fromEntries(names.map((name, at) => [name, files[at]]));
  return measure(ocivet, kernels, blobs, rounds);
};
</script></head><body><input type="file" multiple></body></html>`;

async function inChromium(files) {
  const server = await serve({ "/": PAGE, "/package/": packageFolder, "/bench/": import.meta.dirname, "/folder/": folder });
  const browser = await launch();
  try {
    const { page, complaints } = await newPage(browser);
    await page.goto(server.origin);
    await page.waitForFunction(() => window.run);
    await page.setInputFiles("input", INPUTS.map((name) => files[name]));
    page.setDefaultTimeout(0);
    const figures = await page.evaluate(([names, rounds]) => window.run(names, rounds), [INPUTS, rounds]);
    if (complaints.length > 0) {
      throw new Error(complaints.join("\n"));
    }
    return figures;
  } finally {
    await browser.close();
    await server.close();
  }
}

const files = await makeInputs(path.join(folder, small ? "small" : "full"), small ? 8e6 : 300e6);
console.log(`${cpus()[0].model}, ${cpus().length} cores; Node ${process.version}`);
for (const [title, run] of [["Node", inNode], ["Chromium", inChromium]]) {
  console.log(`\n${title.padEnd(60)} ${"ocivet".padStart(11)} ${"other".padStart(11)}   ratio`);
  (await run(files)).forEach(row);
}
