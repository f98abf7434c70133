// What the rules say, and reports in other formats.
import { call, renderer } from "./engine.js";
import { UsageError } from "./errors.js";
import { Report } from "./report.js";

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

/** A report in another format. */
export async function render(report, format, settings = {}) {
  const text = report instanceof Report ? report.json : report?.json ?? report;
  if (typeof text !== "string") {
    throw new UsageError("the report must be a Report or its JSON text");
  }
  const { exports } = await renderer.instance();
  return call(() => exports.render(text, format, settings.color === true, settings.detail ?? "findings"));
}
