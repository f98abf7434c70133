// Long lists, some at a time: a report may hold far more than a page can show.
import { add, fill, h } from "./dom.js";

/** Items that one press brings. */
const MORE = 200;

/**
 * Fills `container` with the views of the first items. Gives it, or `whole` that it is part of, and a button that
 * brings more where there are more.
 */
export function paged(container, items, first, view, whole = container) {
  let shown = 0;
  const button = h("button", { type: "button", class: "button", onclick: more });
  const place = h("p", { class: "more" }, button);
  function show(count) {
    const views = items.slice(shown, shown + count).map((item, at) => view(item, shown + at));
    add(container, views);
    shown += views.length;
    const rest = items.length - shown;
    fill(button, `Show ${Math.min(MORE, rest)} of ${rest} more`);
    place.hidden = rest === 0;
    return views;
  }
  function more() {
    const [next] = show(MORE);
    next.tabIndex = -1;
    next.focus();
  }
  show(first);
  return [whole, place];
}
