// Archives whose members several workers verify.
import assert from "node:assert/strict";
import { Worker } from "node:worker_threads";
import path from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

import { ocivet, packageFolder } from "./support.mjs";
import { entry } from "./tar.mjs";

let started = 0;
let running = 0;
ocivet.init({
  worker: () => {
    started += 1;
    running += 1;
    const worker = new Worker(pathToFileURL(path.join(packageFolder, "dist/worker-node.js")));
    return worker.once("exit", () => {
      running -= 1;
    });
  },
});

const end = Buffer.alloc(1024);

/** The tar of a layer with `megabytes` of bytes that do not repeat. */
function layer(number, megabytes) {
  const data = Buffer.alloc(megabytes << 20);
  for (let at = 0, state = number + 1; at < data.length; at += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data.writeUInt32LE(state, at);
  }
  return Buffer.concat([entry(`usr/data-${number}`, data), entry("../escape", Buffer.from("out")), end]);
}

const layers = [layer(1, 3), gzipSync(layer(2, 4)), layer(3, 2), layer(4, 1)];
const members = layers.map((data, number) => entry(`layer-${number}/layer.tar`, data));
const manifest = JSON.stringify([{ Config: "config.json", RepoTags: [], Layers: layers.map((_, n) => `layer-${n}/layer.tar`) }]);
const image = Buffer.concat([
  ...members,
  entry("noise", Buffer.alloc(3 << 20, "noise ")),
  entry("manifest.json", Buffer.from(manifest)),
  end,
]);

async function same(bytes, settings = {}, jobs = 3) {
  const expected = await ocivet.check(bytes, { name: "image.tar", ...settings });
  const progress = [];
  const report = await ocivet.checkInWorker(new Blob([bytes]), {
    name: "image.tar",
    jobs,
    onProgress: (event) => progress.push(event),
    ...settings,
  });
  assert.equal(report.json, expected.json);
  return { report, progress };
}

test("several workers give the report of one", async () => {
  started = 0;
  const { report, progress } = await same(image);
  assert.equal(started, 3);
  assert.equal(report.images[0].layers.length, 4);
  assert.equal(report.findings.filter(({ rule }) => rule === "path/parent-escape").length, 4);
  assert.deepEqual(progress.at(-1).bytes, image.length);
  assert.ok(progress.every(({ bytes, total }) => bytes <= image.length && total === image.length));
});

test("one worker gives it too, and so does one more than there is work for", async () => {
  started = 0;
  await same(image, {}, 1);
  assert.equal(started, 1);
  await same(image, {}, 20);
  assert.ok(started <= 1 + 5, `${started} workers`);
});

test("an archive that is cut short is the same archive", async () => {
  for (const length of [members[0].length - 700_000, members[0].length + 2_000_000, image.length - 1024]) {
    await same(image.subarray(0, length));
  }
});

test("options reach every worker", async () => {
  const { report } = await same(image, { options: { digest: true } });
  assert.match(report.input.digest, /^sha256:/);
  const { report: limited } = await same(image, { options: { limits: { entries: 1 }, rules: { "path/parent-escape": "off" } } });
  assert.ok(limited.findings.some(({ rule }) => rule === "limit/entries"));
});

test("a compressed archive has no parts", async () => {
  await same(gzipSync(image));
});

test("an abortion ends all workers at once", async () => {
  const stop = new AbortController();
  let aborted;
  const run = ocivet.checkInWorker(new Blob(Array(20).fill(image)), {
    jobs: 3,
    signal: stop.signal,
    onProgress: () => {
      aborted ??= performance.now();
      stop.abort(new Error("enough"));
    },
  });
  await assert.rejects(run, /enough/);
  assert.ok(performance.now() - aborted < 100, `${performance.now() - aborted} ms`);
  while (running > 0) {
    await setTimeout(20);
  }
  // Time in which a message that was on its way could start another one.
  await setTimeout(300);
  assert.equal(running, 0);
});

test("a number of workers that is none is refused", async () => {
  for (const jobs of [0, -1, 1.5]) {
    await assert.rejects(ocivet.checkInWorker(new Blob([]), { jobs }), ocivet.UsageError);
  }
});
