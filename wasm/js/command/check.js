// `ocivet check`.
import { render } from "../describe.js";
import { OcivetError } from "../errors.js";
import { createVerifier } from "../verifier.js";
import { SEVERITIES, checkArguments, optionsOf } from "./arguments.js";
import { refuseConfiguration } from "./configuration.js";
import { Failure } from "./failure.js";
import { verify } from "./inputs.js";
import { openPlace, pairs } from "./output.js";

/** Nothing at or above `--fail-on` was found; something was; the check could not be made. */
const [PASS, FOUND, FAILED] = [0, 1, 2];

/** Checks all inputs, reports, and says what the exit code is. */
export async function check(words, streams) {
  const { values, inputs, given } = checkArguments(words);
  streams.color = values.color ?? "auto";
  const named = inputsOf(inputs, streams);
  if (!values["no-config"]) {
    refuseConfiguration();
  }
  const options = optionsOf(values);
  // What is wrong with the options is told once, and before any work is done.
  (await createVerifier(options)).free();
  const targets = [];
  try {
    for (const [format, file] of pairs(given)) {
      targets.push(target(format, file, streams));
    }
    const { reports, failed } = await verifyAll(named, options, streams);
    await writeAll(targets, reports, named.length > 1, values);
    const found = reports.some((report) => has(report, values["fail-on"] ?? "deny"));
    return failed ? FAILED : found && !values["exit-zero"] ? FOUND : PASS;
  } finally {
    targets.forEach(({ place }) => place.drop());
  }
}

function inputsOf(inputs, streams) {
  if (inputs.length === 0) {
    if (streams.inputIsTerminal) {
      throw new Failure("no input; name a file, a layout directory, or - for standard input");
    }
    return ["-"];
  }
  if (inputs.filter((input) => input === "-").length > 1) {
    throw new Failure("standard input can be read only once");
  }
  return inputs;
}

/** The reports of all inputs that can be read, and whether there was one that cannot. */
async function verifyAll(inputs, options, streams) {
  const reports = [];
  let failed = false;
  for (const input of inputs) {
    try {
      reports.push(await verify(input, options, streams));
    } catch (error) {
      if (!(error instanceof Failure || error instanceof OcivetError)) {
        throw error;
      }
      failed = true;
      streams.error(error.message);
    }
  }
  return { reports, failed };
}

/** A format, and where it goes. */
function target(format, file, streams) {
  return { format, color: file === undefined && streams.color, place: openPlace(file, streams) };
}

async function writeAll(targets, reports, several, values) {
  if (reports.length === 0 && !several) {
    return;
  }
  const detail = values.quiet ? "verdict" : values.verbose ? "full" : "findings";
  for (const { format, color, place } of targets) {
    place.write(await render(several ? reports : reports[0], format, { color, detail }));
  }
}

/** Whether a report has findings at a severity or above it. */
function has({ counts }, level) {
  return SEVERITIES.slice(0, SEVERITIES.indexOf(level) + 1).some((severity) => counts[severity] > 0);
}
