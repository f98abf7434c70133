import * as ocivet from "ocivet";
import checkModule from "ocivet/ocivet.wasm";
import renderModule from "ocivet/ocivet-render.wasm";

// esbuild copies files that are imported, and leaves addresses alone.
ocivet.init({
  check: new URL(checkModule, import.meta.url),
  render: new URL(renderModule, import.meta.url),
  worker: () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" }),
});
window.run = async (way, file, name) => (await ocivet[way](file, { name })).json;
window.show = (report) => ocivet.render(report, "text");
