/** Any error of this package. What is wrong with an input's contents is a finding of the report, never an error. */
export class OcivetError extends Error {
  static {
    named(this, "OcivetError");
  }
}

/** The package was called wrongly: unknown options, a source of the wrong kind, a verifier used after its end. */
export class UsageError extends OcivetError {
  static {
    named(this, "UsageError");
  }
}

/** The source could not be read to its end: there is no report about it, and so never a pass. */
export class InputError extends OcivetError {
  static {
    named(this, "InputError");
  }
}

/** A fault of ocivet, or no memory left. The check that met it is over; others are not touched. */
export class InternalError extends OcivetError {
  static {
    named(this, "InternalError");
  }
}

/** What was thrown, as text. */
export function reason(thrown) {
  return thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
}

/** Gives a class's errors their name, which the minifiers of bundlers do not change. */
function named(type, name) {
  Object.defineProperty(type.prototype, "name", { value: name, configurable: true, writable: true });
}

const FAMILY = { InputError, InternalError, UsageError };

/** An error as plain data, for another thread. */
export function packError(error) {
  return { name: error?.name, message: reason(error) };
}

/** The error that was packed. */
export function unpackError({ name, message }) {
  const Type = Object.hasOwn(FAMILY, name) ? FAMILY[name] : InternalError;
  return new Type(message);
}
