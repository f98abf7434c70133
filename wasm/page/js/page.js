// The page: what is chosen becomes jobs, and jobs become what is shown.
import { fill, h } from "./dom.js";
import { badge } from "./findings.js";
import { fromDrop, fromFiles, fromFolder } from "./inputs.js";
import { Job } from "./job.js";
import { JobView, shortly } from "./job-view.js";
import { Queue } from "./queue.js";
import { number, visible } from "./text.js";

const at = (id) => document.getElementById(id);

/** Makes the page work. */
export function start() {
  const page = new Page();
  for (const [id, read] of [["files", fromFiles], ["folder", fromFolder]]) {
    at(id).addEventListener("change", ({ target }) => {
      page.take(() => read(target.files));
      // The same file may be chosen again.
      target.value = "";
    });
  }
  at("options").addEventListener("change", () => page.judge());
  at("options").addEventListener("submit", (event) => event.preventDefault());
  acceptDrops((transfer) => page.take(() => fromDrop(transfer)));
  at("chooser").classList.add("ready");
}

/** Says that the page cannot work. */
export function startNot(error) {
  fill(at("chooser"), h("p", { class: "notice", role: "alert" }, `The page could not be loaded: ${error.message}`));
}

/** Takes files wherever they are dropped, so that the browser does not open them instead. Text is not touched. */
function acceptDrops(take) {
  const mark = (on) => document.documentElement.classList.toggle("dragging", on);
  const withFiles = (work) => (event) => {
    if (event.dataTransfer.types.includes("Files")) {
      event.preventDefault();
      work(event);
    }
  };
  addEventListener("dragover", withFiles(() => mark(true)));
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) {
      mark(false);
    }
  });
  addEventListener("drop", withFiles(({ dataTransfer }) => {
    mark(false);
    take(dataTransfer);
  }));
}

/** Nobody is at work where the focus is: it may be moved. */
function isIdle(element) {
  return [document.body, at("files"), at("folder")].includes(element);
}

class Page {
  #queue = new Queue();
  #jobs = new Map();
  /** The job whose heading takes the focus when it ends: the first of those that came last. */
  #awaited;

  /** Takes inputs from a function that gives them, now or later. */
  async take(read) {
    try {
      const inputs = await read();
      if (inputs.length === 0) {
        throw new Error("There is no file in what was given.");
      }
      const jobs = inputs.map((input) => new Job(input, this.#settings(), (job, turned) => this.#changed(job, turned)));
      this.#awaited = jobs[0];
      for (const job of jobs) {
        const view = new JobView(job, { cancel: this.#cancel, again: this.#again, remove: this.#remove });
        this.#jobs.set(job, view);
        at("results").append(view.element);
        this.#queue.add(job);
      }
    } catch (error) {
      this.#say(`Nothing was checked. ${error.message}`, true);
    }
  }

  /** Another strictness was chosen. */
  judge() {
    for (const view of this.#jobs.values()) {
      view.judge(this.#failOn);
    }
    this.#list();
  }

  get #failOn() {
    return new FormData(at("options")).get("fail-on");
  }

  #settings() {
    const form = new FormData(at("options"));
    return { profile: form.get("profile"), digests: form.get("digests") };
  }

  #cancel = (job) => this.#queue.cancel(job);

  #again = (job) => {
    job.settings = this.#settings();
    this.#awaited = job;
    this.#queue.add(job);
  };

  #remove = (job) => {
    this.#jobs.get(job).element.remove();
    this.#jobs.delete(job);
    this.#list();
    document.title = "ocivet";
    this.#say(`${job.input.name} was removed from the page.`);
    at("files").focus();
  };

  async #changed(job, turned) {
    const view = this.#jobs.get(job);
    if (!turned && job.state === "running") {
      view.advance();
      return;
    }
    // What has the focus may be about to go.
    const focused = view.has(document.activeElement);
    await view.show(this.#failOn);
    this.#list();
    this.#tell(job);
    const awaited = this.#awaited === job && !["waiting", "running"].includes(job.state);
    if (focused || (awaited && isIdle(document.activeElement))) {
      view.focus();
    }
    if (awaited) {
      this.#awaited = undefined;
    }
  }

  #tell(job) {
    const { name } = job.input;
    const { word } = shortly(job, this.#failOn);
    if (job.state === "done") {
      const { deny, warn, info } = job.report.counts;
      document.title = visible(`${word}: ${name} · ocivet`);
      this.#say(`${name}: ${word}. ${deny} deny, ${warn} warn, ${info} info.`);
    } else if (job.state !== "waiting") {
      this.#say(`${name}: ${job.state === "running" ? "the check runs" : word}.`);
    }
  }

  /** Says something to who does not see the page, and shows it where it stands nowhere else. */
  #say(text, shown = false) {
    const status = at("status");
    status.className = shown ? "notice" : "hidden";
    fill(status, text);
  }

  /** The inputs with their answers, where there are several. */
  #list() {
    const jobs = [...this.#jobs.keys()];
    const contents = at("contents");
    contents.hidden = jobs.length < 2;
    fill(contents, h("table", {},
      h("caption", {}, number(jobs.length, "input")),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "answer"), h("th", { scope: "col" }, "input"))),
      h("tbody", {}, jobs.map((job) => {
        const { kind, word } = shortly(job, this.#failOn);
        const link = h("a", { href: `#job-${job.id}` }, job.input.name);
        return h("tr", {}, h("td", {}, badge(kind, word)), h("td", {}, link));
      })),
    ));
  }
}
