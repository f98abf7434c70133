// Elements, made without markup. Whatever text goes into them is text, and nothing in it is hidden or reorders.
import { visible } from "./text.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element: properties named `on…` are listeners, those that are false or missing are left out, all others are
 * attributes. Children are elements or text; null and lists are taken as they come.
 */
export function h(tag, properties = {}, ...children) {
  return build(document.createElement(tag), properties, children);
}

/** An element of a drawing. */
export function svg(tag, properties = {}, ...children) {
  return build(document.createElementNS(SVG, tag), properties, children);
}

/** A sign in the colour of the text; it always stands beside its word. */
export function icon(name) {
  return svg("svg", { class: "icon", "aria-hidden": "true" }, svg("use", { href: `#s-${name}` }));
}

/** Text that takes no place on the screen. */
export function spoken(text) {
  return h("span", { class: "hidden" }, text);
}

function build(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") {
      element.addEventListener(name.slice(2), value);
    } else if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(name, visible(value === true ? "" : String(value)));
    }
  }
  add(element, children);
  return element;
}

/** Adds children to an element. */
export function add(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child instanceof Node) {
      element.append(child);
    } else if (child !== undefined && child !== null && child !== false) {
      element.append(document.createTextNode(visible(String(child))));
    }
  }
}

/** Gives an element other children. */
export function fill(element, ...children) {
  element.replaceChildren();
  add(element, children);
}
