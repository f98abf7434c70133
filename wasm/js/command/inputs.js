// What the command's inputs name: standard input, files, and the directories of image layouts.
import { constants } from "node:fs";
import { lstat, open, opendir, stat } from "node:fs/promises";

import { check, checkLayout } from "../check.js";
import { InputError } from "../errors.js";
import { Failure, systemReason } from "./failure.js";

/** Bytes that are read at once. */
const STEP = 1 << 20;
/** Paths of one directory. The largest layouts have some ten thousand. */
const PATHS = 1_000_000;
/** One of these stands at the top of every layout. */
const MARKS = ["blobs", "index.json", "oci-layout"];

/** The report on one input, or a Failure where it cannot be read whole. */
export async function verify(input, options, streams) {
  if (input === "-") {
    return check(streams.input(), { options, name: input });
  }
  try {
    return await verifyPath(input, options);
  } catch (error) {
    throw unreadable(input, error);
  }
}

/** The error that tells what cannot be read and what to do, where it is one of a file. */
function unreadable(input, error) {
  // What a source threw is the cause of the error that the check has made of it.
  const cause = error instanceof InputError ? error.cause : error;
  if (cause instanceof Failure || !cause?.code) {
    return cause instanceof Failure ? cause : error;
  }
  const advice = ADVICE[cause.code] ?? "see whether it can be copied whole, then check the copy";
  return new Failure(`cannot read ${cause.path ?? input}: ${systemReason(cause)}; ${advice}`);
}

const ADVICE = {
  EACCES: "run as a user who may read it",
  ENOENT: "check the spelling of its path",
  ENOTDIR: "a part of its path is a file",
  EPERM: "run as a user who may read it",
};

function changed(name) {
  const advice = "wait until it is written, then check it again";
  return new Failure(`cannot read ${name}: it changed while it was read; ${advice}`);
}

async function verifyPath(input, options) {
  if ((await stat(input)).isDirectory()) {
    return checkLayout(layout(input), { options, name: input });
  }
  const file = await open(input);
  try {
    return await check(contents(file, input), { options, name: input });
  } finally {
    await file.close();
  }
}

/** The chunks of a file: of a regular one as many bytes as it had when it was opened, else up to its end. */
async function* contents(file, name) {
  const before = await file.stat();
  // Files of no length may still have contents: those of the kernel are so.
  const end = before.isFile() && before.size > 0 ? before.size : Infinity;
  const buffer = new Uint8Array(STEP);
  for (let at = 0; at < end;) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(STEP, end - at));
    if (bytesRead === 0) {
      if (end === Infinity) {
        return;
      }
      throw changed(name);
    }
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
  const after = await file.stat();
  if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
    throw changed(name);
  }
}

/** Everything below a directory, without following links. Where the top is none of a layout, that alone. */
async function* layout(root) {
  const top = await list(root, "");
  const whole = top.some(({ path }) => MARKS.includes(path.toString()));
  const nodes = [...top];
  for (let next = 0; next < nodes.length; next += 1) {
    const { path, kind } = nodes[next];
    if (whole && kind === "directory") {
      nodes.push(...(await list(root, path)));
    }
    if (nodes.length > PATHS) {
      throw new Failure(`cannot read ${root}: the directory has more than ${PATHS} entries`);
    }
    // What is no layout has a finding that says so; its files would be read for nothing.
    const node = await item(root, nodes[next]);
    yield whole || kind !== "file" ? node : { ...node, file: new Uint8Array() };
  }
}

async function list(root, path) {
  const nodes = [];
  for await (const entry of await opendir(under(root, path), { encoding: "buffer" })) {
    const own = path.length > 0 ? Buffer.concat([path, SLASH, entry.name]) : entry.name;
    nodes.push({ path: own, kind: kindOf(entry) });
  }
  return nodes;
}

const SLASH = Buffer.from("/");

function under(root, path) {
  return path.length > 0 ? Buffer.concat([Buffer.from(root), SLASH, path]) : root;
}

function kindOf(entry) {
  if (entry.isSymbolicLink()) {
    return "symlink";
  }
  return entry.isDirectory() ? "directory" : entry.isFile() ? "file" : "special";
}

async function item(root, { path, kind }) {
  if (kind !== "file") {
    return { path, kind };
  }
  const place = under(root, path);
  const { size } = await lstat(place);
  return { path, kind, size, file: opened(place, `${root}/${path}`, size) };
}

/** A file that was regular when the directory was listed, and must be the same still; no link leads to it. */
async function* opened(place, name, size) {
  const file = await open(place, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const state = await file.stat();
    if (!state.isFile() || state.size !== size) {
      throw changed(name);
    }
    if (size > 0) {
      yield* contents(file, name);
    }
  } finally {
    await file.close();
  }
}
