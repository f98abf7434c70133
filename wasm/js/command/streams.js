// The streams of the process, and whether they take colours.
import { writeSync } from "node:fs";

import { Failure, shown, systemReason } from "./failure.js";

export class Streams {
  #color = { 1: takesColor(process.stdout), 2: takesColor(process.stderr) };

  /** What `--color` says: always, auto or never. */
  set color(when) {
    if (when !== "auto") {
      this.#color = { 1: when === "always", 2: when === "always" };
    }
  }

  /** Whether reports on standard output are coloured. */
  get color() {
    return this.#color[1];
  }

  /** Somebody would have to type the input. */
  get inputIsTerminal() {
    return process.stdin.isTTY === true;
  }

  /** The chunks of standard input. */
  input() {
    return process.stdin;
  }

  /** Writes what was asked for. That nobody reads it any more is no failure. */
  write(text) {
    try {
      writeAll(1, Buffer.from(text));
    } catch (error) {
      if (error.code !== "EPIPE") {
        throw new Failure(`cannot write to standard output: ${systemReason(error)}`);
      }
    }
  }

  /** Tells of a failure. If nobody can hear it there is nobody to tell. */
  error(text) {
    const [on, off] = this.#color[2] ? ["\x1b[1;31m", "\x1b[0m"] : ["", ""];
    this.note(`${on}error${off}: ${text.split("\n").map(shown).join("\n")}`);
  }

  /** Tells something that is no part of the report. */
  note(text) {
    try {
      writeAll(2, Buffer.from(`${text}\n`));
    } catch {
      // There is no other place to tell it.
    }
  }
}

/** Writes all bytes before it returns: what is left unwritten when a process ends is lost. */
function writeAll(descriptor, bytes) {
  for (let from = 0; from < bytes.length;) {
    try {
      from += writeSync(descriptor, bytes, from);
    } catch (error) {
      if (error.code !== "EAGAIN") {
        throw error;
      }
      // A pipe that is full and does not block: wait until something is read from it.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** As the native command decides: `NO_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR`, then `TERM`. */
function takesColor(stream) {
  const { NO_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM, CI } = process.env;
  if (NO_COLOR) {
    return false;
  }
  if (CLICOLOR_FORCE) {
    return true;
  }
  if (CLICOLOR === "0" || stream.isTTY !== true) {
    return false;
  }
  const terminal = TERM === undefined ? process.platform === "win32" : TERM !== "dumb";
  return terminal || CLICOLOR !== undefined || CI !== undefined;
}
