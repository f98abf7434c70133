// The images of a report, each with the picture of its layers.
import { h, icon, spoken, svg } from "./dom.js";
import { paged } from "./paged.js";
import { imageName } from "./places.js";
import { bytes, number, shortDigest } from "./text.js";

/** Images, and layers of one, that are shown at once. */
const IMAGES = 5;
const LAYERS = 130;
/** Units of the picture's width; marks nearer to each other than a step are one. */
const WIDTH = 1000;
const STEP = 6;
/** Weights from the gravest on, and where their marks are: the graver, the taller. */
const MARKS = { deny: [0, 24], warn: [2, 20], info: [6, 12], quiet: [6, 12] };

/** The section of images. */
export function imagesView(report) {
  if (report.images.length === 0) {
    return null;
  }
  const found = byBlob(report.findings);
  return h("section", {},
    h("h3", {}, "Images"),
    paged(h("div", {}), report.images, IMAGES, (image, number) => imageView(image, number, found)),
  );
}

/** The findings of each blob. */
function byBlob(findings) {
  const found = new Map();
  for (const { location, severity, suppressed } of findings) {
    const weight = suppressed ? "quiet" : severity;
    const list = found.get(location.blob) ?? [];
    list.push({ weight, offset: location.offset, stream: location.stream });
    found.set(location.blob, list);
  }
  return found;
}

function imageView(image, number, found) {
  const facts = [
    ["references", image.references.length > 1 && image.references.join(", ")],
    ["manifest", image.manifest],
    ["config", image.config],
  ];
  return h("section", {}, h("h4", {}, imageName(image, number)), factList(facts), layersView(image.layers, found));
}

/** Names and values; a digest is set as code. */
export function factList(facts) {
  return h("dl", { class: "facts" }, facts.filter(([, value]) => value).map(([name, value]) => [
    h("dt", {}, name),
    h("dd", { class: /^sha\d+:/.test(value) ? "mono" : null }, value),
  ]));
}

function layersView(layers, found) {
  if (layers.length === 0) {
    return h("p", { class: "soft" }, "No layers.");
  }
  const largest = layers.reduce((most, layer) => Math.max(most, layer.size, layer.uncompressed_size), 1);
  const head = (text, kind) => h("th", { scope: "col", class: kind }, text);
  const rows = h("tbody", {});
  const table = h("table", { class: "layers" },
    h("caption", {}, "Layers, from the lowest. Bars are as long as the unpacked layer, with its stored size as a " +
      "line below; marks are findings where they are."),
    h("thead", {}, h("tr", {}, head("layer"), head("sizes and findings", "wide"), head("stored", "num"),
      head("unpacked", "num"), head("entries", "num"), head("found"))),
    rows,
  );
  const view = (layer, at) => layerView(layer, at, largest, found.get(layer.digest) ?? []);
  return paged(rows, layers, LAYERS, view, table);
}

function layerView(layer, at, largest, found) {
  const cell = (name, value, title) => h("td", { class: "num", "data-is": name, title }, value);
  return h("tr", {},
    h("th", { scope: "row" }, `${at + 1} `,
      h("span", { class: "mono soft" }, layer.digest ? shortDigest(layer.digest) : "missing"), " ",
      h("span", { class: "soft small" }, layer.compression)),
    h("td", { class: "wide" }, layer.digest && picture(layer, largest, found)),
    cell("stored", bytes(layer.size), number(layer.size, "byte")),
    cell("unpacked", bytes(layer.uncompressed_size), number(layer.uncompressed_size, "byte")),
    cell("entries", layer.entries),
    h("td", {}, foundView(found)),
  );
}

/** How many findings of each weight a layer has. */
function foundView(found) {
  const counts = Object.keys(MARKS).map((weight) => [weight, found.filter((one) => one.weight === weight).length]);
  const some = counts.filter(([, count]) => count > 0);
  if (some.length === 0) {
    return h("span", { class: "soft" }, "none");
  }
  return some.map(([weight, count]) => h("span", { class: `where ${weight}` },
    icon(weight), count, spoken(weight === "quiet" ? " suppressed" : ` ${weight}`)));
}

function picture(layer, largest, found) {
  const scale = (part, whole, width) => Math.floor((Math.min(part, whole) * width) / Math.max(1, whole));
  const unpacked = Math.max(8, scale(layer.uncompressed_size, largest, WIDTH));
  const stored = Math.max(4, scale(layer.size, largest, WIDTH));
  const bar = (kind, x, y, width, height) => svg("rect", { class: kind, x, y, width, height });
  const places = new Map();
  // The gravest last, so that it stays.
  for (const weight of Object.keys(MARKS).reverse()) {
    for (const { offset, stream } of found.filter((one) => one.weight === weight && one.offset !== null)) {
      const length = stream === "layer" ? layer.uncompressed_size : layer.size;
      const at = scale(offset, length, unpacked);
      places.set(Math.min(at - (at % STEP), WIDTH - STEP), weight);
    }
  }
  const marks = [...places].map(([at, weight]) => bar(weight, at, MARKS[weight][0], 5, MARKS[weight][1]));
  const frame = { class: "picture", viewBox: `0 0 ${WIDTH} 24`, preserveAspectRatio: "none", "aria-hidden": "true" };
  return svg("svg", frame,
    bar("back", 0, 6, unpacked, 12), bar("front", 0, 14, stored, 4), marks);
}
