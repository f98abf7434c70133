// What the tests of the page share: its two forms, and ways to use it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before } from "node:test";
import { pathToFileURL } from "node:url";

import { required, root } from "../support.mjs";
import { launch, newPage } from "./chromium.mjs";
import { serve } from "./server.mjs";

export const wildFolder = path.join(root, "tests/wild");
export const wild = (name) => path.join(wildFolder, name);
export const pageFolder = required("OCIVET_PAGE");

/** Chromium, a server of the page, and a folder for files, for the tests of one file. */
export function stage() {
  const it = { folder: mkdtempSync(path.join(tmpdir(), "ocivet-page-")) };
  before(async () => {
    it.server = await serve({ "/": pageFolder });
    it.browser = await launch();
  });
  after(async () => {
    await it.browser?.close();
    await it.server?.close();
    rmSync(it.folder, { recursive: true, force: true });
  });
  return it;
}

/** The forms of the page, and where each is. */
export const FORMS = {
  files: (it) => `${it.server.origin}/`,
  "one file": () => pathToFileURL(path.join(pageFolder, "ocivet.html")).href,
};

/** Opens the page and waits until it works. At the end of `use` nothing may have been complained of. */
export async function withPage(it, use, { form = "files", allowed = [], ...settings } = {}) {
  const opened = await newPage(it.browser, settings);
  const { page, context, complaints } = opened;
  await page.goto(FORMS[form](it));
  await page.waitForSelector("#chooser.ready");
  await use({ ...opened, address: page.url() });
  assert.deepEqual(complaints.filter((text) => !allowed.some((part) => text.includes(part))), []);
  await context.close();
}

/** Chooses files, and waits for an end of each. */
export async function choose(page, files) {
  const before = await page.locator("article.input").count();
  const list = [files].flat();
  await page.setInputFiles("#files", list);
  await ended(page, before + list.length);
}

/** Waits until that many inputs have an answer, or none to be had. */
export function ended(page, count) {
  return page.waitForFunction((count) => document.querySelectorAll("article.input .verdict").length === count, count);
}

/** Drops what has these paths onto the page, as the desktop does. */
export async function drop(page, ...files) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x: 200, y: 30, data });
  }
  await session.detach();
}

/** The answers in the order of the inputs. */
export function answers(page) {
  return page.locator("article.input .verdict strong").allTextContents();
}

/** The native command's report on a file or folder, by its name alone. */
export function command(file, ...more) {
  const run = spawnSync(required("OCIVET_COMMAND"), ["check", "--no-config", ...more, path.basename(file)], {
    cwd: path.dirname(file),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  assert.ok(run.status === 0 || run.status === 1, `${run.status} ${run.error} ${run.stderr}`);
  return run.stdout;
}

/** An archive of `[name, text]` or `[name, text, typeflag]`, with right sums and an end. */
export function tar(entries) {
  const parts = entries.flatMap(([name, text, typeflag = "0"]) => {
    const data = Buffer.from(text);
    const header = Buffer.alloc(512);
    const field = (at, value) => header.write(value, at, "utf8");
    field(0, name);
    field(100, "0000644\0" + "0000000\0".repeat(2) + data.length.toString(8).padStart(11, "0") + "\0" + "00000000000\0");
    field(148, "        " + typeflag);
    field(257, "ustar\u000000");
    const sum = header.reduce((total, byte) => total + byte, 0);
    field(148, `${sum.toString(8).padStart(6, "0")}\0 `);
    return [header, data, Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

/** Writes an archive of one entry of that many zeros, which takes no place on the disk. */
export function sparse(file, size) {
  const head = tar([["data", ""]]).subarray(0, 512);
  head.write(size.toString(8).padStart(11, "0"), 124, "latin1");
  head.write("        ", 148, "latin1");
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  writeFileSync(file, head);
  truncateSync(file, 512 + size + 1024);
  return file;
}
