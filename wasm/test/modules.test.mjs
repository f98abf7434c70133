// What is in the WebAssembly modules.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import { packageFolder, root } from "./support.mjs";

for (const name of ["ocivet", "ocivet-render"]) {
  const dist = (file) => readFileSync(path.join(packageFolder, "dist", file));
  const bytes = dist(`${name}.wasm`);

  test(`${name}.wasm imports its own glue alone`, async () => {
    const imports = WebAssembly.Module.imports(await WebAssembly.compile(bytes));
    const glue = dist(`glue-${name === "ocivet" ? "check" : "render"}.js`).toString();
    assert.ok(imports.length > 0);
    for (const { module, name: imported, kind } of imports) {
      assert.equal(kind, "function");
      assert.ok(glue.includes(`"${module}"`) && glue.includes(imported), `${module} ${imported}`);
    }
  });

  test(`${name}.wasm has no path of the machine that built it`, () => {
    for (const part of [path.resolve(root), `${homedir()}/`, ".cargo/registry", "registry/src/"]) {
      assert.equal(bytes.includes(part), false, part);
    }
  });
}
