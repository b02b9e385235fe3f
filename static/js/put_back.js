// Puts back what was typed before and is not saved: the tab crashed, the browser closed, the page was left.
import { text } from "./failure.js";
import { named, put, read, same } from "./fields.js";

export class PutBack {
  constructor(page) {
    this.page = page;
    this.notice = document.getElementById("put-back");
    this.put = false;
  }

  all() {
    for (const kept of this.page.kept) this.into(kept);
    this.tellWhatWaitsElsewhere();
  }

  into(kept) {
    const { backups } = this.page;
    const found = backups.take(kept.name);
    const now = read(kept.form);
    let seen = "";
    let any = false;
    for (const entry of found) {
      for (const [name, values] of Object.entries(entry.values)) {
        if (!named(kept.form, name).length || same(now[name], values)) continue;
        if (!same(now[name], kept.confirmed[name])) continue; // typed on this page already
        put(kept.form, name, values);
        if (entry.secret) kept.traces.add(name);
        any = true;
        seen = entry.seen;
      }
    }
    if (!any) {
      if (kept.unsaved.length) kept.typed();
      return;
    }
    // What a colleague saved since must show up beside it, so the form stays what it was when this was typed.
    const mark = kept.form.elements.seen;
    if (mark && seen) mark.value = seen;
    this.say([text("p", this.page.texts.put_back)]);
    kept.form.dispatchEvent(new CustomEvent("fluxus:put-back", { bubbles: true }));
    kept.typed();
  }

  // Another section of this case, or a row that is not open, may hold something that is not saved.
  tellWhatWaitsElsewhere() {
    const here = new Set(this.page.kept.map((kept) => kept.name));
    const sections = new Set();
    for (const name of this.page.backups.names()) {
      if (!here.has(name)) sections.add(name.split("~")[0]);
    }
    for (const section of sections) {
      const step = document.getElementById(`step-${section}`);
      if (!step || section === this.page.section) continue;
      const link = text("a", step.firstChild.textContent.trim());
      link.href = step.href;
      const line = text("p", `${this.page.texts.elsewhere} `);
      line.append(link);
      this.say([line]);
    }
  }

  say(lines) {
    this.notice.append(...lines);
    this.notice.hidden = false;
  }
}
