// What a caller may say about a check.
import { kindOf } from "./bytes.js";
import { UsageError } from "./errors.js";

const KINDS = { name: "string", onProgress: "function", options: "object", signal: "object" };

/** The settings of a check. A key that is not known is an error: what it was to change would not be changed. */
export function settingsOf(settings, more = {}) {
  if (typeof settings !== "object" || settings === null) {
    throw new UsageError(`the settings of a check must be an object, not ${kindOf(settings)}`);
  }
  const kinds = { ...KINDS, ...more };
  for (const [key, value] of Object.entries(settings)) {
    if (!Object.hasOwn(kinds, key)) {
      throw new UsageError(`unknown setting ${key}; there are: ${Object.keys(kinds).sort().join(", ")}`);
    }
    if (value !== undefined && typeof value !== kinds[key]) {
      throw new UsageError(`setting ${key} must be of type ${kinds[key]}, not ${kindOf(value)}`);
    }
  }
  return settings;
}
