// check.cjs WAY FILE NAME
const { createReadStream } = require("node:fs");

const ocivet = require("ocivet");

const [way, file, name] = process.argv.slice(2);
ocivet[way](createReadStream(file), { name }).then((report) => process.stdout.write(report.json));
