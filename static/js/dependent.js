// Questions that are asked only when they matter, and buttons that put "?" or "nvt" in a box.
// A box with data-when-field shows when one of the values of that field is among data-when-codes (separated by "|",
// the empty one: no answer), or is not, with data-when-not. What is hidden keeps its value and is sent all the same.
function answers(form, name) {
  const fields = [...form.elements].filter((field) => field.name === name);
  const values = fields.flatMap((field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked ? [field.value] : [];
    return [field.value.trim()];
  });
  return values.length ? values : [""];
}

function matters(box) {
  const form = box.closest("form");
  const codes = box.dataset.whenCodes.split("|").map((code) => code.toLowerCase());
  const among = answers(form, box.dataset.whenField).some((value) => codes.includes(value.toLowerCase()));
  return "whenNot" in box.dataset ? !among : among;
}

function show(form) {
  for (const box of form.querySelectorAll("[data-when-field]")) {
    // A box with a problem stays in sight, and so does the one somebody is in.
    box.hidden = !matters(box) && !box.querySelector(".invalid-feedback, .problem-text") && !box.contains(document.activeElement);
  }
}

function showAll() {
  const forms = new Set([...document.querySelectorAll("[data-when-field]")].map((box) => box.closest("form")));
  for (const form of forms) if (form) show(form);
}

for (const name of ["input", "change", "fluxus:put-back"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.closest?.("form");
    if (form) show(form);
  });
}
document.addEventListener("htmx:afterSettle", showAll);
document.addEventListener("focusout", () => setTimeout(showAll));

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  if (!button) return;
  const field = button.closest("form").elements[button.dataset.fillIn];
  field.value = button.dataset.fill;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

showAll();
