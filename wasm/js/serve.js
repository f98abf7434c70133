// What a worker does, for the thread that started it: a whole check, or a part of one.
import { check } from "./check.js";
import { checker } from "./engine.js";
import { packError } from "./errors.js";
import { Archive, verifyMember } from "./parts.js";

/** Serves one check over a port: `{ post, listen }`. */
export function serve(port) {
  const stream = new Stream(port);
  const archive = new Archive();
  const tell = (progress) => port.post({ progress });
  const leave = (member) => port.post({ member });
  const tasks = {
    check: async ({ options, source }) => {
      const report = await check(source ?? stream, { options: JSON.parse(options), onProgress: tell });
      return { report: report.json };
    },
    archive: async ({ options, source }) => {
      await archive.read(source, options, leave, tell);
      return { read: true };
    },
    member: async ({ options, source, member }) => ({ summary: await verifyMember(source, options, member, tell) }),
    add: ({ summary }) => archive.add(summary),
    finish: () => ({ report: archive.finish() }),
    chunk: (message) => stream.take(message),
  };
  port.listen(async ({ task, module, ...message }) => {
    try {
      if (module) {
        checker.from(module);
      }
      const answer = await tasks[task](message);
      if (answer) {
        port.post(answer);
      }
    } catch (error) {
      port.post({ error: packError(error) });
    }
  });
}

/** Chunks that the other thread sends, one for each request. */
class Stream {
  #port;
  #waiting;

  constructor(port) {
    this.#port = port;
  }

  take({ chunk }) {
    this.#waiting(chunk === undefined ? { done: true } : { done: false, value: chunk });
  }

  next() {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#port.post({ more: true });
    });
  }

  [Symbol.asyncIterator]() {
    return this;
  }
}
