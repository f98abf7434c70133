// One input, one report: whatever each front end makes of every case, archive of another tool and input that fuzzing
// found is the core's report, byte for byte.
//
//   OCIVET_CASES    what `recipe --all` wrote: the inputs, their options and the reports
//   OCIVET_COMMAND  the native command
//   OCIVET_NPM      the built npm package
//   OCIVET_PYTHON   the interpreter that has the wheel
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { viaBrowser } from "./browser.mjs";
import { viaCommand } from "./command.mjs";
import { viaNode } from "./node.mjs";
import { viaPython } from "./python.mjs";

const folder = path.resolve(process.env.OCIVET_CASES);

/** All with an input, or with a name. */
function cases(part) {
  const names = readdirSync(folder).sort().filter((name) => existsSync(path.join(folder, name, part)));
  return names.map((name) => {
    const at = (part) => path.join(folder, name, part);
    const options = JSON.parse(readFileSync(at("options.json"), "utf8"));
    const text = part === "name" ? readFileSync(at(part), "utf8") : undefined;
    return { name, file: at(part), text, options, report: readFileSync(at("report.json"), "utf8") };
  });
}

const inputs = cases("input");
const names = cases("name");

test("there is something to compare", () => {
  const count = (start) => inputs.filter(({ name }) => name.startsWith(start)).length;
  assert.ok(count("") >= 650 && count("wild.") >= 25 && count("fuzz.") >= 250, `${inputs.length} inputs`);
  assert.ok(names.length >= 15, `${names.length} names`);
});

test("archives of other tools are read to their end", () => {
  for (const { name, file, report } of inputs.filter(({ name }) => name.startsWith("wild."))) {
    assert.equal(JSON.parse(report).input.size, statSync(file).size, name);
  }
});

/** A front end gives, for a list of cases, the reports in each of its ways: `{ way: [text] }`. */
const frontEnds = { "the command": viaCommand, Node: viaNode, Chromium: viaBrowser, Python: viaPython };

for (const [frontEnd, via] of Object.entries(frontEnds)) {
  for (const [part, all] of Object.entries({ input: inputs, name: names })) {
    test(`${frontEnd}, each ${part}`, async () => {
      const fit = all.filter((one) => via.takes(one));
      const ways = await via(part, fit);
      for (const [way, reports] of Object.entries(ways)) {
        console.log(`# ${frontEnd}, each ${part}, ${way}: ${reports.length} compared, ${all.length - fit.length} left out`);
        assert.equal(reports.length, fit.length, way);
        const different = fit.filter(({ report }, at) => reports[at] !== report).map(({ name }) => name);
        assert.deepEqual(different, [], way);
      }
    });
  }
}
