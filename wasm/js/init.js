// Where the parts of the package are.
import { checker, renderer } from "./engine.js";
import { startWorkersBy } from "./pool.js";

/**
 * Says where the WebAssembly modules are and how a worker is started, where a bundler does not find them by itself.
 * To be called before anything else.
 */
export function init({ check, render, worker } = {}) {
  if (check !== undefined) {
    checker.from(check);
  }
  if (render !== undefined) {
    renderer.from(render);
  }
  if (worker !== undefined) {
    startWorkersBy(() => portOf(worker()));
  }
}

/** A worker of browsers, or one of Node, as a port. */
function portOf(worker) {
  if (typeof worker.addEventListener !== "function") {
    return {
      post: (message) => worker.postMessage(message),
      listen: (listener) => worker.on("message", listener),
      fail: (listener) => worker.on("error", listener).on("messageerror", listener),
      end: () => worker.terminate(),
    };
  }
  return {
    post: (message) => worker.postMessage(message),
    listen: (listener) => worker.addEventListener("message", ({ data }) => listener(data)),
    fail: (listener) => {
      worker.addEventListener("error", (event) => listener(event.message || "it could not be started"));
      worker.addEventListener("messageerror", () => listener("a message could not be read"));
    },
    end: () => worker.terminate(),
  };
}
