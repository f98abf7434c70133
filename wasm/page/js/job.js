/** One input and what became of it. Tells a listener of each change. */
export class Job {
  static #last = 0;

  id = (Job.#last += 1);
  state = "waiting";
  progress = { bytes: 0, member: "" };
  #stop;
  #changed;

  constructor(input, settings, changed) {
    this.input = input;
    this.settings = settings;
    this.#changed = changed;
  }

  wait() {
    this.#become({ state: "waiting", report: undefined, message: undefined });
  }

  /** Begins; gives the signal that ends it. */
  run() {
    this.#stop = new AbortController();
    this.#become({ state: "running", progress: { bytes: 0, member: "" } });
    return this.#stop.signal;
  }

  advance(progress) {
    if (this.state === "running") {
      this.#become({ progress });
    }
  }

  abort() {
    this.#stop.abort();
  }

  /** Is over: `done` with a report, `failed` with a message, or `cancelled`. */
  end(outcome) {
    this.#become(outcome);
  }

  #become(change) {
    const before = this.state;
    Object.assign(this, change);
    this.#changed(this, before !== this.state);
  }
}
