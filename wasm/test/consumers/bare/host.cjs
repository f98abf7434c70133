// host.cjs BUNDLE FILE NAME: runs a bundle where there is nothing but what all runtimes have.
const { readFileSync } = require("node:fs");
const { createContext, runInContext } = require("node:vm");

const [bundle, file, name] = process.argv.slice(2);
const globals = { crypto, performance, TextDecoder, TextEncoder, MessageChannel, AbortController, URL };
const context = createContext(globals);
runInContext(readFileSync(bundle, "utf8"), context);
const compiled = readFileSync(require.resolve("ocivet/ocivet.wasm"));
context.run(compiled, readFileSync(file), name).then((json) => process.stdout.write(json));
