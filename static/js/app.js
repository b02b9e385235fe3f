// What every page needs: forms that submit on change, focus on the error summary, charts when there are any.
for (const form of document.querySelectorAll("form[data-submit-on-change]")) {
  form.querySelector("button[type=submit]").classList.add("visually-hidden-focusable");
  form.addEventListener("change", () => form.requestSubmit());
}

const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

if (document.querySelector("[data-chart]")) {
  import("./charts.js").then((charts) => charts.drawAll(document));
}
