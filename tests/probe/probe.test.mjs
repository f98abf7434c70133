// The core in WebAssembly: imports nothing, and says byte for byte what the native command says.
//
//   OCIVET_PROBE=…/probe.wasm OCIVET_COMMAND=…/ocivet node --test tests/probe/
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const required = (name) => {
  const value = process.env[name];
  assert.ok(value, `${name} must name a file`);
  return path.resolve(value);
};
const command = required("OCIVET_COMMAND");
const module = new WebAssembly.Module(readFileSync(required("OCIVET_PROBE")));

const wild = readdirSync(path.join(root, "tests/wild"))
  .filter((name) => /\.(tar|tar\.\w+|tgz|crate)$/.test(name))
  .map((name) => `tests/wild/${name}`);
const chunkings = [1, 511, 512, 513, 65_536, 0xffff_ffff];

const scratch = mkdtempSync(path.join(tmpdir(), "ocivet-probe-"));
after(() => rmSync(scratch, { recursive: true }));

/** Runs the module on `bytes`: strings and lists go through its memory, by the canonical ABI. */
function probe(bytes, chunk, options) {
  const { exports } = new WebAssembly.Instance(module, {});
  const put = (data) => {
    const at = exports.cabi_realloc(0, 0, 1, data.length);
    new Uint8Array(exports.memory.buffer).set(data, at);
    return [at, data.length];
  };
  const archive = put(bytes);
  const text = put(new TextEncoder().encode(JSON.stringify(options)));
  const result = exports.check(...archive, chunk, ...text);
  const view = new DataView(exports.memory.buffer);
  const [at, length] = [view.getUint32(result, true), view.getUint32(result + 4, true)];
  const answer = new TextDecoder("utf-8", { fatal: true }).decode(
    new Uint8Array(exports.memory.buffer, at, length),
  );
  exports.cabi_post_check(result);
  return answer;
}

/** Runs the native command on a file, which it names as given. */
function native(file) {
  const run = spawnSync(command, ["check", "--no-config", "--format", "json", file], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  assert.ok(run.status === 0 || run.status === 1, `${command}: ${run.status} ${run.error} ${run.stderr}`);
  return run.stdout;
}

test("the module imports nothing", () => {
  assert.deepEqual(WebAssembly.Module.imports(module), []);
});

test("there is something to compare", () => {
  assert.ok(wild.length >= 20, `${wild.length} files in tests/wild`);
});

for (const file of wild) {
  test(`${file}: the same report, whatever the chunking`, () => {
    const bytes = readFileSync(path.join(root, file));
    const expected = native(file);
    assert.equal(JSON.parse(expected).input.size, bytes.length);
    for (const chunk of chunkings) {
      assert.equal(probe(bytes, chunk, { name: file }), expected, `chunks of ${chunk} bytes`);
    }
  });
}

test("one flipped byte is denied, with the same report", () => {
  const bytes = readFileSync(path.join(root, "tests/wild/docker-save.tar"));
  const at = bytes.indexOf("goes away in the second layer");
  assert.notEqual(at, -1, "the layer is not compressed");
  bytes[at] ^= 1;
  const file = path.join(scratch, "flipped.tar");
  writeFileSync(file, bytes);
  const expected = native(file);
  assert.equal(JSON.parse(expected).verdict, "deny");
  assert.equal(probe(bytes, 4096, { name: file }), expected);
});

test("wrong options are told, not trapped", () => {
  assert.match(probe(new Uint8Array(), 1, { nmae: "x" }), /^error: .*nmae/);
});
