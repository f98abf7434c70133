// One report: the answer first, then what it rests on.
import { downloadButtons } from "./downloads.js";
import { h, icon } from "./dom.js";
import { findingsView } from "./findings.js";
import { factList, imagesView } from "./images.js";
import { bytes, number } from "./text.js";
import { answer } from "./verdict.js";

const WEIGHTS = [["deny", "deny"], ["warn", "warn"], ["info", "info"], ["quiet", "suppressed"]];

/** The answer as a banner. */
export function answerView(report, failOn) {
  const { kind, word, sentence } = answer(report, failOn);
  return h("div", { class: `verdict ${kind}` }, icon(kind), h("div", {}, h("strong", {}, word), h("p", {}, sentence)));
}

/** What follows the banner. */
export function reportView(job, rules, failed) {
  const { report, expected } = job;
  return [
    countsView(report.counts),
    expected.length > 0 && comparisonView(report, expected),
    h("p", { class: "actions" }, downloadButtons(report, failed)),
    h("section", {}, h("h3", {}, "What was read"), factList([
      ["kind", report.input.kind],
      ["size", `${bytes(report.input.size)} (${number(report.input.size, "byte")})`],
      ["compression", report.input.compression.join(", ")],
      ["digest", report.input.digest],
      ["read by", `ocivet ${report.tool.version} with ${report.tool.capabilities.join(", ")}`],
    ])),
    imagesView(report),
    findingsView(report, rules),
  ];
}

function countsView(counts) {
  return h("ul", { class: "counts" }, WEIGHTS.map(([kind, name]) =>
    h("li", { class: counts[name] === 0 ? "quiet" : kind },
      icon(kind), h("span", {}, h("b", {}, counts[name]), ` ${name}`))));
}

/** What became of the digests that were pasted. The core compares them and says which it does not find. */
function comparisonView(report, expected) {
  const missing = report.findings.some(({ rule }) => rule === "blob/not-expected");
  const pasted = expected.length === 1 ? "digest is" : "digests are";
  const [kind, text] = missing
    ? ["deny", "The pasted digest is not that of this input: see blob/not-expected below."]
    : ["pass", `The pasted ${pasted} that of this input, or of an image in it: `];
  return [
    h("p", { class: `bar ${kind}` }, icon(kind),
      h("span", {}, text, !missing && h("span", { class: "mono" }, expected.join(", ")))),
    h("p", { class: "soft small" }, "Signatures are not checked here."),
  ];
}
