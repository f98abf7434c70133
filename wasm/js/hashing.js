// Who hashes: the module itself, unless the engine has something faster.

let hashers;

/** What modules hash by: `{ begin(algorithm) }`, which gives `{ update(bytes), digest() }`; undefined for their own. */
export function hostHashers() {
  return hashers;
}

/** Says how an engine hashes. It must not keep the bytes: they are in a module's memory. */
export function hashBy(begin) {
  hashers = { begin };
}
