// Deciding about findings one after the other: the form opens in its place, and after each the next one.

const NEXT = document.querySelector("[data-next]");

function open(check) {
  const link = document.querySelector(`#finding-${check} [data-decide]`);
  if (link) link.click();
  document.getElementById(`finding-${check}`)?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("fluxus:decided", (event) => {
  const check = event.detail.next;
  if (NEXT) {
    NEXT.dataset.next = check;
    NEXT.hidden = !check;
  }
  if (check) open(check);
});

// The keyboard goes on in what was opened: what is to mend, else the choice; after closing, the way back in.
document.addEventListener("htmx:afterSettle", (event) => {
  const place = event.target.closest?.(".decision");
  if (!place) return;
  const form = place.querySelector("form");
  const first = form
    ? form.querySelector("[data-focus]") ?? form.querySelector("[type=radio]:checked, [type=radio]")
    : place.querySelector("[data-decide]");
  first?.focus({ preventScroll: false });
});

for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    const said = event.target.closest?.("form.decide")?.querySelector(".failed");
    if (!said) return;
    const answer = event.detail.xhr;
    if ([401, 409].includes(answer?.status)) said.textContent = answer.responseText;
    said.hidden = false;
  });
}

NEXT?.addEventListener("click", () => open(NEXT.dataset.next));
