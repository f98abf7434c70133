#!/usr/bin/env node
// The command `ocivet` of the package: the main part of the native one, for machines that have Node alone.
import { run } from "./run.js";
import { Streams } from "./streams.js";

process.exitCode = await run(process.argv.slice(2), new Streams());
