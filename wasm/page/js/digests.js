// Digests that someone pasted. What is not understood is refused: nothing is compared by half.

const ALGORITHMS = { 64: "sha256", 96: "sha384", 128: "sha512" };
const BARE = /^(?:(sha256|sha384|sha512):)?([0-9a-f]+)$/i;
const GNU = /^([0-9a-f]{32,128}) [ *](.+)$/i;
const BSD = /^([a-z0-9-]+) \((.+)\) ?= ?([0-9a-f]{32,128})$/i;

/**
 * The digests that a text expects of the file `name`: those on lines that name it, and those that stand alone.
 * Throws an error that says what is wrong, where the text is not empty and has none.
 */
export function digestsFor(text, name) {
  if (text.trim() === "") {
    return [];
  }
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim()).map(read).filter((line) => line);
  if (lines.length === 0) {
    throw new Error("The pasted text holds no digest. Paste one such as sha256:…, or lines of a CHECKSUM file.");
  }
  const own = lines.filter((line) => line.name === undefined || base(line.name) === base(name));
  if (own.length === 0) {
    throw new Error(`No line of the pasted text names ${name}: it was not compared, so it was not checked.`);
  }
  // Older algorithms often stand beside those that count.
  const digests = own.map(digestOf).filter((digest) => digest);
  if (digests.length === 0) {
    throw new Error(`The pasted text has no SHA-256, SHA-384 or SHA-512 digest for ${name}; others prove nothing.`);
  }
  return [...new Set(digests)];
}

/** A line as `{ algorithm, hex, name }`, where it has a digest. */
function read(line) {
  let match;
  if ((match = BARE.exec(line))) {
    return { algorithm: match[1], hex: match[2] };
  }
  if ((match = GNU.exec(line))) {
    return { hex: match[1], name: match[2] };
  }
  if ((match = BSD.exec(line))) {
    return { algorithm: match[1], hex: match[3], name: match[2] };
  }
  return undefined;
}

function digestOf({ algorithm, hex }) {
  const found = ALGORITHMS[hex.length];
  const said = algorithm?.toLowerCase().replace("-", "");
  if (said !== undefined && Object.values(ALGORITHMS).includes(said) && said !== found) {
    throw new Error(`The pasted ${said} digest has ${hex.length} digits: some are missing, or too many.`);
  }
  return found && `${found}:${hex.toLowerCase()}`;
}

/** A name without its folders. */
function base(name) {
  return name.slice(name.lastIndexOf("/") + 1);
}
