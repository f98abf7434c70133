// The entry for Node: modules and workers are the package's own files.
import { readFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";

import "./hashing-node.js";
import { init } from "./init.js";

init({
  check: () => readFile(new URL("./ocivet.wasm", import.meta.url)),
  render: () => readFile(new URL("./ocivet-render.wasm", import.meta.url)),
  worker: () => new Worker(new URL("./worker-node.js", import.meta.url)),
});

export * from "./api.js";
