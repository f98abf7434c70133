// The npm package in Node: from bytes, from chunks of odd sizes, and through workers.
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const ocivet = await import(pathToFileURL(path.resolve(process.env.OCIVET_NPM, "dist/node.js")));

const WAYS = {
  bytes: (bytes, settings) => ocivet.check(bytes, settings),
  "chunks of 511": (bytes, settings) => ocivet.check(chunks(bytes, 511), settings),
  "chunks of 4,096": (bytes, settings) => ocivet.check(chunks(bytes, 4096), settings),
  "chunks of 70,001": (bytes, settings) => ocivet.check(chunks(bytes, 70_001), settings),
  workers: (bytes, settings) => ocivet.checkInWorker(new Blob([bytes]), settings),
};

export async function viaNode(part, cases) {
  if (part === "name") {
    return { text: await inTurn(cases, ({ text, options }) => ocivet.checkName(text, { options })) };
  }
  const ways = {};
  for (const [way, check] of Object.entries(WAYS)) {
    ways[way] = await inTurn(cases, ({ file, options }) => check(readFileSync(file), { options }));
  }
  return ways;
}

/** The modules verify no signatures: options that give keys for them are refused. */
viaNode.takes = ({ options }) => !/"(keyring|image-keys|keys)":/.test(JSON.stringify(options));

function* chunks(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
  }
}

async function inTurn(cases, check) {
  const reports = [];
  for (const one of cases) {
    reports.push((await check(one)).json);
  }
  return reports;
}
