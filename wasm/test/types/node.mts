// What users of Node write, for the compiler: never run. It knows no types of browsers.
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { check, createVerifier, init, render } from "ocivet";
import { checkInWorker } from "ocivet/node";

export async function all(): Promise<string> {
  const report = await check(createReadStream("image.tar"), { signal: AbortSignal.timeout(1000) });
  await checkInWorker(await readFile("image.tar"));
  await check(await fetch("http://127.0.0.1/image.tar"));
  const verifier = await createVerifier({ profile: "package" });
  verifier.feed(Buffer.from("x"));
  init({ check: new URL("x.wasm", import.meta.url), render: () => readFile("x.wasm") });
  return render([report, verifier.finish()], "sarif");
}

// @ts-expect-error a path is no source
void check("image.tar");
