// The upload page: drag files onto it, see how much of them is in, stop. Without this module the form still works.

function start() {
  const zone = document.querySelector("[data-dropzone]");
  const form = document.querySelector("[data-upload]");
  const input = form.querySelector("input[type=file]");
  const chosen = form.querySelector("[data-chosen]");
  const sending = form.querySelector("[data-sending]");
  const bar = form.querySelector("[data-progress]");
  const sent = form.querySelector("[data-sent]");
  const checking = form.querySelector("[data-checking]");
  const lost = form.querySelector("[data-lost]");
  const stop = form.querySelector("[data-stop]");
  const begin = form.querySelector("button[type=submit]");

  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const megabytes = (bytes) => number.format(bytes / 1048576);

  function show() {
    if (!input.files.length) return;
    const names = Array.from(input.files, (file) => `${file.name} (${megabytes(file.size)} MB)`);
    chosen.textContent = names.length > 6 ? `${names.slice(0, 6).join(", ")} … +${names.length - 6}` : names.join(", ");
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
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
    show();
  });
  input.addEventListener("change", show);

  function idle() {
    sending.hidden = true;
    checking.hidden = true;
    stop.hidden = true;
    begin.disabled = false;
  }

  function replacePage(text) {
    const main = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    if (!main) {
      idle();
      lost.hidden = false;
      return;
    }
    document.querySelector("main").replaceWith(main);
    start();
    (document.querySelector("[data-focus]") || main).focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const request = new XMLHttpRequest();
    lost.hidden = true;
    begin.disabled = true;
    stop.hidden = false;
    stop.onclick = () => request.abort();
    request.upload.addEventListener("progress", (at) => {
      sending.hidden = false;
      const percent = at.lengthComputable ? Math.floor((100 * at.loaded) / at.total) : 0;
      bar.value = percent;
      sent.textContent = sent.dataset.words
        .replace("{done}", megabytes(at.loaded))
        .replace("{total}", megabytes(at.total))
        .replace("{percent}", String(percent));
      if (at.loaded === at.total) checking.hidden = false;
    });
    request.addEventListener("load", () => {
      if (request.status === 200) window.location.assign(request.responseURL);
      else replacePage(request.responseText);
    });
    request.addEventListener("abort", idle);
    request.addEventListener("error", () => {
      idle();
      lost.hidden = false;
    });
    request.open("POST", form.action);
    request.send(new FormData(form));
  });
}

// A file dropped beside the box must not replace the page.
for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
start();
