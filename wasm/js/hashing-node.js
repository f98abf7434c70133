// Node hashes by native code, more than four times as fast as a module.
import { createHash } from "node:crypto";

import { hashBy } from "./hashing.js";

hashBy(createHash);
