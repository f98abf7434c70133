// What a caller relies on beside reports: ends on request, memory that is bounded and returned, settings.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { instances, ocivet, root } from "./support.mjs";
import { tarOf } from "./tar.mjs";

const MIB = 1 << 20;
const small = readFileSync(path.join(root, "tests/wild/docker-save.tar"));

/** A stream without end. */
function* endless(...chunks) {
  yield* chunks;
  for (;;) {
    yield chunks.at(-1);
  }
}

/** All that can take time: a digest of the whole, and no end because of what unpacks to much. */
const options = { digest: true, limits: { ratio: 100_000 } };

/** Milliseconds from the time for which an abortion was planned to the end of the check. */
async function stopped(source, run) {
  const stop = new AbortController();
  const reason = new Error("no longer wanted");
  const planned = performance.now() + 150;
  const timer = setTimeout(() => stop.abort(reason), 150);
  try {
    await assert.rejects(run(source, { signal: stop.signal, options }), (error) => error === reason);
  } finally {
    clearTimeout(timer);
  }
  return performance.now() - planned;
}

const noise = new Uint8Array(randomBytes(MIB));
noise[0] = 0; // A brace would make it a document, of which more is kept.
const bomb = new Uint8Array(gzipSync(new Uint8Array(512 * MIB), { level: 9 }));
const blob = new Blob(Array(128).fill(noise));
const stuck = () => new ReadableStream({ pull: () => new Promise(() => {}) });

for (const [name, source] of [
  ["bytes in memory", () => Buffer.alloc(256 * MIB)],
  ["an iterable that never waits", () => endless(tarOf([["data", 2 ** 40]]).head, noise)],
  ["few bytes that unpack to many", () => endless(bomb)],
  ["a source that is stuck", stuck],
  ["a Blob", () => blob],
]) {
  for (const way of ["check", "checkInWorker"]) {
    test(`an abortion ends a check within 100 ms: ${name}, ${way}`, async () => {
      // Of a few tries: what else the machine does must not count.
      const times = [];
      while (times.length < 4 && !(Math.min(...times) <= 100)) {
        times.push(await stopped(source(), ocivet[way]));
      }
      assert.ok(Math.min(...times) <= 100, `${times} ms`);
    });
  }
}

test("an aborted stream is cancelled with the reason", async () => {
  const stop = new AbortController();
  const told = new Promise((resolve) => {
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1000)),
      cancel: resolve,
    });
    assert.rejects(ocivet.check(stream, { signal: stop.signal }), /enough/);
  });
  setTimeout(() => stop.abort(new Error("enough")), 20);
  assert.equal((await told).message, "enough");
});

test("what was aborted before does nothing", async () => {
  for (const way of ["check", "checkInWorker"]) {
    let read = false;
    const source = (function* () {
      read = true;
      yield small;
    })();
    await assert.rejects(ocivet[way](source, { signal: AbortSignal.abort() }), { name: "AbortError" });
    assert.equal(read, false);
  }
});

// The whole of it with OCIVET_STREAM_MIB=4096.
const streamed = Number(process.env.OCIVET_STREAM_MIB ?? 256);

test(`a stream of ${streamed} MiB is verified in less than 64 MiB`, async () => {
  const { head, tail } = tarOf([["data", streamed * MIB]]);
  const source = async function* () {
    yield head;
    for (let at = 0; at < streamed; at += 1) {
      yield noise;
    }
    yield tail;
  };
  const hash = createHash("sha256");
  for await (const chunk of source()) {
    hash.update(chunk);
  }
  const used = instances.length;
  const events = [];
  const report = await ocivet.check(source(), {
    options: { digest: true },
    onProgress: (event) => events.push(event),
  });
  assert.equal(report.input.digest, `sha256:${hash.digest("hex")}`);
  assert.equal(report.input.size, head.length + streamed * MIB + tail.length);
  assert.equal(report.verdict, "pass");
  assert.equal(events.at(-1).bytes, report.input.size);
  assert.equal(instances.length, used + 1);
  const memory = instances[used].exports.memory.buffer.byteLength;
  assert.ok(memory < 64 * MIB, `${memory} bytes of memory`);
});

test("a verifier is fed by hand, in pieces of any length", async () => {
  const expected = (await ocivet.check(small, { name: "x" })).json;
  const verifier = await ocivet.createVerifier({ name: "x" });
  for (let at = 0, step = 0; at < small.length; at += step, step = (step + 61) % 5000) {
    verifier.feed(small.subarray(at, at + step));
  }
  assert.equal(verifier.finish().json, expected);
  assert.throws(() => verifier.feed(small), ocivet.UsageError);
  assert.throws(() => verifier.finish(), /the verifier has finished/);
  verifier.free();
});

test("a verifier that was freed is over, and so is one at the end of its scope", async () => {
  const freed = await ocivet.createVerifier();
  freed.feed(small);
  freed.free();
  freed.free();
  assert.throws(() => freed.finish(), ocivet.UsageError);
  if (Symbol.dispose) {
    const disposed = await ocivet.createVerifier();
    disposed[Symbol.dispose]();
    assert.throws(() => disposed.feed(small), ocivet.UsageError);
  }
});

test("memory of verifiers that are over is given back", async () => {
  const { gc } = await collector();
  const held = instances.length;
  for (let round = 0; round < 8; round += 1) {
    const verifier = await ocivet.createVerifier();
    verifier.feed(small);
    verifier[round % 2 ? "free" : "finish"]();
  }
  const watched = instances.splice(held).map((instance) => new WeakRef(instance));
  assert.equal(watched.length, 8);
  // Collection runs when the engine sees fit; what is over must at least be allowed to go.
  for (let round = 0; round < 20 && watched.some((one) => one.deref()); round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    gc();
  }
  assert.equal(watched.filter((one) => one.deref()).length, 0);
});

async function collector() {
  const { setFlagsFromString } = await import("node:v8");
  const { runInNewContext } = await import("node:vm");
  setFlagsFromString("--expose-gc");
  return { gc: runInNewContext("gc") };
}

test("settings that are not known, or of a wrong type, are refused", async () => {
  for (const [settings, part] of [
    [{ nmae: "x" }, /unknown setting nmae; there are: (jobs, )?name, onProgress, options, signal/],
    [{ onProgress: 3 }, /setting onProgress must be of type function, not a number/],
    [{ options: { severity: 3 } }, /severity/],
    [{ options: { rules: { "path/nothing": "deny" } } }, /path\/nothing/],
    [{ options: { limits: { entries: -1 } } }, /entries/],
    [{ options: [] }, /options must be an object/],
    [null, /the settings of a check must be an object/],
  ]) {
    for (const way of ["check", "checkInWorker"]) {
      await assert.rejects(ocivet[way](small, settings), (error) => {
        assert.ok(error instanceof ocivet.UsageError && error instanceof ocivet.OcivetError, `${error}`);
        assert.match(error.message, part);
        return true;
      });
    }
  }
});

test("lists of checksums vouch, and keys of signatures are refused", async () => {
  const sum = createHash("sha256").update(small).digest("hex");
  const check = (options) => ocivet.check(small, { name: "small.tar", options });
  const right = await check({ checksums: `${sum}  small.tar\n` });
  assert.ok(right.verdict === "pass" && right.vouching.checksums[0].matches);
  const wrong = await check({ checksums: `${sum.replace(/./, (digit) => (digit === "0" ? "1" : "0"))} *small.tar\n` });
  assert.deepEqual(wrong.findings.filter(({ severity }) => severity === "deny").map(({ rule }) => rule), ["checksum/mismatch"]);
  for (const options of [
    { checksums: "", keyring: "AAAA" },
    { checksums: "", "require-signature": true },
    { "image-keys": "AAAA" },
  ]) {
    const refused = (error) => error instanceof ocivet.UsageError && /keyring|image-keys/.test(error.message);
    await assert.rejects(check(options), refused);
  }
});

test("options change the report, and the name before the option's goes first", async () => {
  const one = await ocivet.check(small, { name: "first", options: { name: "second", digest: true } });
  assert.equal(one.input.name, "first");
  assert.match(one.input.digest, /^sha256:[0-9a-f]{64}$/);
  const two = await ocivet.check(small, { options: { name: "second", rules: { "entry/setuid": "deny" } } });
  assert.deepEqual([two.input.name, two.verdict, two.input.digest], ["second", "deny", null]);
});

test("rules have their texts", async () => {
  const rules = await ocivet.rules();
  assert.ok(rules.length > 90);
  assert.match(await ocivet.explain(rules[0].id), /## Why it matters/);
  await assert.rejects(ocivet.explain("path/nothing"), ocivet.UsageError);
});

test("a name that is no text, and settings that are not known, are wrong usage", async () => {
  await assert.rejects(ocivet.checkName(7), ocivet.UsageError);
  await assert.rejects(ocivet.checkName("alpine", { policy: {} }), ocivet.UsageError);
  await assert.rejects(ocivet.checkName("alpine", { options: { policy: { trusts: [] } } }), ocivet.UsageError);
});
