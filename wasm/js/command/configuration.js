// Configuration files, which this command does not read.
import { statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

import { Failure } from "./failure.js";

const NAMES = ["ocivet.toml", ".ocivet.toml"];

/**
 * Where the native command would read a configuration file, a check without it would be another one, and may pass what
 * that one refuses.
 */
export function refuseConfiguration() {
  const file = [...places()].find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  if (file !== undefined) {
    const advice = "give what it says as options and add --no-config, or use the native command";
    throw new Failure(`${file} is not read by this command: ${advice}`);
  }
}

/** The nearest file from the current directory upwards, else the user's. */
function* places() {
  for (let folder = process.cwd(), last; folder !== last; last = folder, folder = path.dirname(folder)) {
    yield* NAMES.map((name) => path.join(folder, name));
  }
  const base = process.env.XDG_CONFIG_HOME;
  yield path.join(base && path.isAbsolute(base) ? base : path.join(homedir(), ".config"), "ocivet/config.toml");
}
