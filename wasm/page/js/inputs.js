// What was chosen or dropped, as inputs: a file, or a folder with its files.

/** Files of a folder that are looked at. A layout has far fewer; a whole disk has more. */
const MOST_FILES = 100_000;

/** Files as inputs, one each. */
export function fromFiles(files) {
  return [...files].map((file) => ({ name: file.name, size: file.size, file }));
}

/** A chosen folder as one input. */
export function fromFolder(files) {
  const list = [...files];
  if (list.length === 0) {
    return [];
  }
  const [name] = list[0].webkitRelativePath.split("/");
  return [folder(name, list.map((file) => ({ path: file.webkitRelativePath.slice(name.length + 1), file })))];
}

/** Dropped files and folders. The list of a drop is only there while its event is handled. */
export function fromDrop(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  const entries = items.map((item) => ({ entry: item.webkitGetAsEntry?.(), file: item.getAsFile() }));
  return Promise.all(entries.map(async ({ entry, file }) => {
    return entry?.isDirectory ? folder(entry.name, await filesBelow(entry)) : fromFiles([file])[0];
  }));
}

function folder(name, items) {
  tooMany(items.length, name);
  return { name, size: items.reduce((sum, { file }) => sum + file.size, 0), items };
}

async function filesBelow(top) {
  const items = [];
  const open = [{ entry: top, path: "" }];
  while (open.length > 0) {
    const { entry, path } = open.pop();
    if (entry.isFile) {
      items.push({ path, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) });
      tooMany(items.length, top.name);
      continue;
    }
    const reader = entry.createReader();
    // Some at a time, until none are left.
    for (let some = await entriesOf(reader); some.length > 0; some = await entriesOf(reader)) {
      open.push(...some.map((entry) => ({ entry, path: path ? `${path}/${entry.name}` : entry.name })));
    }
  }
  return items;
}

function entriesOf(reader) {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

function tooMany(count, name) {
  if (count > MOST_FILES) {
    throw new Error(`The folder ${name} has more than ${MOST_FILES} files: it is no image layout.`);
  }
}
