// The entry of the page whose parts are files beside it.
import { start, startNot } from "./page.js";
import { useParts } from "./parts.js";

const parts = {
  check: part("ocivet.wasm"),
  render: part("ocivet-render.wasm"),
  worker: part("worker.js"),
};
useParts(parts).then(start, startNot);

async function part(name) {
  const response = await fetch(new URL(name, document.baseURI));
  if (!response.ok) {
    throw new Error(`${name} is missing: the server answered ${response.status}`);
  }
  return response.arrayBuffer();
}
