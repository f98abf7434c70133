// Words and numbers.

// What the core hides, and all else that has no shape of its own.
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Text with hidden and reordering characters as `\u{…}`. */
export function visible(text) {
  return text.replace(HIDDEN, (character) => `\\u{${character.codePointAt(0).toString(16)}}`);
}

/** A number and its noun. */
export function number(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

/** A size with one decimal, rounded down, in powers of 1024. */
export function bytes(size) {
  const units = ["KiB", "MiB", "GiB", "TiB", "PiB"];
  let value = size;
  let unit = "";
  for (const larger of units) {
    if (value < 1024) {
      break;
    }
    value /= 1024;
    unit = larger;
  }
  return unit ? `${(Math.floor(value * 10) / 10).toFixed(1)} ${unit}` : number(size, "byte");
}

/** The algorithm and the first twelve digits: enough to tell blobs of one archive apart. */
export function shortDigest(digest) {
  return digest.slice(0, digest.indexOf(":") + 13);
}

/** With its first letter in upper case. */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
