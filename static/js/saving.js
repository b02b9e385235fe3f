// Saves every form[data-saves] of a draft by itself, says when, and loses nothing of what was typed.
//
// A form[data-saves] is sent on its event "save". A form[data-keeps=name] is sent as it likes (the quick box, a row)
// and is kept in this browser until then. Every other request with hx-post inside [data-draft] is sent again when
// it did not arrive.
import { Backups, onLogOut } from "./backup.js";
import { Failures } from "./failure.js";
import { changed, isText, pick, read, same, sent } from "./fields.js";
import { PutBack } from "./put_back.js";
import { Leaving } from "./leaving.js";
import { Problems } from "./problems.js";
import { headersOf } from "./request.js";

const AFTER_TYPING = 700;
const FORMS = "form[data-saves], form[data-keeps]";
// htmx hears events from here on; before, what is put back would be sent to nobody.
const ready = new Promise((resolve) => {
  if (document.readyState === "complete") resolve();
  else document.addEventListener("DOMContentLoaded", resolve);
});

// One form: what the server has of it, what was typed since, and what it refused.
class Kept {
  constructor(form, page) {
    this.form = form;
    this.page = page;
    this.saves = form.hasAttribute("data-saves");
    this.name = this.saves ? page.section : `${page.section}~${form.dataset.keeps}`;
    this.confirmed = sent(form);
    // A form that stays, the quick box, starts again with nothing in it: what is typed ahead is not saved yet.
    this.blank = form.hasAttribute("data-stays") ? this.confirmed : null;
    this.refused = new Set();
    this.traces = new Set();
    this.sending = null;
    this.options = {};
    this.waiters = [];
  }

  get seen() {
    return this.form.elements.seen?.value ?? "";
  }

  get unsaved() {
    return changed(read(this.form), this.confirmed);
  }

  // Whether something was typed that the server has not answered about.
  get dirty() {
    const values = read(this.form);
    return this.unsaved.some((name) => !this.refused.has(name) || !same(values[name], this.answered?.[name]));
  }

  keep() {
    this.page.backups?.write(this.name, this.seen, pick(read(this.form), this.unsaved), this.traces);
  }

  typed(field) {
    this.keep();
    if (!this.saves) return;
    clearTimeout(this.timer);
    const pause = field && isText(field) ? AFTER_TYPING : 0;
    if (!this.page.conflict && !this.page.failures.kind) this.page.say("typing", this.page.texts.typing);
    this.timer = setTimeout(() => this.save(), pause);
  }

  save(options = {}) {
    clearTimeout(this.timer);
    Object.assign(this.options, options);
    window.htmx.trigger(this.form, "save");
  }

  // Send what is typed now; resolve with true when the server has it all.
  flush(options = {}) {
    return new Promise((resolve) => {
      this.waiters.push(resolve);
      this.save(options);
    });
  }

  settled(all) {
    for (const resolve of this.waiters.splice(0)) resolve(all);
  }

  began() {
    this.sending = read(this.form);
    this.answer = { fields: [], traces: [], problems: 0 };
  }

  arrived() {
    const { sending, answer } = this;
    this.sending = null;
    if (!this.saves) {
      this.confirmed = this.blank ?? read(this.form);
    } else if (!answer.conflict) {
      this.refused = new Set(answer.fields);
      this.traces = new Set(answer.traces);
      this.answered = sending;
      for (const [name, values] of Object.entries(sending)) {
        if (!this.refused.has(name)) this.confirmed[name] = values;
      }
    }
    this.keep();
    const { goOn, choice } = this.options;
    this.options = {};
    if (choice && !answer.conflict) return this.page.reload();
    if (goOn && answer.next && !answer.problems) return this.page.go(answer.next);
    if (goOn && answer.problems) this.form.querySelector("[aria-invalid=true]")?.focus();
    this.settled(!answer.conflict);
    return undefined;
  }

  failed() {
    this.sending = null;
    this.options = { choice: this.options.choice }; // a page never goes on by itself minutes later
    this.settled(false);
  }
}

class Page {
  constructor(root) {
    this.root = root;
    ({ person: this.person, case: this.number, section: this.section } = root.dataset);
    this.texts = JSON.parse(document.getElementById("saving-texts").textContent);
    this.kept = [...root.querySelectorAll(FORMS)].map((form) => new Kept(form, this));
    this.failures = new Failures(document.getElementById("save-banner"), this.texts, (kind, words) => this.say(kind, words));
    this.problems = new Problems(root, this);
    this.leaving = new Leaving(this);
    this.listen();
    this.open();
  }

  async open() {
    this.backups = await Backups.open(this.person, this.number);
    await ready;
    onLogOut(() => {
      this.backups.quiet = true;
    });
    this.putBack = new PutBack(this);
    this.putBack.all();
  }

  // Whether somebody asked to save, so that problems may be named at once.
  get asked() {
    return this.kept.some((kept) => kept.options.goOn);
  }

  get conflict() {
    return Boolean(document.getElementById("conflict")?.firstElementChild);
  }

  keptOf(form) {
    return this.kept.find((each) => each.form === form);
  }

  // Forms come and go: look after the new ones too.
  adopt(scope) {
    this.kept = this.kept.filter((each) => each.form.isConnected || each.sending);
    const within = [...(scope.querySelectorAll?.(FORMS) ?? [])];
    for (const form of scope.matches?.(FORMS) ? [scope, ...within] : within) {
      if (this.keptOf(form)) continue;
      const kept = new Kept(form, this);
      this.kept.push(kept);
      if (this.backups) this.putBack.into(kept);
    }
  }

  listen() {
    const on = (name, act) => this.root.addEventListener(name, act);
    on("input", (event) => this.touched(event));
    on("change", (event) => this.touched(event));
    on("submit", (event) => this.submitted(event));
    on("htmx:configRequest", (event) => this.configure(event));
    on("htmx:beforeRequest", (event) => this.keptOf(event.detail.elt)?.began());
    on("htmx:beforeSend", (event) => this.keptOf(event.detail.elt)?.saves && this.sayBusy());
    on("htmx:afterRequest", (event) => this.answered(event.detail));
    on("htmx:load", (event) => this.adopt(event.detail.elt));
    for (const name of ["refused", "conflict", "next", "saved"]) {
      document.body.addEventListener(`fluxus:${name}`, (event) => this.told(name, event));
    }
  }

  touched(event) {
    const field = event.target;
    const kept = this.keptOf(field.form);
    if (!kept || field.closest("#conflict")) return;
    if (event.type === "change" && isText(field)) return; // its input was heard already
    if (field.name === "declared") kept.save();
    else kept.typed(field);
  }

  submitted(event) {
    const kept = this.keptOf(event.target);
    if (!kept?.saves) return;
    event.preventDefault();
    const name = event.submitter?.name;
    kept.save({ goOn: name === "next", choice: name === "choice" });
  }

  configure(event) {
    const { elt, formData, headers, verb } = event.detail;
    if (verb === "get") return;
    const kept = this.keptOf(elt);
    if (kept?.saves && this.conflict && !kept.options.choice) {
      event.preventDefault(); // nothing is sent until somebody chose
      kept.settled(false);
      return;
    }
    formData.delete("csrfmiddlewaretoken");
    Object.assign(headers, headersOf(this));
    if (!kept?.saves) return;
    formData.set("changed", kept.unsaved.join(","));
    for (const [option, name] of [["goOn", "next"], ["choice", "choice"]]) {
      if (kept.options[option]) formData.set(name, "1");
    }
  }

  told(name, event) {
    const kept = this.keptOf(event.target);
    if (kept?.answer) {
      if (name === "refused") Object.assign(kept.answer, event.detail);
      if (name === "conflict") kept.answer.conflict = true;
      if (name === "next") kept.answer.next = event.detail.url;
    }
    if (name === "saved" && event.detail?.at) this.say("saved", this.texts.saved.replace("{at}", event.detail.at));
  }

  // The answer may have taken the form away that was sent: it is known by the request, not by the event.
  answered({ xhr, requestConfig: { elt, verb, triggeringEvent } }) {
    if (verb === "get") return;
    const kept = this.keptOf(elt);
    if (xhr.status >= 200 && xhr.status < 300) {
      this.failures.arrived(elt);
      kept?.arrived();
      if (!this.failures.kind) this.sayArrived();
      if (kept?.saves) this.afterAnswer(kept);
    } else if (!this.left) {
      this.failures.note(elt, triggeringEvent, xhr);
      kept?.failed();
    }
  }

  afterAnswer(kept) {
    const line = document.getElementById("save-status");
    this.last = { kind: line.dataset.kind, words: line.querySelector("[data-words]").textContent };
    if (kept.answer?.conflict) this.say("conflict", this.texts.conflict);
    else if (kept.dirty || this.problems.holds(kept.answer?.fields)) this.say("typing", this.texts.typing);
    else this.sayProblems();
  }

  // An answer that saved nothing (a row to mend) ends a failure too: the line says again what it said before.
  sayArrived() {
    if (document.getElementById("save-status").dataset.kind === "failed") this.say(this.before.kind, this.before.words);
  }

  sayBusy() {
    if (!this.failures.kind) this.say("saving", this.texts.saving);
  }

  // What the server said of the last save, once nobody is typing where it is about.
  sayProblems() {
    if (this.last && !this.failures.kind && !this.conflict) this.say(this.last.kind, this.last.words);
  }

  say(kind, words) {
    const line = document.getElementById("save-status");
    const shown = line.querySelector("[data-words]");
    if (line.dataset.kind !== "failed") this.before = { kind: line.dataset.kind, words: shown.textContent };
    line.dataset.kind = kind;
    shown.textContent = words;
    if (kind !== "saving" && kind !== "typing") this.aloud(kind, words);
  }

  // A screen reader hears a change of state, not every save.
  aloud(kind, words) {
    const said = document.getElementById("save-said");
    const state = kind === "saved" ? "saved" : words;
    if ((said.dataset.state ?? "saved") === state) return;
    said.dataset.state = state;
    said.textContent = kind === "failed" ? "" : words; // the banner speaks for itself
  }

  go(url) {
    this.left = true;
    window.location.assign(url);
  }

  reload() {
    this.left = true;
    window.location.reload();
  }
}

const root = document.querySelector("[data-draft]");
if (root) new Page(root);
