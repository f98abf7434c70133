// The measurements, for any engine.

/** Bytes that are read, and that are given to a module, at once: as the package itself does. */
const READ = 2 << 20;
const PIECE = 1 << 20;

/** Figures `{ name, what, bytes, ours, other }`: bytes of the input, and the seconds that each took at best. */
export async function measure(ocivet, { bind, module }, blobs, rounds) {
  const kernel = async (type, blob) => {
    const { imports, attach } = bind();
    const exports = attach(await WebAssembly.instantiate(module, imports));
    const work = new exports[type]();
    for (let from = 0; from < blob.size; from += READ) {
      const bytes = new Uint8Array(await blob.slice(from, from + READ).arrayBuffer());
      for (let at = 0; at < bytes.length; at += PIECE) {
        work.push(bytes.subarray(at, at + PIECE));
      }
    }
    work.finish();
  };
  const passed = async (way, blob) => {
    const report = await ocivet[way](blob);
    // A time is worth nothing where the work was not done.
    if (report.verdict === "deny" || !report.images.every(({ layers }) => layers.every(({ entries }) => entries > 0))) {
      throw new Error(`an input is not accepted: ${report.json.slice(0, 2000)}`);
    }
  };
  const row = async (name, what, blob, ours, other) => ({ name, what, bytes: blob.size, ...(await inTurn(rounds, ours, other)) });
  return [
    await row("docker", "check of a docker-archive / SHA-256 alone", blobs.docker,
      () => passed("check", blobs.docker), () => kernel("Hash", blobs.docker)),
    await row("oci", "check of a gzip OCI archive / inflate and SHA-256", blobs.oci,
      () => passed("check", blobs.oci), () => kernel("InflateHash", blobs.layer)),
    await row("layers", "checkInWorker of four layers / check", blobs.layers,
      () => passed("checkInWorker", blobs.layers), () => passed("check", blobs.layers)),
  ];
}

/** The best times of two works, in seconds. One round before the others makes engines and caches warm. */
async function inTurn(rounds, ...works) {
  const best = works.map(() => Infinity);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [at, work] of works.entries()) {
      const began = performance.now();
      await work();
      best[at] = round === 0 ? Infinity : Math.min(best[at], (performance.now() - began) / 1000);
    }
  }
  return { ours: best[0], other: best[1] };
}
