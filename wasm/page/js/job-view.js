// The part of the page that shows one job, from waiting to its report.
import { rules } from "ocivet";

import { add, fill, h, icon } from "./dom.js";
import { answerView, reportView } from "./report-view.js";
import { bytes } from "./text.js";
import { answer } from "./verdict.js";

/** A job's element, kept as the job is. `act` has `cancel`, `again` and `remove`. */
export class JobView {
  #job;
  #act;
  #heading;
  #body = h("div", {});
  #banner = h("div", {});
  #meter;
  #counts;
  #member;

  constructor(job, act) {
    this.#job = job;
    this.#act = act;
    this.#heading = h("h2", { id: `job-${job.id}-name`, tabindex: "-1" }, job.input.name);
    this.element = h("article", { class: "input", id: `job-${job.id}`, "aria-labelledby": `job-${job.id}-name` },
      this.#heading, this.#body);
  }

  /** The heading takes the focus. */
  focus() {
    this.#heading.focus();
  }

  has(element) {
    return this.element.contains(element);
  }

  /** The job is in another state. */
  async show(failOn) {
    const { state } = this.#job;
    if (state === "running") {
      this.#showRun();
    } else if (state === "waiting") {
      const text = h("p", { class: "soft" }, "Waits for its turn.");
      fill(this.#body, this.#frame([text, this.#button("Cancel", "cancel")]));
    } else if (state === "done") {
      await this.#showReport(failOn);
    } else {
      this.#showNone(state);
    }
  }

  /** The run is further. */
  advance() {
    const { bytes: done, member } = this.#job.progress;
    const { size } = this.#job.input;
    this.#meter.value = done;
    fill(this.#counts, `${bytes(done)} of ${bytes(size)}`);
    fill(this.#member, member || " ");
  }

  /** Another strictness. */
  judge(failOn) {
    if (this.#job.state === "done") {
      fill(this.#banner, answerView(this.#job.report, failOn));
    }
  }

  #showRun() {
    const { name, size } = this.#job.input;
    this.#meter = h("progress", { max: Math.max(1, size), "aria-label": `Progress of ${name}` });
    this.#counts = h("p", {});
    this.#member = h("p", { class: "mono soft" });
    fill(this.#body, this.#frame(this.#meter, this.#member, [this.#counts, this.#button("Cancel", "cancel")]));
    this.advance();
  }

  async #showReport(failOn) {
    const failure = h("p", { role: "alert" });
    const failed = (error) => fill(failure, `It could not be saved: ${error.message}`);
    this.judge(failOn);
    // Without the texts of the rules the answer is the same.
    const table = await rules().catch(() => []);
    fill(this.#body, this.#banner, reportView(this.#job, table, failed));
    add(this.#body.querySelector(".actions"), [h("span", { class: "gap" }), this.#again()]);
    this.#body.querySelector(".actions").after(failure);
  }

  #showNone(state) {
    const [word, sentence] = state === "cancelled"
      ? ["Cancelled", "There is no verdict: do not unpack this on the strength of it."]
      : ["No verdict", this.#job.message];
    fill(this.#body,
      h("div", { class: "verdict quiet" }, icon("quiet"), h("div", {}, h("strong", {}, word), h("p", {}, sentence))),
      h("p", { class: "actions" }, this.#again()),
    );
  }

  #again() {
    return [this.#button("Check again", "again"), this.#button("Remove", "remove")];
  }

  #button(text, action) {
    const onclick = () => this.#act[action](this.#job);
    const name = `${text} ${this.#job.input.name}`;
    return h("button", { type: "button", class: "button", onclick, "aria-label": name }, text);
  }

  #frame(...rows) {
    const foot = rows.pop();
    return h("div", { class: "run" }, rows, h("div", { class: "run-foot" }, foot));
  }
}

/** A job in a few words: `{ kind, word }`. */
export function shortly(job, failOn) {
  if (job.state === "done") {
    const { kind, word } = answer(job.report, failOn);
    return { kind, word };
  }
  const words = { cancelled: "Cancelled", failed: "No verdict", running: "Running", waiting: "Waiting" };
  return { kind: "quiet", word: words[job.state] };
}
