// The box of the timeline. Enter sends what stands in it; a line leaves the box when the server says that it has it.
//
// What was sent and not yet answered stays in the box, with its token, so that nothing is lost and nothing is done
// twice: "sent" holds that text, and the rest of the box is what was typed meanwhile. saving.js keeps all three in
// this browser (data-keeps) and sends again what did not arrive.
import { complete } from "./completion.js";
import { cookie } from "./request.js";

const PAUSE = 150;
const SLOW = 600;
const MOST_ROWS = 14;
const form = document.getElementById("quick-form");
const box = document.getElementById("quick");
const { token, sent } = form.elements;
const read = document.getElementById("quick-read");
let committed = false;
let flying = false;
let slow = false;
let failed = false;
let timer;
let asked = 0;

export function newToken() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The box looks like a line and grows with what is in it; what is under way for a moment does not make it jump.
function grow() {
  const text = sent.value && !slow ? rest() : box.value;
  box.rows = Math.min(MOST_ROWS, Math.max(1, text.split("\n").length));
}

// What is in the box without the lines that were sent; a line that was changed since stays.
function rest() {
  if (!sent.value) return box.value;
  if (box.value.trimEnd() === sent.value.trimEnd()) return "";
  if (box.value.startsWith(`${sent.value}\n`)) return box.value.slice(sent.value.length + 1);
  const lines = box.value.split("\n");
  for (const line of sent.value.split("\n")) {
    const place = lines.indexOf(line);
    if (place >= 0) lines.splice(place, 1);
  }
  return lines.join("\n");
}

function typed() {
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function send() {
  slow = false;
  failed = false;
  setTimeout(() => {
    slow = Boolean(sent.value);
    grow();
  }, SLOW);
  window.htmx.trigger(form, "send");
}

function add() {
  if (sent.value) {
    if (!flying) send();
    if (!rest().trim()) return;
    if (!box.value.endsWith("\n")) box.value += "\n";
    committed = true;
    typed();
    return;
  }
  if (!box.value.trim()) return;
  start(box.value);
}

function start(text) {
  sent.value = text;
  token.value = newToken();
  box.value = `${text}\n`; // who types on does so on the next line
  typed();
  send();
}

// The server has the lines that were sent: they leave the box. Lines that it did not keep come back into it.
function arrived() {
  const left = rest();
  const behind = box.value.length - box.selectionEnd;
  const back = heldBack();
  sent.value = "";
  token.value = "";
  box.value = [back, left].filter(Boolean).join("\n");
  if (!back && committed) {
    const end = box.value.lastIndexOf("\n");
    const typing = box.value.slice(end + 1);
    committed = false;
    if (box.value.slice(0, end).trim()) {
      sent.value = box.value.slice(0, end);
      token.value = newToken();
      box.value = `${sent.value}\n${typing}`;
      setTimeout(send); // after this answer was dealt with
    }
  }
  committed = false;
  slow = false;
  failed = false;
  box.selectionStart = Math.max(0, box.value.length - behind);
  box.selectionEnd = box.selectionStart;
  grow();
  preview();
  setTimeout(() => {
    if (box.value) typed();
    if (document.activeElement === document.body) box.focus({ preventScroll: true });
  });
}

// What the server did not keep of the lines that it answered about.
function heldBack() {
  return document.getElementById("quick-held")?.dataset.box ?? "";
}

// How far the lines reach that wait for their answer, or for those before them; what is typed comes below.
function waiting() {
  if (!sent.value || failed || !box.value.startsWith(`${sent.value}\n`)) return -1;
  return committed ? box.value.lastIndexOf("\n") : sent.value.length;
}

// A click in lines that wait is meant for the next one, however slow the server is: else that would be typed into
// them. Lines that did not arrive may be changed.
function goBelow() {
  if (document.activeElement !== box || box.selectionStart !== box.selectionEnd) return;
  if (box.selectionStart <= waiting()) box.selectionStart = box.value.length;
}

// How the line would be read, while it is typed; nothing is stored.
async function preview() {
  const text = rest();
  asked += 1;
  const mine = asked;
  if (!text.trim()) {
    read.replaceChildren();
    return;
  }
  try {
    const headers = { "X-CSRFToken": cookie("csrftoken"), "HX-Request": "true" };
    const answer = await fetch(form.dataset.read, { method: "POST", headers, body: new URLSearchParams({ lines: text }) });
    if (!answer.ok || mine !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine === asked) read.replaceChildren(...page.body.childNodes);
  } catch {
    // No connection: the line is read when it arrives.
  }
}

const words = complete(box, document.getElementById("quick-words"), JSON.parse(document.getElementById("quick-vocabulary").textContent));

box.addEventListener("input", () => {
  grow();
  clearTimeout(timer);
  timer = setTimeout(preview, PAUSE);
});
document.addEventListener("selectionchange", goBelow);
box.addEventListener("click", goBelow); // the selection is told of later, and a key may come first
box.addEventListener("keydown", goBelow);
box.addEventListener("keydown", (event) => {
  if (words.key(event) || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  add();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  add();
  box.focus();
});
form.addEventListener("htmx:configRequest", ({ detail }) => {
  detail.formData.set("lines", sent.value);
  detail.formData.set("known", document.getElementById("known").value);
  detail.formData.delete("sent");
});
form.addEventListener("htmx:beforeRequest", () => {
  flying = true;
});
form.addEventListener("htmx:afterRequest", ({ detail }) => {
  flying = false;
  if (detail.successful) arrived();
  else if (detail.xhr.status === 0 || detail.xhr.status >= 400) {
    slow = true;
    failed = true;
    grow();
  }
});
// A line that was mended into one that the server does not keep comes into the box, below what stands there.
document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  const back = detail.successful && detail.requestConfig.elt.matches?.(".unread") ? heldBack() : "";
  if (!back) return;
  box.value = [box.value.trimEnd(), back].filter(Boolean).join("\n");
  typed();
  box.focus();
});
// What stood in the box of a tab that is gone: what was under way is sent again, with its own token.
form.addEventListener("fluxus:put-back", () => {
  grow();
  preview();
  if (sent.value) send();
});

const help = document.getElementById("quick-help");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !help.open || !help.contains(document.activeElement)) return;
  help.open = false;
  help.querySelector("summary").focus();
});

grow();
