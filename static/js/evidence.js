// Points at the place on the timeline on which a finding rests, and from a mark back to its findings.

const PLOT = document.querySelector('[data-chart="timeline-figure"]');
const FACES = [...document.querySelectorAll("[data-evidence]")];
const RESTS = document.getElementById("rests");
const style = getComputedStyle(document.documentElement);
const AMBER = style.getPropertyValue("--point").trim();
const SOFT = style.getPropertyValue("--point-soft").trim();
const THINNEST = 0.012;  // of the width of the axis: the band of a single moment

let plain = null;    // shapes and notes of the picture itself
let pinned = null;   // the finding that stays lit after a click
let shown = null;

const entriesOf = (face) => face.dataset.evidence.split(" ").filter(Boolean);

// The places of the marks of these entries, per axis.
function marksOf(entries) {
  const found = {};
  for (const trace of PLOT.data) {
    for (const [index, custom] of (trace.customdata ?? []).entries()) {
      if (!custom[1].split(" ").some((entry) => entries.includes(entry))) continue;
      const axis = trace.yaxis ?? "y";
      found[axis] ??= { x: [], y: [] };
      found[axis].x.push(trace.x[index]);
      found[axis].y.push(trace.y[index]);
    }
  }
  return found;
}

function widthOf(words, size) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `bold ${size}px ${getComputedStyle(PLOT).fontFamily}`;
  return pen.measureText(words).width;
}

function bandOf(face) {
  if (face.dataset.from === undefined) return { shapes: [], annotations: [] };
  const { _size: size } = PLOT._fullLayout;
  const [low, high] = PLOT._fullLayout.xaxis.range;
  let [from, to] = [Number(face.dataset.from), Number(face.dataset.to)];
  const short = THINNEST * (high - low) - (to - from);
  if (short > 0) [from, to] = [from - short / 2, to + short / 2];
  const font = { color: AMBER, size: PLOT._fullLayout.font.size };
  const wide = (widthOf(face.dataset.words, font.size) + 6) / size.w;
  const middle = ((from + to) / 2 - low) / (high - low);
  const left = Math.min(Math.max(middle - wide / 2, -size.l / size.w), 1 + size.r / size.w - wide);
  return {
    shapes: [{
      name: "evidence", type: "rect", xref: "x", yref: "paper", x0: from, x1: to, y0: 0, y1: 1,
      fillcolor: SOFT, line: { width: 0 }, layer: "below",
    }],
    annotations: [{
      name: "evidence", text: `<b>${face.dataset.words}</b>`, font, showarrow: false, bgcolor: "#ffffff",
      xref: "paper", x: left, xanchor: "left", yref: "paper", y: 1, yanchor: "bottom", yshift: 15,
    }],
  };
}

let asked = 0;
function light(face) {
  shown = face;
  cancelAnimationFrame(asked);
  asked = requestAnimationFrame(draw);
}

function draw() {
  if (!plain) return;
  const marks = shown ? marksOf(entriesOf(shown)) : {};
  const band = shown ? bandOf(shown) : { shapes: [], annotations: [] };
  const [x, y, places] = [[], [], []];
  for (const [index, trace] of PLOT.data.entries()) {
    if (!trace.name?.startsWith("lit-")) continue;
    const here = marks[trace.name.slice(4)] ?? { x: [], y: [] };
    x.push(here.x);
    y.push(here.y);
    places.push(index);
  }
  const layout = {
    shapes: [...band.shapes, ...plain.shapes], annotations: [...plain.annotations, ...band.annotations],
  };
  window.Plotly.update(PLOT, { x, y }, layout, places);
  for (const each of FACES) each.classList.toggle("lit", each === shown);
}

function pin(face) {
  pinned = pinned === face ? null : face;
  for (const button of document.querySelectorAll("[data-show]"))
    button.setAttribute("aria-pressed", String(button.closest("[data-evidence]") === pinned));
  light(pinned);
  const box = PLOT.getBoundingClientRect();
  if (!pinned) return RESTS.replaceChildren();
  RESTS.replaceChildren(linkTo(pinned));  // the way back, where the picture is far from the finding
  if (box.bottom < 120 || box.top > innerHeight - 120) PLOT.scrollIntoView({ block: "start" });
}

function linkTo(face) {
  const link = document.createElement("a");
  link.href = `#${face.id}`;
  link.textContent = face.dataset.label;
  return link;
}

// The findings that rest on the entries under the pointer.
function name(entries) {
  const there = FACES.filter((face) => face.dataset.label && entriesOf(face).some((e) => entries.includes(e)));
  for (const face of FACES) face.classList.toggle("lit", there.includes(face));
  RESTS.replaceChildren(there.length ? `${RESTS.dataset.some} ` : RESTS.dataset.none);
  for (const [index, face] of there.entries()) {
    RESTS.append(...(index ? ["; ", linkTo(face)] : [linkTo(face)]));
  }
}

function begin() {
  plain = { shapes: PLOT.layout.shapes ?? [], annotations: PLOT.layout.annotations ?? [] };
  if (shown) light(shown);
  if (PLOT.dataset.tells) return;
  PLOT.dataset.tells = "true";
  let kept = null;
  PLOT.on("plotly_hover", (event) => {
    const entry = event.points[0].customdata?.[1];
    if (entry) name(entry.split(" "));
  });
  PLOT.on("plotly_click", (event) => {
    kept = event.points[0].customdata?.[1]?.split(" ") ?? null;
    if (kept) name(kept);
  });
  PLOT.on("plotly_unhover", () => {
    if (kept) return name(kept);
    for (const face of FACES) face.classList.toggle("lit", face === shown);
    return RESTS.replaceChildren();
  });
}

if (PLOT && FACES.length) {
  PLOT.addEventListener("fluxus:drawn", begin);
  if (PLOT.dataset.drawn) begin();
  for (const face of FACES) {
    face.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && light(face));
    face.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && light(pinned));
    face.addEventListener("focusin", () => light(face));
    face.addEventListener("focusout", () => light(pinned));
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-show]");
    if (button) pin(button.closest("[data-evidence]"));
  });
}
