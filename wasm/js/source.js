// Everything that bytes come from, as one stream of chunks.
import { bytesOf, isBytes, kindOf } from "./bytes.js";
import { InputError, UsageError, reason } from "./errors.js";

/** Bytes of a Blob that are read at once. */
const BLOB_STEP = 2 << 20;

/**
 * Opens a source: `{ chunks, total, name }`, with an iterator over chunks, the number of bytes where it is known,
 * and the name that it carries itself.
 */
export function open(source) {
  if (isBytes(source)) {
    const bytes = bytesOf(source);
    return { chunks: once(bytes), total: bytes.length };
  }
  if (isBlob(source)) {
    return { chunks: slices(source), total: source.size, name: source.name || undefined };
  }
  if (isResponse(source)) {
    return openResponse(source);
  }
  if (typeof source?.getReader === "function") {
    return { chunks: reading(source) };
  }
  const iterator = iteratorOf(source);
  if (iterator) {
    return { chunks: iterator };
  }
  throw new UsageError(
    `the source must be bytes, a Blob, a Response, a stream or an iterable of bytes, not ${kindOf(source)}`,
  );
}

/** Whether a source can be read at any offset. */
export function isBlob(source) {
  return typeof source?.size === "number" && typeof source.slice === "function" &&
    typeof source.arrayBuffer === "function";
}

function isResponse(source) {
  return typeof source === "object" && source !== null && "body" in source && "ok" in source &&
    typeof source.arrayBuffer === "function";
}

function openResponse(response) {
  if (!response.ok) {
    throw new InputError(`the response has status ${response.status}`);
  }
  if (response.bodyUsed) {
    throw new UsageError("the response was read before");
  }
  return { chunks: response.body ? reading(response.body) : once(new Uint8Array()), total: lengthOf(response) };
}

/** The length of a response, where what is read is what was sent. */
function lengthOf(response) {
  const encoded = response.headers.get("content-encoding");
  const length = Number(response.headers.get("content-length") ?? NaN);
  return !encoded && Number.isSafeInteger(length) && length > 0 ? length : undefined;
}

function iteratorOf(source) {
  if (typeof source !== "object" || source === null) {
    return undefined;
  }
  if (typeof source[Symbol.asyncIterator] === "function") {
    return source[Symbol.asyncIterator]();
  }
  return typeof source[Symbol.iterator] === "function" ? source[Symbol.iterator]() : undefined;
}

function* once(bytes) {
  yield bytes;
}

/** The chunks of a Blob; the next one is read while the present one is used. */
async function* slices(blob) {
  const read = (from) => {
    const step = blob.slice(from, from + BLOB_STEP).arrayBuffer();
    // It may fail while nobody waits for it yet.
    step.catch(() => {});
    return step;
  };
  let next = read(0);
  for (let from = 0; from < blob.size; from += BLOB_STEP) {
    const bytes = await next;
    const expected = Math.min(BLOB_STEP, blob.size - from);
    if (bytes.byteLength !== expected) {
      throw new Error("it changed while it was read");
    }
    if (from + BLOB_STEP < blob.size) {
      next = read(from + BLOB_STEP);
    }
    yield new Uint8Array(bytes);
  }
}

/** The chunks of a ReadableStream, as an iterator that cancels it when it is left early. */
function reading(stream) {
  if (stream.locked) {
    throw new UsageError("the stream is locked: something else reads it");
  }
  const reader = stream.getReader();
  return {
    next: () => reader.read(),
    return: async (why) => {
      await reader.cancel(why);
      return { done: true };
    },
  };
}

/**
 * Calls `take` with each chunk. Ends early with the signal's reason when it is aborted, even where the source is
 * stuck.
 */
export async function each(chunks, signal, take) {
  signal?.throwIfAborted();
  const aborted = abortion(signal);
  let open = true;
  try {
    for (;;) {
      const step = await aborted.race(read(chunks));
      if (step.done) {
        open = false;
        return;
      }
      await take(bytesOf(step.value));
      signal?.throwIfAborted();
    }
  } finally {
    aborted.forget();
    if (open) {
      leave(chunks, signal);
    }
  }
}

async function read(chunks) {
  try {
    return await chunks.next();
  } catch (error) {
    throw new InputError(`the source cannot be read: ${reason(error)}`, { cause: error });
  }
}

/** Tells a source that no more is wanted. Nobody waits: it may be what is stuck. */
function leave(chunks, signal) {
  try {
    Promise.resolve(chunks.return?.(signal?.reason)).catch(() => {});
  } catch {
    // A source that fails once more has nothing to add.
  }
}

/** A race against the signal. */
function abortion(signal) {
  if (!signal) {
    return { race: (work) => work, forget: () => {} };
  }
  let listener;
  const aborted = new Promise((_, reject) => {
    listener = () => reject(signal.reason);
    signal.addEventListener("abort", listener, { once: true });
  });
  aborted.catch(() => {});
  return {
    // An abortion is the answer even where the source failed because of it.
    race: (work) =>
      Promise.race([aborted, work]).catch((error) => {
        signal.throwIfAborted();
        throw error;
      }),
    forget: () => signal.removeEventListener("abort", listener),
  };
}
