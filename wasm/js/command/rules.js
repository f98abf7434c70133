// `ocivet rules` and `ocivet explain`.
import { rules } from "../describe.js";
import { Failure } from "./failure.js";

/** All rules, one a line. */
export async function listRules(names) {
  if (names.length > 0) {
    throw new Failure("rules takes no names; ocivet explain RULE explains one");
  }
  const all = await rules();
  const width = Math.max(...all.map(({ id }) => id.length));
  const line = (id, layer, pack, finds) => `${id.padEnd(width)}  ${layer.padEnd(14)}  ${pack.padEnd(14)}  ${finds}\n`;
  const lines = all.map(({ id, levels, summary }) => line(id, level(levels.layer), level(levels.package), summary));
  return line("RULE", "LAYER", "PACKAGE", "FINDS") + lines.join("");
}

/** What a rule looks for, why, and what to do. */
export async function explainRule(names) {
  if (names.length !== 1) {
    throw new Failure("explain takes the id of one rule; ocivet rules lists them");
  }
  const rule = (await rules()).find(({ id }) => id === names[0]);
  if (!rule) {
    throw new Failure(`there is no rule ${names[0]}; ocivet rules lists them`);
  }
  const { id, summary, levels, since, sources, explanation } = rule;
  const text = explanation.trim().replaceAll(/^## /gm, "");
  const list = sources.map((source) => `  ${source}\n`).join("");
  return `${id}: ${summary}
in image layers: ${level(levels.layer)}; in packages: ${level(levels.package)}; since ${since}

${text}
${list && `\nSources\n${list}`}`;
}

/** A rule's severities in one profile: `deny`, or `deny/warn` where it has a milder case. */
function level({ full, lesser, least }) {
  return [full, lesser, least].filter((name, at, all) => name !== all[at - 1]).join("/");
}
