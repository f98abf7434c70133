// What users write, for the compiler: never run.
import { check, checkInWorker, checkLayout, createVerifier, explain, init, InputError, OcivetError, render, Report, rules } from "ocivet";
import type { CheckSettings, Finding, LayoutItem, Options, RuleId } from "ocivet";

const options: Options = {
  profile: "package",
  kind: "oci-archive",
  rules: { "path/absolute": "deny", "entry/fifo": "off" },
  limits: { entries: 10 },
  expect: ["sha256:" + "0".repeat(64)],
  allow: [{ rule: "entry/setuid", reason: "known", entry: "usr/**" }],
};

export async function all(file: File, response: Response, stream: ReadableStream<Uint8Array>): Promise<string> {
  const settings: CheckSettings = {
    options,
    signal: AbortSignal.timeout(1000),
    name: "image.tar",
    onProgress: ({ bytes, total, member }) => void `${member} ${bytes / (total ?? 1)}`,
  };
  const report: Report = await check(file, settings);
  await check(response);
  await check(stream);
  await check(new Uint8Array(3));
  await check(new ArrayBuffer(3));
  await check([new Uint8Array(3)]);
  await check((async function* () { yield new Uint8Array(3); })());
  await checkInWorker(file, { signal: settings.signal });
  const items: LayoutItem[] = [{ path: "index.json", file }, { path: "blobs", kind: "directory" }];
  await checkLayout(items);
  const verifier = await createVerifier({ name: "x" });
  const settled: boolean = verifier.feed(new Uint8Array(3));
  const again: Report = verifier.finish();
  verifier.free();
  init({ check: new URL("x.wasm", "https://example.com"), worker: () => new Worker("worker.js") });
  const findings: readonly Finding[] = report.findings;
  const id: RuleId | undefined = (await rules())[0]?.id;
  try {
    const page: string = (await render(report, "html")) + (await render(report.json, "text", { detail: "full" }));
    return `${page} ${report.verdict} ${report.input.size} ${await explain("path/absolute")} ${id} ${settled} ${again.json}`;
  } catch (error) {
    if (error instanceof InputError) return error.message + findings.length;
    if (error instanceof OcivetError) return error.name;
    throw error;
  }
}

// @ts-expect-error a string is no source
void check("image.tar");
// @ts-expect-error there is no such format
void render("{}", "pdf");
// @ts-expect-error there is no such rule
void check(new Uint8Array(), { options: { rules: { "path/nothing": "deny" } } });
// @ts-expect-error there is no such option
void check(new Uint8Array(), { options: { nmae: "x" } });
// @ts-expect-error options are not settings
void check(new Uint8Array(), { profile: "layer" });
// @ts-expect-error a report is not to be changed
void check(new Uint8Array()).then((report) => (report.verdict = "pass"));
