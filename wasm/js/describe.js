// What the rules say, and reports in other formats.
import { call, renderer } from "./engine.js";
import { UsageError } from "./errors.js";

let table;

/** All rules, sorted by id. */
export async function rules() {
  table ??= await read();
  return table;
}

async function read() {
  const { exports } = await renderer.instance();
  const list = JSON.parse(call(() => exports.rules()));
  return Object.freeze(list.map((rule) => Object.freeze(rule)));
}

/** What a rule looks for, why it matters, what to do and when it is fine, as Markdown. */
export async function explain(id) {
  const rule = (await rules()).find((rule) => rule.id === id);
  if (!rule) {
    throw new UsageError(`there is no rule ${id}`);
  }
  return rule.explanation;
}

/** A report in another format, or several in one document. */
export async function render(report, format, settings = {}) {
  const several = Array.isArray(report);
  const texts = several ? report.map(textOf) : [textOf(report)];
  const { exports } = await renderer.instance();
  const { color, detail = "findings" } = settings;
  return call(() => exports.render(texts, several, format, color === true, detail));
}

/** The JSON text of a report, which may come from another copy of this package. */
function textOf(report) {
  const text = report?.json ?? report;
  if (typeof text !== "string") {
    throw new UsageError("the report must be a Report or its JSON text");
  }
  return text;
}
