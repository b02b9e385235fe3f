// The upload page: drag files onto it, and see how much of them is in. Without this module the form still works.

const zone = document.querySelector("[data-dropzone]");
const form = document.querySelector("[data-upload]");
const input = form.querySelector("input[type=file]");
const chosen = form.querySelector("[data-chosen]");
const bar = form.querySelector("[data-progress]");
const checking = form.querySelector("[data-checking]");

function show() {
  if (input.files.length) chosen.textContent = Array.from(input.files, (file) => file.name).join(", ");
}

function over(event) {
  event.preventDefault();
  zone.classList.toggle("over", event.type !== "dragleave");
}

zone.addEventListener("dragover", over);
zone.addEventListener("dragleave", over);
zone.addEventListener("drop", (event) => {
  event.preventDefault();
  zone.classList.remove("over");
  input.files = event.dataTransfer.files;
  show();
});
input.addEventListener("change", show);

function replacePage(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  document.querySelector("main").replaceWith(page.querySelector("main"));
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (at) => {
    bar.hidden = false;
    bar.value = at.lengthComputable ? (100 * at.loaded) / at.total : 0;
    if (at.loaded === at.total) checking.hidden = false;
  });
  request.addEventListener("load", () => {
    if (request.status === 200) window.location.assign(request.responseURL);
    else replacePage(request.responseText);
  });
  request.addEventListener("error", () => form.submit());
  request.open("POST", form.action || window.location.href);
  request.send(new FormData(form));
});
