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
    comparisonView(report, expected),
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

/** What became of the digests or the list that was pasted. The core compares, and says what it does not find. */
function comparisonView(report, expected) {
  const said = report.vouching ? ofList(report) : expected.length > 0 && ofDigests(report, expected);
  if (!said) {
    return undefined;
  }
  const { kind, text, digests } = said;
  return [
    h("p", { class: `bar ${kind}` }, icon(kind),
      h("span", {}, text, digests && h("span", { class: "mono" }, digests.join(", ")))),
    h("p", { class: "soft small" }, "Signatures are not checked here."),
  ];
}

function ofDigests(report, expected) {
  if (report.findings.some(({ rule }) => rule === "blob/not-expected")) {
    return { kind: "deny", text: "The pasted digest is not that of this input: see blob/not-expected below." };
  }
  const pasted = expected.length === 1 ? "digest is" : "digests are";
  return { kind: "pass", text: `The pasted ${pasted} that of this input, or of an image in it: `, digests: expected };
}

function ofList({ vouching, findings }) {
  const fault = findings.find(({ rule, severity }) => severity === "deny" && /^(checksum|signature)\//.test(rule));
  if (fault) {
    return { kind: "deny", text: `The pasted list does not vouch for this input: see ${fault.rule} below.` };
  }
  const digests = vouching.checksums.map(({ digest }) => digest);
  return { kind: "pass", text: "The pasted list has this input, with its digest: ", digests };
}
