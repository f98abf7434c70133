// What a worker does: one check, for the thread that started it.
import { check } from "./check.js";
import { checker } from "./engine.js";
import { packError } from "./errors.js";

/** Serves one check over a port: `{ post, listen }`. */
export function serve(port) {
  const stream = new Stream(port);
  port.listen((message) => {
    if (message.task === "check") {
      run(port, message, stream);
    } else {
      stream.take(message);
    }
  });
}

async function run(port, { module, options, source }, stream) {
  try {
    checker.from(module);
    const report = await check(source ?? stream, {
      options,
      onProgress: (progress) => port.post({ progress }),
    });
    port.post({ report: report.json });
  } catch (error) {
    port.post({ error: packError(error) });
  }
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
