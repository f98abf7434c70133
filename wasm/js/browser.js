// The entry for browsers and bundlers: modules and the worker lie beside this file. Bundlers look for expressions of
// exactly this form.
import { init } from "./init.js";

init({
  check: () => new URL("./ocivet.wasm", import.meta.url),
  render: () => new URL("./ocivet-render.wasm", import.meta.url),
  worker: () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" }),
});

export * from "./api.js";
