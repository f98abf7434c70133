// One check, step by step.
import { bytesOf } from "./bytes.js";
import { call, checker } from "./engine.js";
import { UsageError } from "./errors.js";
import { hostHashers } from "./hashing.js";
import { hashKey, optionsText } from "./options.js";
import { Report } from "./report.js";

/** Calls of one verifier in a module, until its end or its fault. */
export class Session {
  #live;
  #failure;

  /** `make` gets what the module exports and gives the verifier. */
  constructor(instance, make) {
    this.#live = instance;
    this.#live.verifier = this.#run(() => make(instance.exports));
  }

  /** Calls the verifier. */
  call(work) {
    const verifier = this.#verifier();
    return this.#run(() => work(verifier));
  }

  /** The verifier's last call. */
  finish(work) {
    const answer = this.call(work);
    this.#live = undefined;
    return answer;
  }

  /** Gives up the verifier and its memory. */
  free() {
    this.#live = undefined;
  }

  /** Bytes of memory that the instance has; 0 when it is over. */
  get memory() {
    return this.#live?.memory.buffer.byteLength ?? 0;
  }

  #verifier() {
    if (this.#failure) {
      throw this.#failure;
    }
    if (!this.#live) {
      throw new UsageError("the verifier has finished");
    }
    return this.#live.verifier;
  }

  #run(work) {
    try {
      return call(work);
    } catch (error) {
      // After a fault the instance's state is unknown: it is never called again.
      if (!(error instanceof UsageError)) {
        this.#live = undefined;
        this.#failure = error;
      }
      throw error;
    }
  }
}

/** A verifier in a new instance; `type` names its class there, and `more` is what its constructor also takes. */
export async function startSession(type, options, ...more) {
  const make = (exports) => new exports[type](options, hashKey(), hostHashers(), ...more);
  return new Session(await checker.instance(), make);
}

/** Verifies one input whose bytes the caller gives. */
export class Verifier {
  #session;

  /** Not for callers: see `createVerifier`. */
  constructor(session) {
    this.#session = session;
  }

  /** Takes the next bytes; true where nothing that follows can change the verdict. */
  feed(chunk) {
    const bytes = bytesOf(chunk);
    return this.#session.call((verifier) => verifier.push(bytes));
  }

  /** The end of the input: its report. */
  finish() {
    return new Report(this.#session.finish((verifier) => verifier.finish()));
  }

  /** Gives up the verifier and its memory; there is no report then. */
  free() {
    this.#session.free();
  }
}

// Older engines do not know the symbol.
if (Symbol.dispose) {
  Verifier.prototype[Symbol.dispose] = Verifier.prototype.free;
}

/** A verifier to be fed by hand. */
export async function createVerifier(options) {
  return new Verifier(await startSession("Verifier", optionsText(options)));
}
