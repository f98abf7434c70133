// Archives of one's own, written by hand.

/**
 * The bytes of an archive around its data: `head` before the data of the last entry, `tail` behind it. Entries are
 * `[name, size]`, the ones before the last of size 0.
 */
export function tarOf(entries) {
  const headers = entries.map(([name, size]) => header(name, size));
  const size = entries.at(-1)[1];
  return { head: Buffer.concat(headers), tail: Buffer.alloc(((512 - (size % 512)) % 512) + 1024) };
}

/** An entry of a file with its data. */
export function entry(name, data) {
  return Buffer.concat([header(name, data.length), data, Buffer.alloc(-data.length & 511)]);
}

function header(name, size) {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write("0000644\0" + "0000000\0".repeat(2), 100);
  if (size < 8 ** 11) {
    block.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  } else {
    block[124] = 0x80;
    block.writeBigUInt64BE(BigInt(size), 128);
  }
  block.write("00000000000\0        0", 136);
  block.write("ustar\u000000", 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}
