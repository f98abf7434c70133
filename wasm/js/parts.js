// One archive on several threads: one of them reads it and leaves out its large members, the others verify these.
import { InputError, reason } from "./errors.js";
import { Pace } from "./pace.js";
import { Progress } from "./progress.js";
import { each, open } from "./source.js";
import { startSession } from "./verifier.js";

/** Bytes that are read at once at first and after a jump, and at most. */
const FIRST = 64 << 10;
const LARGEST = 2 << 20;

/** The archive, without the members that are left to others. */
export class Archive {
  #session;

  /** Reads it to its end; `leave` is called with each member that is left out, `tell` with how far it is. */
  async read(blob, options, leave, tell) {
    this.#session = await startSession("Archive", options);
    const progress = new Progress(tell, blob.size);
    const pace = new Pace();
    const member = () => this.#session.call((archive) => archive.member());
    let step = FIRST;
    for (let at = 0; at < blob.size;) {
      const bytes = await readAt(blob, at, step);
      let skipped = 0;
      await pace.feed(bytes, undefined, (piece) => {
        // The rest of these bytes is what is left out, or is read again behind it.
        if (skipped > 0) {
          return;
        }
        at += piece.length;
        skipped = Number(this.#session.call((archive) => archive.push(piece, BigInt(blob.size - at))));
        progress.add(piece.length, member);
      });
      if (skipped > 0) {
        at += skipped;
        this.#leave(leave, () => progress.add(skipped, member));
      }
      step = skipped > 0 ? FIRST : Math.min(LARGEST, step * 2);
    }
    this.#session.call((archive) => archive.end());
    progress.end(member);
  }

  /** Takes the summary of a member that was left out. */
  add(summary) {
    this.#session.call((archive) => archive.add(summary));
  }

  /** The report's text, when all members that were left out are added. */
  finish() {
    return this.#session.finish((archive) => archive.finish());
  }

  #leave(leave, passed) {
    const member = this.#session.call((archive) => archive.take_member());
    if (member === undefined) {
      passed();
    } else {
      const { number, path, offset, size } = member;
      leave({ number, path, offset, size, name: this.#session.call((archive) => archive.member()) });
    }
  }
}

/** Verifies one member of an archive; gives its summary. */
export async function verifyMember(blob, options, { number, path, offset, size, name }, tell) {
  const session = await startSession("Blob", options, number, path, offset);
  const pace = new Pace();
  const start = Number(offset);
  const end = Math.min(start + Number(size), blob.size);
  const progress = new Progress(tell, end - start);
  await each(open(blob.slice(start, end)).chunks, undefined, (bytes) =>
    pace.feed(bytes, undefined, (piece) => {
      session.call((member) => member.push(piece));
      progress.add(piece.length, () => name);
    }),
  );
  progress.end(() => name);
  return session.finish((member) => member.finish());
}

async function readAt(blob, at, step) {
  const end = Math.min(at + step, blob.size);
  let buffer;
  try {
    buffer = await blob.slice(at, end).arrayBuffer();
  } catch (error) {
    throw new InputError(`the source cannot be read: ${reason(error)}`, { cause: error });
  }
  if (buffer.byteLength !== end - at) {
    throw new InputError("the source cannot be read: it changed while it was read");
  }
  return new Uint8Array(buffer);
}
