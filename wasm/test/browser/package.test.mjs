// The package in a page, without a bundler and under a strict policy.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";

import { native, packageFolder, root } from "../support.mjs";
import { launch, newPage } from "./chromium.mjs";
import { serve } from "./server.mjs";

const PAGE = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>test</title>
<script type="module" src="/test.js"></script></head><body><input type="file"></body></html>`;
const SCRIPT = `import * as ocivet from "/npm/dist/browser.js"; window.ocivet = ocivet;`;
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src data:";

let browser;
let server;
before(async () => {
  server = await serve({ "/": PAGE, "/test.js": SCRIPT, "/npm/": packageFolder }, { "content-security-policy": POLICY });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

for (const way of ["check", "checkInWorker"]) {
  test(`a file that is chosen gives the native command's report: ${way}`, async () => {
    const { page, context, complaints } = await newPage(browser);
    await page.goto(server.origin);
    await page.waitForFunction(() => window.ocivet);
    const name = "tests/wild/skopeo.oci.tar";
    const buffer = readFileSync(path.join(root, name));
    await page.setInputFiles("input", { name: "skopeo.oci.tar", mimeType: "application/x-tar", buffer });
    const report = await page.evaluate(async ({ way, name }) => {
      const [file] = document.querySelector("input").files;
      return (await window.ocivet[way](file, { name })).json;
    }, { way, name });
    assert.equal(report, native(name));
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test("checks end on request, fail with typed errors, and leave the others alone", async () => {
  const { page, context, complaints } = await newPage(browser);
  await page.goto(server.origin);
  await page.waitForFunction(() => window.ocivet);
  const answers = await page.evaluate(async () => {
    const { check, checkInWorker, InputError, OcivetError, UsageError } = window.ocivet;
    const endless = () => new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1 << 20)) });
    const failing = () => new ReadableStream({ pull: (controller) => controller.error(new Error("gone")) });
    const answer = (work) => work.then(() => "a report", (error) => error);
    const aborted = async (way) => {
      const times = [];
      for (let round = 0; round < 3; round += 1) {
        const stop = new AbortController();
        const check = answer(way(endless(), { signal: stop.signal, options: { digest: true } }));
        await new Promise((resolve) => setTimeout(resolve, 200));
        const began = performance.now();
        stop.abort();
        if ((await check).name !== "AbortError") {
          return Infinity;
        }
        times.push(performance.now() - began);
      }
      return Math.min(...times);
    };
    const answers = {};
    for (const way of [check, checkInWorker]) {
      const other = way(new Blob(["no archive"]));
      answers[way.name] = {
        aborted: await aborted(way),
        failing: (await answer(way(failing()))) instanceof InputError,
        strings: (await answer(way(["text"]))) instanceof UsageError,
        nothing: (await answer(way(3))) instanceof OcivetError,
        other: (await other).verdict,
      };
    }
    return answers;
  });
  for (const way of ["check", "checkInWorker"]) {
    const { aborted, ...rest } = answers[way];
    assert.ok(aborted <= 100, `${way}: ${aborted} ms`);
    assert.deepEqual(rest, { failing: true, strings: true, nothing: true, other: "deny" }, way);
  }
  assert.deepEqual(complaints, []);
  await context.close();
});
