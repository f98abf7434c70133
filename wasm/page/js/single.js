// The entry of the page that is one file: its parts are in it, as text.
import { start, startNot } from "./page.js";
import { useParts } from "./parts.js";

const parts = {
  check: part("ocivet.wasm"),
  render: part("ocivet-render.wasm"),
  worker: part("worker.js"),
};
useParts(parts).then(start, startNot);

function part(name) {
  const text = atob(document.getElementById(name).textContent);
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
