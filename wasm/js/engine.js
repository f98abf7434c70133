// The WebAssembly modules: compiled once, and an instance for each check. So a check's memory goes with it, and
// a fault of one check cannot reach another.
import { bind as bindCheck } from "./glue-check.js";
import { bind as bindRender } from "./glue-render.js";
import { InternalError, UsageError, reason } from "./errors.js";

/** One of the two modules. */
class Engine {
  #bind;
  #source;
  #compiled;

  constructor(bind) {
    this.#bind = bind;
  }

  /** Says where the module comes from: a function that gives a `WebAssembly.Module`, or what `compile` takes. */
  from(source) {
    this.#source = source;
    this.#compiled = undefined;
  }

  /** The compiled module. A failure is not kept: the next call tries again. */
  module() {
    this.#compiled ??= compile(this.#source).catch((error) => {
      this.#compiled = undefined;
      throw new InternalError(`the WebAssembly module cannot be loaded: ${reason(error)}`, { cause: error });
    });
    return this.#compiled;
  }

  /** A new instance: what it exports, and its memory. */
  async instance() {
    const module = await this.module();
    const { imports, attach } = this.#bind();
    try {
      const instance = await WebAssembly.instantiate(module, imports);
      return { exports: attach(instance), memory: instance.exports.memory };
    } catch (error) {
      throw new InternalError(`no WebAssembly instance: ${reason(error)}`, { cause: error });
    }
  }
}

async function compile(source) {
  const given = await (typeof source === "function" ? source() : source);
  if (given instanceof WebAssembly.Module) {
    return given;
  }
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) {
    return WebAssembly.compile(given);
  }
  const response = isResponse(given) ? given : await fetch(given);
  if (!response.ok) {
    throw new Error(`${response.url} answered ${response.status}`);
  }
  // Servers that give it another type are common; then it is compiled when it is there.
  if (WebAssembly.compileStreaming && response.headers.get("content-type") === "application/wasm") {
    return WebAssembly.compileStreaming(response);
  }
  return WebAssembly.compile(await response.arrayBuffer());
}

function isResponse(value) {
  return typeof Response === "function" && value instanceof Response;
}

/** Checks. */
export const checker = new Engine(bindCheck);

/** Explains and renders; loaded when first wanted. */
export const renderer = new Engine(bindRender);

/**
 * Calls into an instance. A string thrown there says that an argument was wrong; anything else is a fault, after
 * which the instance must not be called again.
 */
export function call(work) {
  try {
    return work();
  } catch (error) {
    if (typeof error === "string") {
      throw new UsageError(error);
    }
    throw new InternalError(`ocivet failed: ${reason(error)}`, { cause: error });
  }
}
