// What a report means under the strictness that was chosen.
import { number } from "./text.js";

/** Severities from the gravest on. */
export const SEVERITIES = ["deny", "warn", "info"];

const WORDS = {
  pass: ["Passed", "Nothing was found that speaks against unpacking this."],
  warn: ["Warning", "Something is odd: a person should look before this is unpacked."],
  deny: ["Denied", "Do not unpack this."],
};

/**
 * The answer in words: `{ kind, word, sentence }`. A report that the core would let pass is refused where it has
 * findings from the severity `failOn` on.
 */
export function answer(report, failOn) {
  const counted = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  const refused = counted.reduce((sum, severity) => sum + report.counts[severity], 0);
  if (refused > 0 && report.verdict !== "deny") {
    const sentence = `${number(refused, "finding")} from ${failOn} on, which is what you chose to refuse.`;
    return { kind: "deny", word: "Refused", sentence };
  }
  const [word, sentence] = WORDS[report.verdict];
  return { kind: report.verdict, word, sentence };
}
