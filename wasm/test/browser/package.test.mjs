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
