// Leaving a page of a draft: first what was typed is sent; what cannot be sent is not lost without a question.
import { cookie, headersOf } from "./request.js";

const LONGEST = 5000;

export class Leaving {
  constructor(page) {
    this.page = page;
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("submit", (event) => this.submitted(event), true);
    window.addEventListener("beforeunload", (event) => this.asked(event));
    window.addEventListener("pagehide", () => this.last());
    window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
    document.addEventListener("visibilitychange", () => document.hidden && this.hidden());
  }

  get dirty() {
    return this.page.kept.filter((kept) => kept.saves && kept.dirty);
  }

  // Another tab or window comes to the front: do not wait for the pause after the last key.
  hidden() {
    if (!this.page.failures.kind) for (const kept of this.dirty) kept.save();
  }

  async sent() {
    const late = new Promise((resolve) => setTimeout(() => resolve(false), LONGEST));
    const answers = this.dirty.map((kept) => Promise.race([kept.flush(), late]));
    return (await Promise.all(answers)).every(Boolean);
  }

  async clicked(event) {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.target === "_blank" || link.origin !== window.location.origin || this.anchor(link)) return;
    if (!this.dirty.length || this.refusedOnce === link) return;
    event.preventDefault();
    if (await this.sent()) this.page.go(link.href);
    else this.refusedOnce = link; // a second click goes, after the browser has asked
  }

  anchor(link) {
    return link.hash && link.pathname === window.location.pathname && link.search === window.location.search;
  }

  // A plain form of the page (submit the case, log out, language): first save, then send it.
  async submitted(event) {
    const form = event.target;
    if (this.page.keptOf(form)?.saves || form.hasAttribute("hx-post") || form.method !== "post") return;
    const token = form.elements.csrfmiddlewaretoken;
    if (token) token.value = cookie("csrftoken");
    if (!this.dirty.length || this.refusedOnce === form) return;
    event.preventDefault();
    event.stopPropagation();
    const { submitter } = event;
    if (!(await this.sent())) {
      this.refusedOnce = form;
      return;
    }
    form.requestSubmit(submitter);
  }

  asked(event) {
    const failing = this.page.failures.kind && this.page.kept.some((kept) => kept.unsaved.length);
    const onlyHere = this.page.kept.some((kept) => kept.traces.size);
    if (!this.page.left && (failing || this.page.conflict || onlyHere)) event.preventDefault();
  }

  // The last resort of a page that closes between a key and its save. The backup stays until a page knows better.
  last() {
    if (this.page.left || this.page.conflict || this.page.failures.kind) return;
    for (const kept of this.dirty) {
      const body = new FormData(kept.form);
      body.delete("csrfmiddlewaretoken");
      body.set("changed", kept.unsaved.join(","));
      const headers = { "HX-Request": "true", ...headersOf(this.page) };
      fetch(kept.form.getAttribute("hx-post"), { method: "POST", body, headers, keepalive: true }).catch(() => {});
    }
  }
}
