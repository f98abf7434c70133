/** What ocivet says about one input: the fields of the report's schema, and its exact text. */
export class Report {
  #json;

  /** Reads a report from its JSON text. */
  constructor(json) {
    this.#json = json;
    Object.assign(this, freeze(JSON.parse(json)));
    Object.freeze(this);
  }

  /** The report as the core wrote it, byte for byte what the command line gives. */
  get json() {
    return this.#json;
  }

  /** The fields alone, for `JSON.stringify`. */
  toJSON() {
    return { ...this };
  }
}

function freeze(value) {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}
