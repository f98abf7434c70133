// Feeding bytes without keeping the thread: events come through, and an abortion is seen within moments.

/** Bytes that are fed at once at most, and at least: they may be compressed, and unpack to a thousand times as many. */
const LARGEST = 16 << 10;
const SMALLEST = 256;
/** Milliseconds that one piece should take, and after which other work gets its turn. */
const PIECE = 10;
const TURN = 20;

/** Feeds bytes piece by piece; a piece is as large as can be verified in some milliseconds. */
export class Pace {
  #size = LARGEST;
  #since = performance.now();

  /** Calls `take` with each piece of `bytes`. */
  async feed(bytes, signal, take) {
    for (let from = 0; from < bytes.length;) {
      const piece = bytes.subarray(from, from + this.#size);
      const began = performance.now();
      take(piece);
      from += piece.length;
      this.#adapt(performance.now() - began, piece.length);
      await this.turn(signal);
    }
  }

  /** Lets other work have its turn, if it is time for it. */
  async turn(signal) {
    if (performance.now() - this.#since >= TURN) {
      await nextTask();
      this.#since = performance.now();
    }
    signal?.throwIfAborted();
  }

  #adapt(took, length) {
    if (took > PIECE) {
      this.#size = Math.max(SMALLEST, Math.floor(length * PIECE / took));
    } else if (took < PIECE / 3 && length === this.#size) {
      this.#size = Math.min(LARGEST, this.#size << 1);
    }
  }
}

/** Waits until timers, messages and input events had their turn: a promise alone does not let them. */
function nextTask() {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") {
      setImmediate(resolve);
    } else {
      // A timer would wait four milliseconds after a few calls.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    }
  });
}
