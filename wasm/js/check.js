// Whole checks on this thread.
import { itemOf, itemsOf } from "./layout.js";
import { optionsText } from "./options.js";
import { Pace } from "./pace.js";
import { Progress } from "./progress.js";
import { Report } from "./report.js";
import { settingsOf } from "./settings.js";
import { each, open } from "./source.js";
import { startSession } from "./verifier.js";

/** Verifies one input. */
export async function check(source, settings = {}) {
  const { options, signal, onProgress, name } = settingsOf(settings);
  const input = open(source);
  const run = await Run.start("Verifier", optionsText(options, name, input.name), signal, onProgress, input.total);
  return run.to(async () => {
    await run.read(input.chunks);
  });
}

/** Verifies an OCI image layout that is a folder, from its files. */
export async function checkLayout(files, settings = {}) {
  const { options, signal, onProgress, name } = settingsOf(settings);
  const run = await Run.start("LayoutVerifier", optionsText(options, name), signal, onProgress);
  return run.to(async () => {
    for await (const item of itemsOf(files)) {
      const { path, kind, size, input } = itemOf(item);
      if (kind !== "file") {
        run.call((verifier) => verifier.add_other(path, kind));
        continue;
      }
      run.call((verifier) => verifier.begin_file(path, size));
      await run.read(input.chunks);
      run.call((verifier) => verifier.end_file());
    }
  });
}

/** A verifier that is fed from sources. */
class Run {
  #session;
  #signal;
  #progress;
  #pace = new Pace();

  static async start(type, options, signal, onProgress, total) {
    signal?.throwIfAborted();
    const run = new Run();
    run.#session = await startSession(type, options);
    run.#signal = signal;
    run.#progress = new Progress(onProgress, total);
    return run;
  }

  call(work) {
    return this.#session.call(work);
  }

  /** Feeds all chunks. */
  read(chunks) {
    return each(chunks, this.#signal, (bytes) =>
      this.#pace.feed(bytes, this.#signal, (piece) => {
        this.call((verifier) => verifier.push(piece));
        this.#progress.add(piece.length, this.#member);
      }),
    );
  }

  /** The report, when `work` has given the verifier all that there is. */
  async to(work) {
    try {
      await work();
      this.#progress.end(this.#member);
      this.#signal?.throwIfAborted();
      return new Report(this.#session.finish((verifier) => verifier.finish()));
    } finally {
      this.#session.free();
    }
  }

  #member = () => this.call((verifier) => verifier.member());
}
