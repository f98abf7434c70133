// The Python package, in the ways that reports.py knows.
import { spawnSync } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("reports.py", import.meta.url));
/** Where the ways to bring bytes are. */
const PYTHONPATH = fileURLToPath(new URL("../../python/tests", import.meta.url));

export async function viaPython(part, cases) {
  const input = JSON.stringify(cases.map(({ file, text, options }) => ({ file, text, options })));
  // Not in the checkout, whose Python sources have no built module beside them.
  const ran = spawnSync(path.resolve(process.env.OCIVET_PYTHON), [script, part], {
    input,
    cwd: os.tmpdir(),
    env: { ...process.env, PYTHONPATH },
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (ran.status !== 0) {
    throw new Error(`${ran.error ?? ""} ${ran.stderr}`);
  }
  return JSON.parse(ran.stdout);
}

viaPython.takes = () => true;
