// The npm package in Chromium: in the page's thread, and through workers.
import path from "node:path";

import { launch, newPage } from "../../wasm/test/browser/chromium.mjs";
import { serve } from "../../wasm/test/browser/server.mjs";
import { viaNode } from "./node.mjs";

const PAGE = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>test</title>
<script type="module" src="/test.js"></script></head><body></body></html>`;
const SCRIPT = `import * as ocivet from "/npm/dist/browser.js"; window.ocivet = ocivet;`;
const WAYS = { input: ["check", "checkInWorker"], name: ["checkName"] };
/** Checks that are asked for at once. */
const BATCH = 40;

export async function viaBrowser(part, cases) {
  const server = await serve({
    "/": PAGE,
    "/test.js": SCRIPT,
    "/npm/": path.resolve(process.env.OCIVET_NPM),
    "/cases/": path.resolve(process.env.OCIVET_CASES),
  });
  const browser = await launch();
  try {
    const { page } = await newPage(browser);
    await page.goto(server.origin);
    await page.waitForFunction(() => window.ocivet);
    const ways = {};
    for (const way of WAYS[part]) {
      ways[way] = [];
      for (let from = 0; from < cases.length; from += BATCH) {
        const batch = cases.slice(from, from + BATCH).map(({ name, text, options }) => ({ name, text, options }));
        ways[way].push(...(await page.evaluate(checkAll, { way, batch })));
      }
    }
    return ways;
  } finally {
    await browser.close();
    await server.close();
  }
}

viaBrowser.takes = viaNode.takes;

/** In the page: the reports on some cases. */
async function checkAll({ way, batch }) {
  const reports = [];
  for (const { name, text, options } of batch) {
    const source = text ?? (await (await fetch(`/cases/${encodeURIComponent(name)}/input`)).blob());
    reports.push((await window.ocivet[way](source, { options })).json);
  }
  return reports;
}
