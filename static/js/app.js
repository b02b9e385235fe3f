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

// Somebody who logs out leaves nothing of what was typed behind in this browser.
const logOuts = document.querySelectorAll('form[action$="/logout/"]');
if (logOuts.length) {
  import("./backup.js").then(({ forgetAll }) => {
    for (const form of logOuts) form.addEventListener("submit", forgetAll);
  });
}
