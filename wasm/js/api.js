// What every entry exports.
export { check, checkLayout } from "./check.js";
export { explain, render, rules } from "./describe.js";
export { init } from "./init.js";
export { checkName } from "./name.js";
export { InputError, InternalError, OcivetError, UsageError } from "./errors.js";
export { checkInWorker } from "./pool.js";
export { Report } from "./report.js";
export { createVerifier } from "./verifier.js";
