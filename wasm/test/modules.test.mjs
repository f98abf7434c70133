// What is in the WebAssembly modules.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import { packageFolder, root } from "./support.mjs";

for (const name of ["ocivet", "ocivet-render"]) {
  const bytes = readFileSync(path.join(packageFolder, `dist/${name}.wasm`));

  test(`${name}.wasm imports its own glue alone`, async () => {
    const imports = WebAssembly.Module.imports(await WebAssembly.compile(bytes));
    const glue = readFileSync(path.join(packageFolder, `dist/glue-${name === "ocivet" ? "check" : "render"}.js`), "utf8");
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
