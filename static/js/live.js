// The panel beside a draft: says politely when the number of points changed, keeps open what was unfolded.
const panel = document.getElementById("live");
const status = document.getElementById("live-status");
const opened = new Set();
let points = null;

function said() {
  const seen = panel.querySelector("[data-live]");
  if (!seen) return;
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  if (points !== null && points !== seen.dataset.points && status) status.textContent = seen.dataset.status;
  points = seen.dataset.points;
}

if (panel) {
  panel.addEventListener("htmx:beforeSwap", () => {
    for (const part of panel.querySelectorAll("details[id]")) {
      if (part.open) opened.add(part.id);
      else opened.delete(part.id);
    }
  });
  panel.addEventListener("htmx:afterSwap", said);
}
