// The table of the timeline: rows are changed in place, what is being typed survives a new table, focus stays near.
import { newToken } from "./quick.js";

const main = document.querySelector(".draft-main");
const EDITING = "[data-editing]";
const OF_THE_PAGE = new Set(["csrfmiddlewaretoken", "known", "token"]);
let answering = null;
let typedIn = new WeakSet();

// Each deed has a token of its own, the same when it is sent again and another when something else was typed since
// (or the server would take that for done); and tells which rows this page shows.
main.addEventListener("htmx:configRequest", ({ detail }) => {
  const { elt, formData, verb } = detail;
  if (verb !== "post" || elt.id === "quick-form" || elt.hasAttribute("data-saves")) return;
  const content = JSON.stringify([...formData].filter(([name]) => !OF_THE_PAGE.has(name)));
  if (elt.dataset.content !== content) elt.dataset.token = newToken();
  elt.dataset.content = content;
  formData.set("token", elt.dataset.token);
  formData.set("known", document.getElementById("known").value);
});
main.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful) delete detail.requestConfig.elt.dataset.content;
});

// A new table takes the place of the old one: forms in which somebody types are carried over.
let kept = [];
main.addEventListener("input", (event) => {
  const form = event.target.closest(".row-form, .unread");
  if (form) typedIn.add(form);
});
main.addEventListener("htmx:beforeSwap", ({ detail }) => {
  answering = detail.requestConfig?.elt ?? null;
});
main.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  if (detail.target.id !== "timeline-rows") return;
  const scroll = detail.target.querySelector(".rows-scroll").scrollTop;
  const open = [...detail.target.querySelectorAll(EDITING)].filter((row) => !row.contains(answering));
  const unread = [...detail.target.querySelectorAll(".unread")].filter((form) => typedIn.has(form) && form !== answering);
  kept = { scroll, open, unread, active: document.activeElement };
});
document.body.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
  if (detail.target.id !== "timeline-rows") return;
  const table = document.getElementById("timeline-rows");
  const { scroll = 0, open = [], unread = [], active } = kept;
  table.querySelector(".rows-scroll").scrollTop = scroll;
  for (const form of unread) document.getElementById(form.id)?.replaceWith(form);
  for (const row of open) putBack(table, row);
  if (active && active !== document.activeElement && active.isConnected) active.focus({ preventScroll: true });
  closeNew();
  fresh(table)?.scrollIntoView({ block: "nearest" });
  focusNext(table);
});

function putBack(table, row) {
  const key = row.dataset.editing;
  const same = [...table.querySelectorAll("tr[data-key]")].find((each) => each.dataset.key === key);
  const tbody = table.querySelector("tbody");
  if (same) {
    same.after(row);
    same.hidden = true;
  } else {
    tbody.prepend(row); // changed or removed meanwhile: saving will say so
  }
}

// The first new row; by its word, for htmx puts classes right only a moment later.
function fresh(table) {
  return table.querySelector("td .tag")?.closest("tr");
}

// The row that was saved or removed had the focus: it goes to what comes next.
function focusNext(table) {
  if (!answering || answering.id === "quick-form") return;
  const undo = document.querySelector("#said [data-focus-next]");
  const saved = fresh(table)?.querySelector("[data-edit]");
  if (document.activeElement === document.body || !document.activeElement.isConnected) {
    (undo ?? saved ?? table.querySelector(".unread input:not([type=hidden])") ?? document.getElementById("quick")).focus({ preventScroll: Boolean(undo) });
  }
}

function closeNew() {
  const form = document.querySelector("#new-row form");
  if (form && form === answering) {
    document.getElementById("new-row").replaceChildren();
    document.getElementById("new-list").focus();
  }
}

// Opening, and closing without saving.
main.addEventListener("htmx:beforeRequest", (event) => {
  const link = event.detail.elt;
  if (!link.matches("[data-edit]")) return;
  const row = link.closest("tr");
  if (row.nextElementSibling?.matches(EDITING)) event.preventDefault();
});
document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
  const { elt } = detail.requestConfig;
  if (elt.matches?.("[data-edit]")) {
    const row = elt.closest("tr");
    const form = row.nextElementSibling;
    if (!form?.matches(EDITING)) return;
    row.hidden = true;
    first(form)?.focus();
  } else if (elt.matches?.(".new-row")) {
    first(document.getElementById("new-row"))?.focus();
  }
});

function first(scope) {
  return scope.querySelector("input:not([type=hidden]), select, textarea");
}

function close(editing) {
  const row = editing.previousElementSibling;
  const form = editing.querySelector("form");
  form.reset();
  form.dispatchEvent(new Event("input", { bubbles: true })); // forget what was kept of it
  editing.remove();
  if (row?.matches?.("tr[data-key]")) {
    row.hidden = false;
    row.querySelector("[data-edit]")?.focus();
  } else {
    document.getElementById("new-list")?.focus();
  }
}

main.addEventListener("click", (event) => {
  const cancel = event.target.closest("[data-cancel], [data-theirs]");
  if (!cancel) return;
  const editing = cancel.closest(EDITING);
  if (!editing) return;
  event.preventDefault();
  if (cancel.matches("[data-theirs]")) window.htmx.ajax("GET", cancel.getAttribute("hx-get"), { swap: "none", source: document.getElementById("row-deeds") });
  close(editing);
});
main.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const editing = event.target.closest?.(EDITING);
  if (editing) close(editing);
});

// Rows that were being changed when the tab died are opened again; saving.js puts back what was typed.
const { person, case: number } = document.querySelector("[data-draft]").dataset;
const base = `fluxus:draft:${person}:${number}:timeline~row-`;
const waiting = new Set(Object.keys(localStorage).filter((key) => key.startsWith(base)).map((key) => key.slice(base.length).split(":")[0]));

function openAgain() {
  for (const row of main.querySelectorAll("tr[data-key]")) {
    const [name, index] = row.dataset.key.split(":");
    const open = row.nextElementSibling?.matches(EDITING);
    if (waiting.has(`${name}-${index}`) && !open) row.querySelector("[data-edit]")?.click();
  }
  for (const slug of waiting) {
    if (!slug.endsWith("-new") || document.getElementById(`editing-${slug}`)) continue;
    const list = document.getElementById("new-list");
    list.value = `${slug.slice(0, -4)}::`;
    list.form.requestSubmit();
  }
}

// htmx looks at the page at this event too, before: until then the links would leave the page.
if (document.readyState === "complete") openAgain();
else document.addEventListener("DOMContentLoaded", openAgain);
