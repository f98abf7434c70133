// The findings of a report, by place and rule, each rule with its text on demand.
import { explain } from "ocivet";

import { fill, h, icon } from "./dom.js";
import { elements } from "./markdown.js";
import { paged } from "./paged.js";
import { groupsOf, placeText } from "./places.js";
import { SEVERITIES } from "./verdict.js";

/** Findings of one card, and places, that are shown at once. */
const FINDINGS = 8;
const PLACES = 50;

/** The sections of findings: those that count, and those that the configuration allows. */
export function findingsView(report, rules) {
  const counted = report.findings.filter((finding) => finding.suppressed === null);
  const suppressed = report.findings.filter((finding) => finding.suppressed !== null);
  return [
    section(report, "Findings", counted, rules),
    suppressed.length > 0 && section(report, "Suppressed findings", suppressed, rules),
    report.omitted.length > 0 && omittedTable(report.omitted),
  ];
}

function section(report, title, findings, rules) {
  const groups = groupsOf({ images: report.images, findings });
  return h("section", {},
    h("h3", {}, title),
    groups.length === 0 && h("p", { class: "soft" }, "None."),
    paged(h("div", {}), groups, PLACES, (group) => groupView(group, rules)),
  );
}

function groupView({ title, blob, member, findings }, rules) {
  const named = blob !== null && member?.endsWith(blob.slice(blob.indexOf(":") + 1));
  const place = [member !== null && !title.startsWith("Member") && `member ${member}`, !named && blob].filter(Boolean);
  return h("section", {},
    h("h4", {}, title),
    place.length > 0 && h("p", { class: "mono soft" }, place.join(", ")),
    cardsOf(findings).map((card) => cardView(card, rules)),
  );
}

/** Findings of one rule, weight and reason stand together; the gravest come first. */
function cardsOf(findings) {
  const cards = new Map();
  for (const finding of findings) {
    const { rule, severity, suppressed } = finding;
    const key = JSON.stringify([rule, severity, suppressed?.reason]);
    if (!cards.has(key)) {
      cards.set(key, { rule, severity, suppressed, findings: [] });
    }
    cards.get(key).findings.push(finding);
  }
  const rank = ({ severity }) => SEVERITIES.indexOf(severity);
  return [...cards.values()].sort((a, b) => rank(a) - rank(b) || (a.rule < b.rule ? -1 : 1));
}

function cardView({ rule, severity, suppressed, findings }, rules) {
  const kind = suppressed ? "quiet" : severity;
  const { summary, sources = [] } = rules.find(({ id }) => id === rule) ?? {};
  return h("article", { class: `card ${kind}` },
    h("header", {},
      badge(kind, suppressed ? `${severity}, suppressed` : severity),
      h("h5", {}, rule),
      summary && h("span", { class: "soft small" }, summary),
    ),
    suppressed && h("p", { class: "why small" }, `Allowed by the configuration: ${suppressed.reason}`),
    paged(h("ul", { class: "found" }), findings, FINDINGS, findingView),
    about(rule, sources),
  );
}

/** A severity with its sign. */
export function badge(kind, word) {
  return h("span", { class: `badge ${kind}` }, icon(kind), word);
}

function findingView({ message, location, related }) {
  const place = placeText(location);
  const seen = related.map((other) => placeText(other, other.member !== location.member)).filter(Boolean);
  return h("li", {},
    h("p", {}, message),
    place && h("p", { class: "at" }, `at ${place}`),
    seen.map((other) => h("p", { class: "at" }, `see ${other}`)),
  );
}

/** The rule's text, read when it is opened. */
function about(rule, sources) {
  const text = h("div", { class: "text" });
  const open = async ({ target }) => {
    if (target.open && text.childElementCount === 0) {
      const parts = await explain(rule).then(elements, (error) => [h("p", {}, `It cannot be shown: ${error.message}`)]);
      fill(text, parts, sources.length > 0 && h("p", { class: "soft small" }, `Sources: ${sources.join(" · ")}`));
    }
  };
  return h("details", { ontoggle: open }, h("summary", {}, `About ${rule}`), text);
}

function omittedTable(omitted) {
  const head = ["severity", "rule", "more", "suppressed"].map((name) => h("th", { scope: "col" }, name));
  return h("table", {},
    h("caption", {}, "Counted, but not listed: more of the same"),
    h("thead", {}, h("tr", {}, head)),
    h("tbody", {}, omitted.map(({ severity, rule, count, suppressed }) => h("tr", {},
      h("td", {}, badge(suppressed ? "quiet" : severity, severity)),
      h("td", { class: "mono" }, rule),
      h("td", { class: "num" }, count),
      h("td", {}, suppressed?.reason),
    ))),
  );
}
