// What someone pasted to compare with, as options of the core, which does the comparing.

const LENGTHS = { sha256: 64, sha384: 96, sha512: 128 };
const BARE = /^(?:(sha256|sha384|sha512):)?([0-9a-f]+)$/i;

/**
 * Digests alone are expected; any other text is a list of checksums, which must name the input.
 * Throws an error that says what is wrong with a digest that cannot be compared.
 */
export function comparison(text) {
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim()).filter((line) => line);
  const digests = lines.map((line) => BARE.exec(line));
  if (!digests.every((digest) => digest)) {
    return { checksums: text };
  }
  return lines.length === 0 ? {} : { expect: [...new Set(digests.map(canonical))] };
}

function canonical([, said, hex]) {
  const [algorithm] = Object.entries(LENGTHS).find(([, length]) => length === hex.length) ?? [];
  if (!algorithm || (said && said.toLowerCase() !== algorithm)) {
    throw new Error(`The pasted digest has ${hex.length} digits; SHA-256 has 64, SHA-384 96 and SHA-512 128.`);
  }
  return `${algorithm}:${hex.toLowerCase()}`;
}
