// Checks on other threads.
import { checker } from "./engine.js";
import { InternalError, UsageError, reason, unpackError } from "./errors.js";
import { optionsText } from "./options.js";
import { Report } from "./report.js";
import { settingsOf } from "./settings.js";
import { each, isBlob, open } from "./source.js";

/** Workers at most, where the caller does not say: each has memory of its own. */
const MOST = 8;

let start = () => {
  throw new UsageError("there are no workers here: give init a function that makes one");
};

/** Says how a worker is started: a function that gives `{ post, listen, fail, end }`. */
export function startWorkersBy(starter) {
  start = starter;
}

/** Verifies one input on other threads: the large members of a Blob that is an archive on several at once. */
export async function checkInWorker(source, settings = {}) {
  const { options, signal, onProgress, name, jobs = usual() } = settingsOf(settings, { jobs: "number" });
  if (!Number.isInteger(jobs) || jobs < 1) {
    throw new UsageError("setting jobs must be a number of workers, at least 1");
  }
  signal?.throwIfAborted();
  const input = open(source);
  const task = { module: await checker.module(), options: optionsText(options, name, input.name) };
  const stop = new AbortController();
  const ended = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const crew = new Crew(task, onProgress, input.total);
  try {
    return await new Promise((resolve, reject) => {
      ended.addEventListener("abort", () => reject(ended.reason), { once: true });
      crew.failed = reject;
      const done = (text) => resolve(new Report(text));
      if (!(isBlob(source) && inParts(crew, source, jobs, done))) {
        whole(crew, input.chunks, ended, done);
      }
    });
  } finally {
    crew.end();
    stop.abort();
  }
}

function usual() {
  return Math.min(MOST, globalThis.navigator?.hardwareConcurrency ?? 4);
}

/** One worker verifies all, from chunks that it is sent. */
function whole(crew, chunks, ended, done) {
  const worker = crew.start();
  const stream = new Outgoing(worker);
  crew.give(worker, { task: "check" }, ({ more, report }) => (more ? stream.allow() : done(report)));
  stream.send(chunks, ended).catch(crew.failed);
}

/**
 * One worker reads the archive and leaves out its large members; it and others verify these. False where the Blob
 * cannot be sent to a worker, as those of Node's files.
 */
function inParts(crew, source, jobs, done) {
  const reader = crew.start();
  const idle = [];
  const queue = [];
  let busy = 1;
  const verify = (worker, member) => {
    busy += 1;
    crew.give(worker, { task: "member", source, member }, ({ summary }) => {
      crew.give(reader, { task: "add", summary });
      free(worker);
    });
  };
  const free = (worker) => {
    busy -= 1;
    idle.push(worker);
    spread();
  };
  const spread = () => {
    while (queue.length > 0 && (idle.length > 0 || crew.size < jobs)) {
      verify(idle.pop() ?? crew.start(), queue.shift());
    }
    if (busy === 0) {
      crew.give(reader, { task: "finish" }, ({ report }) => done(report));
    }
  };
  return crew.tries(reader, { task: "archive", source }, ({ member, read }) => {
    if (read) {
      free(reader);
    } else {
      queue.push(member);
      spread();
    }
  });
}

/** The workers of one check. */
class Crew {
  /** Called with what went wrong. */
  failed;
  #common;
  #onProgress;
  #total;
  #workers = [];
  #done = 0;
  #ended = false;

  /** `common` is part of every task; `onProgress` hears of all workers together. */
  constructor(common, onProgress, total) {
    this.#common = common;
    this.#onProgress = onProgress;
    this.#total = total;
  }

  get size() {
    return this.#workers.length;
  }

  start() {
    const worker = { port: start(), answer: undefined, told: 0 };
    this.#workers.push(worker);
    worker.port.fail((error) => this.failed(new InternalError(`the worker failed: ${reason(error)}`, { cause: error })));
    worker.port.listen((message) => {
      try {
        this.#hear(worker, message);
      } catch (error) {
        this.failed(error);
      }
    });
    return worker;
  }

  /** Gives a worker something to do; `answer` is called with what it says, until it is given something else. */
  give(worker, task, answer = worker.answer) {
    worker.answer = answer;
    worker.told = task.task === "add" || task.task === "finish" ? worker.told : 0;
    worker.port.post({ ...this.#common, ...task });
  }

  /** The same; false where the task cannot be sent. */
  tries(worker, task, answer) {
    try {
      this.give(worker, task, answer);
      return true;
    } catch {
      return false;
    }
  }

  end() {
    this.#ended = true;
    this.#workers.forEach(({ port }) => port.end());
  }

  #hear(worker, message) {
    // What was on its way when the check ended must start no other worker, which nobody would end.
    if (this.#ended) {
      return;
    }
    if (message.error) {
      throw unpackError(message.error);
    }
    if (message.progress) {
      this.#tell(worker, message.progress);
      return;
    }
    worker.answer(message);
  }

  #tell(worker, { bytes, member }) {
    this.#done += bytes - worker.told;
    worker.told = bytes;
    // The start of a member that was left out is read twice.
    const done = this.#total === undefined ? this.#done : Math.min(this.#done, this.#total);
    this.#onProgress?.({ bytes: done, total: this.#total, member });
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
        this.#worker.port.post({ task: "chunk", chunk: bytes.slice(from, from + LARGEST) });
      }
    });
    await this.#wanted();
    this.#worker.port.post({ task: "chunk" });
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
