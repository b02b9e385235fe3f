// The page of one upload: says aloud how far the work is, opens the months of a VSV in place, prints.

const work = document.querySelector("[data-work]");
if (work) {
  const said = document.querySelector("[data-work-said]");
  const lost = document.querySelector("[data-work-lost]");
  let phase = work.querySelector("[data-phase]").dataset.phase;
  let quiet = Date.now();
  let leaving = false;
  // Once the result is on its way the page asks no more: each answer would begin to load it anew.
  work.addEventListener("htmx:beforeOnLoad", (event) => {
    leaving = leaving || event.detail.xhr.getResponseHeader("HX-Redirect") !== null;
  });
  work.addEventListener("htmx:beforeRequest", (event) => {
    if (leaving) event.preventDefault();
  });
  // The bar moves all the time; a screen reader hears each phase, and the percentage every ten seconds.
  work.addEventListener("htmx:afterSwap", () => {
    lost.hidden = true;
    const going = work.querySelector("[data-phase]");
    if (!going || (going.dataset.phase === phase && Date.now() - quiet < 10000)) return;
    phase = going.dataset.phase;
    quiet = Date.now();
    said.textContent = going.dataset.said;
  });
  for (const trouble of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    work.addEventListener(trouble, (event) => {
      if (event.detail.xhr && event.detail.xhr.status === 401) window.location.reload();
      else lost.hidden = false;
    });
  }
}

function foldMonths(link) {
  const cell = document.getElementById(link.dataset.months);
  const row = cell.parentElement;
  const show = (shown) => {
    row.hidden = !shown;
    link.setAttribute("aria-expanded", String(shown));
  };
  link.setAttribute("role", "button");
  link.setAttribute("aria-controls", cell.id);
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    link.click();
  });
  // What was fetched stays: a second press folds it, a third shows it again.
  link.addEventListener("htmx:confirm", (event) => {
    if (!cell.childElementCount) return;
    event.preventDefault();
    show(row.hidden);
  });
  cell.addEventListener("htmx:afterSwap", () => show(true));
}

function startTable() {
  for (const link of document.querySelectorAll("[data-months]:not([role])")) foldMonths(link);
}

startTable();
// All VSVs instead of those that need a look: their months fold too, and the keyboard goes to the new table.
document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.elt.id !== "per-vsv") return;
  startTable();
  document.querySelector("#per-vsv .table-scroll")?.focus();
});

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
