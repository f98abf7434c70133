// Options as the modules take them.
import { UsageError, reason } from "./errors.js";

/** The options' JSON text; `name` goes before the one among them, `fallback` behind it. */
export function optionsText(options = {}, name, fallback) {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new UsageError("options must be an object");
  }
  const all = { ...options };
  const chosen = name ?? all.name ?? fallback;
  if (chosen !== undefined) {
    all.name = chosen;
  }
  try {
    return JSON.stringify(all);
  } catch (error) {
    throw new UsageError(`options cannot be written as JSON: ${reason(error)}`, { cause: error });
  }
}

/** Bytes that nobody who writes an archive can know, for the hash tables. */
export function hashKey() {
  return crypto.getRandomValues(new Uint8Array(16));
}
