// Problems appear at their field without moving the focus; a field somebody is still typing in is left in peace.
import { isText } from "./fields.js";

export class Problems {
  constructor(root, page) {
    this.root = root;
    this.page = page;
    this.held = new Map();
    for (const form of root.querySelectorAll("form[data-saves]")) this.prepare(form);
    root.addEventListener("htmx:oobBeforeSwap", (event) => this.before(event));
    root.addEventListener("htmx:oobAfterSwap", (event) => this.mark(event.target));
    root.addEventListener("focusout", (event) => this.release(event.target));
  }

  // Every question has a place for its problem, also before there is one.
  prepare(form) {
    for (const place of form.querySelectorAll('[id^="problem-"]')) this.mark(place);
  }

  before(event) {
    const { target, fragment } = event.detail;
    const incoming = fragment.firstElementChild;
    if (!incoming) return;
    if (incoming.outerHTML === target.outerHTML) {
      event.detail.shouldSwap = false; // nothing new: leave the focus and the screen reader alone
      return;
    }
    if (!target.id.startsWith("problem-")) return;
    const name = target.id.slice("problem-".length);
    this.held.delete(name);
    const focused = document.activeElement;
    if (focused?.name === name && isText(focused) && incoming.querySelector(".invalid-feedback, .problem-text") && !this.page.asked) {
      event.detail.shouldSwap = false;
      this.held.set(name, incoming.cloneNode(true));
    }
  }

  // Whether all that is wrong is in the field that is still being typed in.
  holds(fields = []) {
    return fields.length > 0 && fields.every((name) => this.held.has(name));
  }

  release(field) {
    const held = this.held.get(field.name);
    if (!held) return;
    this.held.delete(field.name);
    const place = document.getElementById(held.id);
    place.replaceWith(held);
    window.htmx.process(held);
    this.mark(held);
    this.page.sayProblems();
  }

  // Say at the field itself that something stands below it.
  mark(place) {
    if (!place.id?.startsWith("problem-")) return;
    const name = place.id.slice("problem-".length);
    const bad = Boolean(place.querySelector(".invalid-feedback, .problem-text"));
    const said = Boolean(place.firstElementChild);
    for (const field of place.closest("form")?.querySelectorAll(`[name="${CSS.escape(name)}"]`) ?? []) {
      if (bad) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
      field.classList.toggle("is-invalid", bad);
      const ids = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
      if (said) ids.add(place.id);
      else ids.delete(place.id);
      if (ids.size) field.setAttribute("aria-describedby", [...ids].join(" "));
      else field.removeAttribute("aria-describedby");
    }
  }
}
