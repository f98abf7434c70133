// Names of images.
import { call, checker } from "./engine.js";
import { UsageError } from "./errors.js";
import { optionsText } from "./options.js";
import { Report } from "./report.js";

/** Judges the name of an image. Nothing is fetched. */
export async function checkName(name, settings = {}) {
  if (typeof name !== "string") {
    throw new UsageError("the name must be a string");
  }
  const { options, ...others } = settings;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw new UsageError(`there is no setting ${unknown}; there is options`);
  }
  const text = optionsText(options);
  const { exports } = await checker.instance();
  return new Report(call(() => exports.check_name(name, text)));
}
