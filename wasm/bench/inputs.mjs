// The archives that are measured: programs, libraries and texts of this machine, as a layer and as four.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

export const INPUTS = ["docker", "oci", "layer", "layers"];

/** Makes the inputs in a folder, unless they are there; gives their files by name. */
export async function makeInputs(folder, size) {
  const files = Object.fromEntries(INPUTS.map((name) => [name, path.join(folder, name)]));
  mkdirSync(folder, { recursive: true });
  if (INPUTS.every((name) => statSync(files[name], { throwIfNoEntry: false }))) {
    return files;
  }
  const one = layer(size, 0);
  const compressed = gzipSync(one.tar, { level: 6 });
  const four = [1, 2, 3, 4].map((number) => layer(size / 4, number));
  write(files.docker, dockerArchive([one.tar]));
  write(files.oci, ociArchive([{ blob: compressed, tar: one.tar }]));
  write(files.layer, compressed);
  write(files.layers, ociArchive(four.map(({ tar }) => ({ blob: gzipSync(tar, { level: 6 }), tar }))));
  return files;
}

/** Whole or not at all: a file that is there is used again. */
function write(file, parts) {
  const half = `${file}.half`;
  writeFileSync(half, Buffer.isBuffer(parts) ? parts : Buffer.concat(parts));
  renameSync(half, file);
}

/** A tar archive of about that many bytes. */
function layer(size, number) {
  const parts = [];
  let written = 0;
  for (const file of files("/usr")) {
    if (written >= size) {
      break;
    }
    const data = readFileSync(file);
    parts.push(...entry(`usr${number}/${path.basename(file).slice(0, 60)}-${parts.length}`, data));
    written += data.length;
  }
  return { tar: Buffer.concat([...parts, Buffer.alloc(1024)]) };
}

function* files(folder) {
  for (const item of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const place = path.join(folder, item.name);
    if (item.isDirectory()) {
      yield* files(place);
    } else if (item.isFile() && statSync(place).size < 64e6) {
      yield place;
    }
  }
}

function* entry(name, data) {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(`0000644\0${"0000000\0".repeat(2)}${data.length.toString(8).padStart(11, "0")}\0`, 100);
  header.write("00000000000\0        0", 136);
  header.write("ustar\u000000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  yield header;
  yield data;
  yield Buffer.alloc((512 - (data.length % 512)) % 512);
}

const sha256 = (data) => createHash("sha256").update(data).digest("hex");
const json = (value) => Buffer.from(JSON.stringify(value));
const archive = (members) => [...members.flatMap(([name, data]) => [...entry(name, data)]), Buffer.alloc(1024)];

function config(tars) {
  const rootfs = { type: "layers", diff_ids: tars.map((tar) => `sha256:${sha256(tar)}`) };
  return json({ architecture: "amd64", os: "linux", config: {}, rootfs });
}

function dockerArchive(tars) {
  const document = config(tars);
  const name = `${sha256(document)}.json`;
  const layers = tars.map((_, at) => `${at}/layer.tar`);
  const manifest = [{ Config: name, RepoTags: ["example.com/bench:1"], Layers: layers }];
  return archive([...tars.map((tar, at) => [layers[at], tar]), [name, document], ["manifest.json", json(manifest)]]);
}

function ociArchive(layers) {
  const blobs = [];
  const descriptor = (type, data) => {
    const digest = sha256(data);
    blobs.push([`blobs/sha256/${digest}`, data]);
    return { mediaType: `application/vnd.oci.image.${type}`, digest: `sha256:${digest}`, size: data.length };
  };
  const manifest = descriptor("manifest.v1+json", json({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: descriptor("config.v1+json", config(layers.map(({ tar }) => tar))),
    layers: layers.map(({ blob }) => descriptor("layer.v1.tar+gzip", blob)),
  }));
  return archive([
    ...blobs,
    ["index.json", json({ schemaVersion: 2, manifests: [manifest] })],
    ["oci-layout", json({ imageLayoutVersion: "1.0.0" })],
  ]);
}
