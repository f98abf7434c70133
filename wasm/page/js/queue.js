// Checks, one after the other: each uses all the threads that there are.
import { checkInWorker, checkLayout } from "ocivet";

import { comparison } from "./digests.js";

/** Jobs in the order in which they came. */
export class Queue {
  #waiting = [];
  #running;

  /** Adds a job, also one that ran before. */
  add(job) {
    job.wait();
    this.#waiting.push(job);
    void this.#next();
  }

  /** Ends a job, or takes it out. */
  cancel(job) {
    if (this.#running === job) {
      job.abort();
      return;
    }
    this.#waiting = this.#waiting.filter((other) => other !== job);
    job.end({ state: "cancelled" });
  }

  async #next() {
    if (this.#running || this.#waiting.length === 0) {
      return;
    }
    const job = this.#waiting.shift();
    this.#running = job;
    job.end(await outcome(job));
    this.#running = undefined;
    void this.#next();
  }
}

async function outcome(job) {
  const { input, settings } = job;
  const signal = job.run();
  try {
    const options = optionsOf(settings);
    const how = { options, signal, name: input.name, onProgress: (progress) => job.advance(progress) };
    const report = await (input.items ? checkLayout(input.items, how) : checkInWorker(input.file, how));
    return { state: "done", report, expected: options.expect ?? [] };
  } catch (error) {
    return signal.aborted ? { state: "cancelled" } : { state: "failed", message: error.message };
  }
}

/** Options of the core. The digest of the whole input is what can be compared later. */
function optionsOf({ profile, digests }) {
  const options = { digest: true, ...comparison(digests) };
  return profile ? { ...options, profile } : options;
}
