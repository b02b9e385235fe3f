// What did not arrive is kept and sent again: with growing pauses, and as soon as the connection or the person is back.
const PAUSES = [1, 2, 4, 8, 15, 30];
const KINDS = { 401: "logged_out", 403: "forbidden", 404: "gone", 409: "other_person", 422: "refused", 400: "refused", 413: "refused" };
// Trying these again by itself changes nothing; typing or the button does.
const LASTING = new Set(["forbidden", "gone", "refused"]);

export class Failures {
  // ``say(kind, words)`` shows the state in the line; ``texts``: words per kind.
  constructor(banner, texts, say) {
    this.banner = banner;
    this.texts = texts;
    this.say = say;
    this.kind = null;
    this.waiting = new Map();
    this.tries = 0;
    window.addEventListener("online", () => this.again());
    window.addEventListener("focus", () => this.again());
    document.addEventListener("visibilitychange", () => !document.hidden && this.again());
    banner.addEventListener("click", (event) => event.target.closest("[data-again]") && this.again());
  }

  // A request failed: keep how to send it again.
  note(element, event, xhr) {
    this.waiting.set(element, event?.type ?? "save");
    const kind = KINDS[xhr.status] ?? (xhr.status === 0 ? "offline" : "server");
    this.show(kind, xhr);
    clearTimeout(this.timer);
    if (LASTING.has(kind)) return;
    const pause = PAUSES[Math.min(this.tries, PAUSES.length - 1)];
    this.tries += 1;
    this.timer = setTimeout(() => this.again(), pause * 1000);
  }

  // A request arrived: send what waits.
  arrived(element) {
    this.waiting.delete(element);
    this.tries = 0;
    if (!this.kind) return;
    this.kind = null;
    this.banner.hidden = true;
    this.banner.replaceChildren();
    this.again();
  }

  again() {
    if (!this.waiting.size) return;
    clearTimeout(this.timer);
    for (const [element, event] of [...this.waiting]) {
      if (element.isConnected) window.htmx.trigger(element, event);
      else this.waiting.delete(element);
    }
  }

  show(kind, xhr) {
    const plain = (xhr.getResponseHeader("Content-Type") ?? "").startsWith("text/plain");
    const words = plain && xhr.responseText ? xhr.responseText : this.texts[`${kind}_long`];
    this.say("failed", this.texts[kind]);
    if (kind === this.kind && words === this.words) return; // said already
    this.kind = kind;
    this.words = words;
    const parts = [text("p", words)];
    if (kind === "logged_out") parts.push(newTab(this.texts.log_in, this.texts.log_in_url));
    if (kind === "other_person") parts.push(newTab(this.texts.log_out, this.texts.log_out_url));
    const again = text("button", this.texts.again);
    again.type = "button";
    again.className = "btn";
    again.dataset.again = "";
    parts.push(again);
    this.banner.replaceChildren(...parts);
    this.banner.hidden = false;
  }
}

export function text(tag, words) {
  const element = document.createElement(tag);
  element.textContent = words;
  return element;
}

function newTab(words, url) {
  const link = text("a", words);
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener";
  link.className = "btn primary";
  return link;
}
