// Reports in other formats say what the native command says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { cases, native, ocivet, root, wild } from "./support.mjs";

for (const format of ["github", "html", "json", "junit", "sarif", "text"]) {
  test(`archives of real tools as ${format}`, async () => {
    for (const file of wild) {
      const report = await ocivet.check(readFileSync(path.join(root, file)), { name: file });
      assert.equal(await ocivet.render(report, format), native(file, format), file);
    }
  });
}

test("every golden report is read from its text", async () => {
  for (const { name, report } of cases()) {
    assert.equal(await ocivet.render(report, "json"), report, name);
  }
});

test("what is no report, or no format, is refused", async () => {
  const [{ report }] = cases();
  await assert.rejects(ocivet.render(report.trim(), "text"), ocivet.UsageError);
  await assert.rejects(ocivet.render("{}", "text"), ocivet.UsageError);
  await assert.rejects(ocivet.render(report, "pdf"), /the format must be one of github, html/);
  await assert.rejects(ocivet.render(report, "text", { detail: "all" }), /the detail must be one of/);
});
