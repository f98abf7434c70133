// The parts of the package, given as bytes: all are there before the first check, so nothing is asked for later.
import { init } from "ocivet";

import { h } from "./dom.js";

/**
 * Takes the modules and the worker's script as bytes or as promises of bytes, and waits until they are there. From
 * then on the page, and the workers that it starts, can connect to nothing, its own server included.
 */
export async function useParts(parts) {
  const [check, render, worker] = await Promise.all([parts.check, parts.render, parts.worker]);
  document.head.append(h("meta", { "http-equiv": "Content-Security-Policy", content: "connect-src 'none'" }));
  const address = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
  const policy = policyFor(address);
  init({
    check: () => check,
    render: () => render,
    worker: () => new Worker(policy.createScriptURL(address)),
  });
}

/** The one policy that the page's own policy names: it lets nothing become script but the worker. */
function policyFor(own) {
  const rules = {
    createScriptURL(url) {
      if (url !== own) {
        throw new TypeError(`${url} is no script of this page`);
      }
      return url;
    },
  };
  return globalThis.trustedTypes?.createPolicy("ocivet", rules) ?? rules;
}
