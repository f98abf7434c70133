// Chromium says byte for byte what the golden reports and the native command say.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { cases, native, packageFolder, required, root, wild } from "../support.mjs";
import { launch, newPage } from "./chromium.mjs";
import { serve } from "./server.mjs";

const PAGE = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>test</title>
<script type="module" src="/test.js"></script></head><body></body></html>`;
const SCRIPT = `import * as ocivet from "/npm/dist/browser.js"; window.ocivet = ocivet;`;
/** Checks that are asked for at once. */
const BATCH = 40;

let browser;
let server;
let page;
before(async () => {
  server = await serve({
    "/": PAGE, "/test.js": SCRIPT, "/npm/": packageFolder, "/cases/": required("OCIVET_CASES"), "/repository/": root,
  });
  browser = await launch();
  ({ page } = await newPage(browser));
  await page.goto(server.origin);
  await page.waitForFunction(() => window.ocivet);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const golden = cases().map(({ name, options, report }) => ({ name, from: `/cases/${name}/input`, options, report }));
const made = wild.map((file) => ({ name: file, from: `/repository/${file}`, options: { name: file }, report: native(file) }));

for (const [what, all, least] of [["cases", golden, 400], ["archives of real tools", made, 20]]) {
  for (const way of ["check", "checkInWorker"]) {
    test(`${what} through ${way}`, async () => {
      assert.ok(all.length >= least, `${all.length}`);
      const different = [];
      for (let from = 0; from < all.length; from += BATCH) {
        const batch = all.slice(from, from + BATCH);
        const reports = await page.evaluate(run, { way, batch: batch.map(({ from, options }) => ({ from, options })) });
        different.push(...batch.filter(({ report }, at) => reports[at] !== report).map(({ name }) => name));
      }
      console.log(`# ${what} through ${way}: ${all.length} compared`);
      assert.deepEqual(different, []);
    });
  }
}

/** In the page: the reports on some files, as text. */
async function run({ way, batch }) {
  const reports = [];
  for (const { from, options } of batch) {
    const response = await fetch(from);
    if (!response.ok) {
      throw new Error(`${from}: ${response.status}`);
    }
    const report = await window.ocivet[way](await response.blob(), { options });
    reports.push(report.json);
  }
  return reports;
}
