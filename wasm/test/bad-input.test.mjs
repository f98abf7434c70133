// What goes wrong outside of an input's contents: a typed error, and everything else goes on.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, test } from "node:test";
import { pathToFileURL } from "node:url";

import { instances, native, ocivet, packageFolder, root } from "./support.mjs";

const file = "tests/wild/docker-save.tar";
const bytes = readFileSync(path.join(root, file));
const ways = ["check", "checkInWorker"];

/** The package works as before. */
async function sound() {
  assert.equal((await ocivet.check(bytes, { name: file })).json, native(file));
}
afterEach(sound);

async function refused(source, type, part, more = {}) {
  for (const way of ways) {
    await assert.rejects(ocivet[way](source(), more), (error) => {
      assert.equal(error.name, type, `${way}: ${error}`);
      assert.ok(error instanceof ocivet[type] && error instanceof ocivet.OcivetError, way);
      assert.match(error.message, part, way);
      return true;
    });
  }
}

const half = bytes.subarray(0, bytes.length / 2);

test("a stream that fails half way", () =>
  refused(
    () =>
      new ReadableStream({
        start: (controller) => controller.enqueue(half),
        pull: (controller) => controller.error(new Error("the line is dead")),
      }),
    "InputError",
    /^the source cannot be read: the line is dead$/,
  ));

test("an iterator whose promise is rejected", () =>
  refused(
    async function* () {
      yield half;
      await Promise.reject(new TypeError("gone"));
    },
    "InputError",
    /gone/,
  ));

test("an iterator that throws what is no error", () =>
  refused(
    function* () {
      yield half;
      throw undefined;
    },
    "InputError",
    /undefined/,
  ));

test("a response that is not what was asked for, or was read", async () => {
  await refused(() => new Response("not here", { status: 404 }), "InputError", /status 404/);
  const read = new Response(bytes);
  await read.arrayBuffer();
  await refused(() => read, "UsageError", /read before/);
});

test("a stream that somebody else reads", () =>
  refused(
    () => {
      const stream = new Blob([bytes]).stream();
      stream.getReader();
      return stream;
    },
    "UsageError",
    /locked/,
  ));

test("a stream of strings, numbers or nothing", async () => {
  for (const [value, part] of [
    ["text", /not a string/],
    [5, /not a number/],
    [null, /not null/],
    [undefined, /not undefined/],
    [[1, 2], /not a value of type Array/],
  ]) {
    await refused(() => [half, value], "UsageError", part);
    await refused(() => new ReadableStream({ pull: (controller) => controller.enqueue(value) }), "UsageError", part);
  }
});

test("what is no source", async () => {
  for (const value of ["image.tar", 3, null, undefined, {}, () => bytes, Symbol.iterator, true]) {
    await refused(() => value, "UsageError", /the source must be bytes/);
  }
});

test("bytes that were given away", async () => {
  const detached = () => {
    const copy = new Uint8Array(bytes);
    structuredClone(copy, { transfer: [copy.buffer] });
    return copy;
  };
  await refused(detached, "UsageError", /detached/);
  await refused(() => detached().buffer, "UsageError", /detached/);
  await refused(() => [half, detached()], "UsageError", /detached/);
  const verifier = await ocivet.createVerifier();
  assert.throws(() => verifier.feed(detached()), ocivet.UsageError);
});

test("a listener that throws", async () => {
  const fault = new RangeError("the listener's own");
  const onProgress = () => {
    throw fault;
  };
  for (const way of ways) {
    await assert.rejects(ocivet[way](bytes, { onProgress }), (error) => error === fault);
  }
});

test("many checks at once do not touch each other", async () => {
  const expected = native(file);
  const slowly = async function* () {
    for (let at = 0; at < bytes.length; at += 3000) {
      await new Promise((resolve) => setImmediate(resolve));
      yield bytes.subarray(at, at + 3000);
    }
  };
  const checks = ["x", "y", "z"].flatMap((name) => ways.map((way) => ocivet[way](slowly(), { name })));
  checks.push(assert.rejects(ocivet.check(["text"]), ocivet.UsageError));
  const reports = (await Promise.all(checks)).filter(Boolean);
  assert.equal(reports.length, 6);
  for (const report of reports) {
    assert.equal(report.json, expected.replace(JSON.stringify(file), JSON.stringify(report.input.name)));
  }
});

/** A verifier, and the instance that it lives in. */
async function begun() {
  const at = instances.length;
  const verifier = await ocivet.createVerifier({ name: file });
  assert.equal(instances.length, at + 1);
  return { verifier, memory: instances[at].exports.memory };
}

function over(verifier) {
  let first;
  assert.throws(() => verifier.feed(bytes), (error) => {
    first = error;
    return error instanceof ocivet.InternalError && error.message.startsWith("ocivet failed: ");
  });
  // The instance is never called again: the answer stays the same.
  assert.throws(() => verifier.feed(bytes), (error) => error === first);
  assert.throws(() => verifier.finish(), (error) => error === first);
  verifier.free();
}

test("a fault ends the verifier that met it and no other", async () => {
  const [broken, other] = [await begun(), await begun()];
  other.verifier.feed(half);
  broken.verifier.feed(half);
  // No fault of ocivet is at hand, so its memory is spoiled: everything that it finds there is wrong.
  new Uint8Array(broken.memory.buffer).fill(0xff);
  over(broken.verifier);
  other.verifier.feed(bytes.subarray(half.length));
  assert.equal(other.verifier.finish().json, native(file));
});

test("no memory left ends the verifier that needs it and no other", async () => {
  const [starved, other] = [await begun(), await begun()];
  starved.verifier.feed(half);
  const page = 65536;
  starved.memory.grow(65536 - starved.memory.buffer.byteLength / page);
  const large = new Uint8Array(64 << 20);
  assert.throws(() => starved.verifier.feed(large), ocivet.InternalError);
  assert.throws(() => starved.verifier.finish(), ocivet.InternalError);
  other.verifier.feed(bytes);
  assert.equal(other.verifier.finish().json, native(file));
});

test("a host that cannot hash ends the check and no other", async () => {
  const { hashBy, hostHashers } = await import(pathToFileURL(path.join(packageFolder, "dist/hashing.js")));
  const { begin } = hostHashers();
  hashBy(() => {
    throw new Error("no such hash here");
  });
  await assert.rejects(ocivet.check(bytes), { name: "InternalError", message: /no such hash here/ });
  let asked = 0;
  hashBy((algorithm) => {
    asked += 1;
    return begin(algorithm);
  });
  await sound();
  assert.ok(asked > 0, "the host hashes");
  hashBy(begin);
});

test("a module that cannot be had, and then can", async () => {
  ocivet.init({ check: () => Promise.reject(new Error("offline")) });
  await assert.rejects(ocivet.check(bytes), (error) => {
    assert.ok(error instanceof ocivet.InternalError);
    assert.match(error.message, /the WebAssembly module cannot be loaded: offline/);
    return true;
  });
  ocivet.init({ check: new Uint8Array([0, 97, 115, 109]) });
  await assert.rejects(ocivet.check(bytes), ocivet.InternalError);
  ocivet.init({ check: () => readFileSync(path.join(packageFolder, "dist/ocivet.wasm")) });
});
