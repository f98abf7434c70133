// Where reports go: standard output, and files that appear whole or not at all.
import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

import { Failure, systemReason } from "./failure.js";

const STANDARD = undefined;

/** Formats with their files, `[format, file]`, from each `--format` and `-o` in the order in which they were given. */
export function pairs(given) {
  const made = [];
  let early;
  for (const { format, output } of given) {
    if (format !== undefined) {
      made.push({ format });
    } else if (made.length > 0 && !("file" in made.at(-1))) {
      made.at(-1).file = placeOf(output);
    } else if (made.length === 0 && early === undefined) {
      early = output;
    } else {
      throw unpaired(output);
    }
  }
  if (made.length === 0) {
    made.push({ format: "text" });
  }
  if (early !== undefined) {
    if (made.length > 1 || "file" in made[0]) {
      throw unpaired(early);
    }
    made[0].file = placeOf(early);
  }
  unshared(made);
  return made.map(({ format, file }) => [format, file]);
}

function placeOf(output) {
  return output === "-" ? STANDARD : output;
}

function unpaired(output) {
  return new Failure(`-o ${output}: there is no --format before it that has no file yet`);
}

function unshared(made) {
  const places = new Set();
  for (const { file } of made) {
    if (places.has(file)) {
      throw new Failure(
        file === STANDARD
          ? "two reports would go to standard output; give all formats but one a file with -o"
          : `-o ${file}: two reports would go there`,
      );
    }
    places.add(file);
  }
}

/**
 * Opens a place for a report before any work is done: `{ write, drop }`. A regular file is written beside its
 * place and renamed; a device or a pipe is written as it is.
 */
export function openPlace(file, streams) {
  if (file === STANDARD) {
    return { write: (text) => streams.write(text), drop: () => {} };
  }
  const failing = (work) => {
    try {
      return work();
    } catch (error) {
      throw new Failure(`cannot write ${file}: ${systemReason(error)}`);
    }
  };
  return failing(() => {
    const there = statSync(file, { throwIfNoEntry: false });
    if (there?.isDirectory()) {
      throw new Error("it is a directory");
    }
    if (there && !there.isFile()) {
      const descriptor = openSync(file, "w");
      return {
        write: (text) => failing(() => writeFileSync(descriptor, text)),
        drop: () => closeSync(descriptor),
      };
    }
    // A link stays, and leads to the new contents.
    return beside(there ? realpathSync(file) : file, there?.mode, failing);
  });
}

function beside(file, mode = 0o666, failing) {
  const random = Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString("hex");
  const temporary = path.join(path.dirname(file), `.ocivet-${random}`);
  const descriptor = openSync(temporary, "wx", mode & 0o777);
  return {
    write: (text) =>
      failing(() => {
        writeFileSync(descriptor, text);
        renameSync(temporary, file);
      }),
    drop: () => {
      closeSync(descriptor);
      rmSync(temporary, { force: true });
    },
  };
}
