// What the blobs of a report are to its images, and where in them something is.
import { shortDigest } from "./text.js";

const STREAMS = { file: "input", archive: "archive", blob: "blob", layer: "layer" };

/** A short name of an image. */
export function imageName(image, number) {
  const [first, ...more] = image.references;
  const digest = image.manifest ?? image.config;
  let name = first ?? (digest ? shortDigest(digest) : `number ${number + 1}`);
  if (more.length > 0) {
    name = `${name} (+${more.length})`;
  }
  return image.platform ? `${name} ${image.platform}` : name;
}

/** The role of each blob in the first image that has it: digest → `{ text, order }`. */
export function rolesOf(images) {
  const roles = new Map();
  const note = (digest, text, order) => {
    if (digest && !roles.has(digest)) {
      roles.set(digest, { text, order });
    }
  };
  let order = 0;
  for (const [number, image] of images.entries()) {
    const name = imageName(image, number);
    note(image.manifest, `Manifest of image ${name}`, order++);
    note(image.config, `Config of image ${name}`, order++);
    for (const [at, layer] of image.layers.entries()) {
      note(layer.digest, `Layer ${at + 1} of ${image.layers.length} of image ${name}`, order++);
    }
  }
  return roles;
}

/** The findings by place: the whole input, then image by image, then what no image has. */
export function groupsOf(report) {
  const roles = rolesOf(report.images);
  const groups = new Map();
  for (const finding of report.findings) {
    const { blob, member } = finding.location;
    const key = JSON.stringify([blob, member]);
    if (!groups.has(key)) {
      const role = roles.get(blob);
      const title = role?.text ?? (member === null ? "The whole input" : `Member ${shown(member)}`);
      groups.set(key, { blob, member, title, order: orderOf(role, member), findings: [] });
    }
    groups.get(key).findings.push(finding);
  }
  return [...groups.values()].sort((a, b) => a.order - b.order);
}

function orderOf(role, member) {
  return role ? role.order : member === null ? -1 : Infinity;
}

/** A place in words, within its member or, where `whole`, with it. */
export function placeText(location, whole = false) {
  const { member, entry, pointer, offset, stream } = location;
  return [
    whole && member !== null && `member ${shown(member)}`,
    entry !== null && `entry ${shown(entry)}`,
    pointer && `value ${pointer}`,
    offset !== null && `byte ${offset} of the ${STREAMS[stream]}`,
  ].filter(Boolean).join(", ");
}

/** A path; one that is empty can be seen. */
function shown(path) {
  return path === "" ? '""' : path;
}
