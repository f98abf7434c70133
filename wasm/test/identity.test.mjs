// The package says byte for byte what the native command and the golden reports say.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { cases, nameCases, native, ocivet, root, wild } from "./support.mjs";

const all = cases();

test("there is something to compare", () => {
  assert.ok(wild.length >= 20, `${wild.length} files in tests/wild`);
  assert.ok(all.length >= 400, `${all.length} cases`);
});

for (const one of all) {
  test(one.name, async () => {
    const report = await ocivet.check(readFileSync(one.file), { options: one.options });
    assert.equal(report.json, one.report);
  });
}

const names = nameCases();

test("there are names to compare", () => {
  assert.ok(names.length >= 15, `${names.length} names`);
});

for (const one of names) {
  test(one.name, async () => {
    const report = await ocivet.checkName(readFileSync(one.file, "utf8"), { options: one.options });
    assert.equal(report.json, one.report);
  });
}

test("a name that is no text, and settings that are not known, are wrong usage", async () => {
  await assert.rejects(ocivet.checkName(7), ocivet.UsageError);
  await assert.rejects(ocivet.checkName("alpine", { policy: {} }), ocivet.UsageError);
  await assert.rejects(ocivet.checkName("alpine", { options: { policy: { trusts: [] } } }), ocivet.UsageError);
});

for (const file of wild) {
  test(file, async () => {
    const bytes = readFileSync(path.join(root, file));
    const expected = native(file);
    assert.equal(JSON.parse(expected).input.size, bytes.length);
    for (const chunk of [511, 4096, 70_001]) {
      const chunks = function* () {
        for (let at = 0; at < bytes.length; at += chunk) {
          yield bytes.subarray(at, at + chunk);
        }
      };
      assert.equal((await ocivet.check(chunks(), { name: file })).json, expected, `chunks of ${chunk}`);
    }
    assert.equal((await ocivet.check(bytes, { name: file })).json, expected);
    assert.equal((await ocivet.check(new Blob([bytes]), { name: file })).json, expected);
    assert.equal((await ocivet.checkInWorker(new Blob([bytes]), { name: file })).json, expected);
  });
}
