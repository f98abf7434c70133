/** Milliseconds between two calls of a listener. */
const INTERVAL = 50;

/** Tells a listener how far a check is: seldom enough to draw it, and once at the end. */
export class Progress {
  #listener;
  #total;
  #bytes = 0;
  #last = -Infinity;

  constructor(listener, total) {
    this.#listener = listener;
    this.#total = total;
  }

  /** More bytes were verified; `member` gives the name of the member that they are in. */
  add(bytes, member) {
    this.#bytes += bytes;
    if (this.#listener && performance.now() - this.#last >= INTERVAL) {
      this.#tell(member());
    }
  }

  /** All bytes were verified. */
  end(member) {
    if (this.#listener) {
      this.#tell(member());
    }
  }

  #tell(member) {
    this.#listener({ bytes: this.#bytes, total: this.#total, member });
    this.#last = performance.now();
  }
}
