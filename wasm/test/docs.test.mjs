// The programs of the documentation run, with the package as a user has it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";

import { packageFolder, root } from "./support.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "ocivet-docs-"));
mkdirSync(path.join(folder, "node_modules"));
cpSync(packageFolder, path.join(folder, "node_modules/ocivet"), { recursive: true });
cpSync(path.join(root, "tests/wild/docker-save.tar"), path.join(folder, "image.tar"));
after(() => rmSync(folder, { recursive: true, force: true }));

// What a page has from its user or its server.
const given = `
  import { openAsBlob, readFileSync } from "node:fs";
  const file = await openAsBlob("image.tar");
  const address = "data:application/x-tar;base64," + readFileSync("image.tar", "base64");
`;

const documents = ["README.md", "wasm/README.md", ...readdirSync(path.join(root, "docs")).map((name) => `docs/${name}`)];
const programs = documents.filter((name) => name.endsWith(".md")).flatMap((document) => {
  const text = readFileSync(path.join(root, document), "utf8");
  return [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, program], at) => ({ name: `${document}, program ${at + 1}`, program }));
});

for (const { name, program } of programs) {
  // Modules that are files are a matter of bundlers: consumers/esbuild is built and run, and says the same.
  if (program.includes("ocivet/ocivet.wasm")) {
    test(name, () => {
      const consumer = readFileSync(path.join(root, "wasm/test/consumers/esbuild/main.js"), "utf8");
      for (const line of ['from "ocivet/ocivet.wasm";', 'from "ocivet/ocivet-render.wasm";', 'worker: () => new Worker(']) {
        assert.ok(program.includes(line) && consumer.includes(line), line);
      }
    });
    continue;
  }
  test(name, () => {
    writeFileSync(path.join(folder, "program.mjs"), given + program);
    const printed = execFileSync("node", ["program.mjs"], { cwd: folder, encoding: "utf8" });
    if (program.includes("console.log")) {
      assert.equal(printed, "pass\nentry/setuid bin/as-root has the mode 4755, owner 0:0\n");
    }
  });
}

test("programs were found", () => assert.ok(programs.length >= 3, String(programs.length)));
