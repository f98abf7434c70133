// Lists tar archives as npm's `tar` reads them. See README.md.
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { list } from "tar"

const TYPES = {
  File: "0", OldFile: "0", ContiguousFile: "7", Link: "1", SymbolicLink: "2", CharacterDevice: "3",
  BlockDevice: "4", Directory: "5", FIFO: "6", GNUDumpDir: "D",
}

const hex = (text) => Buffer.from(text ?? "", "utf8").toString("hex")

// A number of its kind; what is beyond has an exponent in JSON.
const MOST = Number.MAX_SAFE_INTEGER
const size = (entry) => Math.trunc(Math.max(-MOST, Math.min(entry.size, MOST)))

const row = (entry) => ({
  name: hex(entry.path), type: TYPES[entry.type] ?? entry.type, size: size(entry), target: hex(entry.linkpath),
})

const folder = process.argv[2]
for (const file of readdirSync(folder).sort()) {
  const entries = []
  let error = null
  try {
    list({ file: join(folder, file), sync: true, onReadEntry: (entry) => entries.push(row(entry)) })
  } catch (fault) {
    error = String(fault?.message ?? fault)
  }
  console.log(JSON.stringify({ file, error, entries }))
}
