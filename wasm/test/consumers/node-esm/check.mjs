// check.mjs WAY FILE NAME
import { openAsBlob } from "node:fs";
import { readFile } from "node:fs/promises";

import * as ocivet from "ocivet";
import { check } from "ocivet/node";

const [way, file, name] = process.argv.slice(2);
if (check !== ocivet.check || typeof openAsBlob !== "function") {
  throw new Error("ocivet and ocivet/node are one module");
}
process.stdout.write((await ocivet[way](await readFile(file), { name })).json);
