// The files of an OCI image layout.
import { bytesOf, isBytes, kindOf } from "./bytes.js";
import { InputError, UsageError, reason } from "./errors.js";
import { open } from "./source.js";

const KINDS = ["directory", "file", "special", "symlink"];

/** The items of a layout: an iterable, or an iterable that is to be waited for. */
export async function* itemsOf(files) {
  if (typeof files !== "object" || files === null || !(Symbol.iterator in files || Symbol.asyncIterator in files)) {
    throw new UsageError(`the files of a layout must be an iterable of {path, file}, not ${kindOf(files)}`);
  }
  try {
    yield* files;
  } catch (error) {
    throw new InputError(`the list of files cannot be read: ${reason(error)}`, { cause: error });
  }
}

/** A path of a layout, what it is, and where its bytes come from. */
export function itemOf(item) {
  const { path, file, kind = "file", size } = item ?? {};
  if (!KINDS.includes(kind)) {
    throw new UsageError(`the kind of ${path} must be one of ${KINDS.join(", ")}`);
  }
  if (kind !== "file") {
    return { path: pathOf(path), kind };
  }
  const input = open(file);
  const length = size ?? input.total;
  if (!Number.isSafeInteger(length) || length < 0) {
    throw new UsageError(`the size of ${path} must be given: its source does not tell it`);
  }
  return { path: pathOf(path), kind, size: BigInt(length), input };
}

function pathOf(path) {
  if (typeof path === "string") {
    return new TextEncoder().encode(path);
  }
  if (isBytes(path)) {
    return bytesOf(path);
  }
  throw new UsageError(`the path of a file must be a string or bytes, not ${kindOf(path)}`);
}
