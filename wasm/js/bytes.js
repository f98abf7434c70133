// Bytes of a caller, whatever they are wrapped in.
import { UsageError } from "./errors.js";

/** The bytes of an ArrayBuffer or of a view of one, not copied. */
export function bytesOf(value) {
  try {
    if (isBuffer(value)) {
      return new Uint8Array(value);
    }
    if (ArrayBuffer.isView(value)) {
      return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    }
  } catch (error) {
    // A detached buffer: it has no bytes any more, which is not the same as having none.
    throw new UsageError("the bytes were given away: their buffer is detached", { cause: error });
  }
  throw new UsageError(`bytes must be a Uint8Array or an ArrayBuffer, not ${kindOf(value)}`);
}

/** Whether a value holds bytes itself. */
export function isBytes(value) {
  return isBuffer(value) || ArrayBuffer.isView(value);
}

/** By its name, for it may come from another realm. */
function isBuffer(value) {
  const tag = Object.prototype.toString.call(value);
  return tag === "[object ArrayBuffer]" || tag === "[object SharedArrayBuffer]";
}

/** A value's kind, in words. */
export function kindOf(value) {
  if (value === null || value === undefined) {
    return String(value);
  }
  const name = typeof value === "object" ? value.constructor?.name : undefined;
  return name ? `a value of type ${name}` : `a ${typeof value}`;
}
