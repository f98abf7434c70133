// Checks on other threads.
import { checker } from "./engine.js";
import { InternalError, UsageError, reason, unpackError } from "./errors.js";
import { optionsText } from "./options.js";
import { Report } from "./report.js";
import { settingsOf } from "./settings.js";
import { each, isBlob, open } from "./source.js";

let start = () => {
  throw new UsageError("there are no workers here: give init a function that makes one");
};

/** Says how a worker is started: a function that gives `{ post, listen, fail, end }`. */
export function startWorkersBy(starter) {
  start = starter;
}

/** Verifies one input on another thread. */
export async function checkInWorker(source, settings = {}) {
  const { options, signal, onProgress, name } = settingsOf(settings);
  signal?.throwIfAborted();
  const input = open(source);
  const text = optionsText(options, name, input.name);
  const module = await checker.module();
  const worker = await start();
  const stop = new AbortController();
  const ended = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  try {
    return await new Promise((resolve, reject) => {
      ended.addEventListener("abort", () => reject(ended.reason), { once: true });
      worker.fail((error) => reject(new InternalError(`the worker failed: ${reason(error)}`, { cause: error })));
      const stream = new Outgoing(worker);
      worker.listen((message) => {
        if (message.more) {
          stream.allow();
        } else if (message.progress) {
          attempt(() => onProgress?.({ ...message.progress, total: input.total }), reject);
        } else if (message.error) {
          reject(unpackError(message.error));
        } else {
          resolve(new Report(message.report));
        }
      });
      const task = { task: "check", module, options: JSON.parse(text) };
      if (!(isBlob(source) && posted(worker, { ...task, source }))) {
        worker.post(task);
        stream.send(input.chunks, ended).catch(reject);
      }
    });
  } finally {
    worker.end();
    stop.abort();
  }
}

/** Sends a message with a Blob; false where that Blob cannot be sent, as those of Node's files. */
function posted(worker, message) {
  try {
    worker.post(message);
    return true;
  } catch {
    return false;
  }
}

function attempt(work, failed) {
  try {
    work();
  } catch (error) {
    failed(error);
  }
}

/** Bytes that are sent at once at most: they are copied, and the copy is in memory. */
const LARGEST = 1 << 20;

/** Chunks for a worker, each sent when it asks for one. */
class Outgoing {
  #worker;
  #allowed = 0;
  #wake;

  constructor(worker) {
    this.#worker = worker;
  }

  /** The worker wants one more chunk. */
  allow() {
    this.#allowed += 1;
    this.#wake?.();
  }

  /** Sends all chunks and the end. */
  async send(chunks, signal) {
    await each(chunks, signal, async (bytes) => {
      for (let from = 0; from < bytes.length; from += LARGEST) {
        await this.#wanted();
        this.#worker.post({ chunk: bytes.slice(from, from + LARGEST) });
      }
    });
    await this.#wanted();
    this.#worker.post({});
  }

  async #wanted() {
    while (this.#allowed === 0) {
      await new Promise((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#allowed -= 1;
  }
}
