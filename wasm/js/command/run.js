// The command, as a function of its arguments and streams. Gives the exit code.
import { readFileSync } from "node:fs";

import { OcivetError } from "../errors.js";
import { check } from "./check.js";
import { otherArguments } from "./arguments.js";
import { Failure } from "./failure.js";
import { HELP } from "./help.js";
import { explainRule, listRules } from "./rules.js";
// The package's parts are found as they are by those who import it.
import "../node.js";

/** Wrong usage, an input or output that failed, or a fault of ocivet's own. */
const FAILED = 2;

const COMMANDS = { check, explain: informing(explainRule), rules: informing(listRules) };

/** Runs the command; `words` are its arguments. */
export async function run(words, streams) {
  try {
    return await dispatch(words, streams);
  } catch (error) {
    const known = error instanceof Failure || error instanceof OcivetError;
    const fault = `internal error: this is a fault of ocivet; please report it\n${error?.stack}`;
    streams.error(known ? error.message : fault);
    return FAILED;
  }
}

async function dispatch([name, ...words], streams) {
  if (name === "--version" || name === "-V") {
    streams.write(`ocivet ${version()}\n`);
    return 0;
  }
  if (name === "--help" || name === "-h" || name === "help" || (Object.hasOwn(COMMANDS, name) && wantsHelp(words))) {
    streams.write(HELP);
    return 0;
  }
  if (!Object.hasOwn(COMMANDS, name ?? "")) {
    throw new Failure(`${name === undefined ? "no command" : `there is no command ${name}`}; ocivet --help lists them`);
  }
  return COMMANDS[name](words, streams);
}

function wantsHelp(words) {
  const options = words.includes("--") ? words.slice(0, words.indexOf("--")) : words;
  return options.includes("--help") || options.includes("-h");
}

function version() {
  return JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;
}

/** A command that writes what a function of its arguments gives. */
function informing(text) {
  return async (words, streams) => {
    const { values, names } = otherArguments(words);
    streams.color = values.color ?? "auto";
    streams.write(await text(names));
    return 0;
  };
}
