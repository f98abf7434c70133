// A report as a file: written by the core, saved by the browser.
import { render } from "ocivet";

import { h } from "./dom.js";
import { visible } from "./text.js";

const FORMATS = [
  { name: "JSON", format: "json", type: "application/json", suffix: "json" },
  { name: "SARIF", format: "sarif", type: "application/sarif+json", suffix: "sarif" },
  { name: "HTML", format: "html", type: "text/html", suffix: "html" },
];

/** A button for each format; `failed` is told of an error. */
export function downloadButtons(report, failed) {
  return FORMATS.map(({ name, format, type, suffix }) => {
    const onclick = async () => {
      try {
        const text = format === "json" ? report.json : await render(report, format);
        save(new Blob([text], { type: `${type};charset=utf-8` }), `${fileName(report.input.name)}.ocivet.${suffix}`);
      } catch (error) {
        failed(error);
      }
    };
    return h("button", { type: "button", class: "button", onclick }, `Save ${name}`);
  });
}

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  h("a", { href: address, download: name }).click();
  // The browser has read the address by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Without what has a meaning in paths. */
function fileName(name) {
  return visible(name).replace(/[\\/:*?"<>|]+/g, "_").slice(0, 100) || "report";
}
