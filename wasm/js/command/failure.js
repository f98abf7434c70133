/** Why the command could not do its work: exit code 2. */
export class Failure extends Error {}

/** The words of Node for what the operating system said, without the call and the path. */
export function systemReason(error) {
  const text = String(error?.message ?? error);
  return error?.code ? text.replace(/^[A-Z0-9_]+: /, "").replace(/, \w+( '.*)?$/s, "") : text;
}

/** Text of the user's or of a file system, with nothing that acts on a terminal. */
export function shown(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (letter) => `\\u{${letter.codePointAt(0).toString(16)}}`);
}
