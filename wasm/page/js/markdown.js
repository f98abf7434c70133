// The rules' texts: headings, paragraphs and code, which is all that they hold.
import { h } from "./dom.js";

/** The elements of an explanation. */
export function elements(markdown) {
  return markdown.split(/\n\s*\n/).flatMap((block) => {
    const lines = block.trim().split("\n");
    const heading = lines[0].startsWith("## ") ? lines.shift().slice(3) : undefined;
    const text = lines.map((line) => line.trim()).join(" ");
    return [heading && h("h6", {}, heading), text && h("p", {}, inline(text))].filter(Boolean);
  });
}

/** Text with code between backticks. */
function inline(text) {
  return text.split("`").map((part, at) => (at % 2 === 1 ? h("code", {}, part) : part));
}
