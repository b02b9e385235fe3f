// Draws the figures that the server made. plotly.js is large, so it is loaded only when a chart comes into view.

// plotly.js sets style attributes, which a strict Content-Security-Policy refuses; the CSSOM is allowed.
const setAttribute = Element.prototype.setAttribute;
Element.prototype.setAttribute = function (name, value) {
  if (name === "style" && this.style) this.style.cssText = value;
  else setAttribute.call(this, name, value);
};

let library;

function plotly() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.documentElement.dataset.plotly;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error("plotly.js could not be loaded"));
    document.head.append(script);
  });
  return library;
}

const NARROW = 480;

// On a phone there is no room beside the picture: what stands right of it moves inside.
function fitted(layout, width) {
  if (width >= NARROW) return layout;
  const annotations = (layout.annotations ?? []).map((note) =>
    note.xref === "paper" && note.x === 1 && note.xanchor === "left"
      ? { ...note, xanchor: "right", xshift: 0, yanchor: "bottom" } : note);
  const margin = { ...layout.margin, r: Math.min(layout.margin?.r ?? 24, 24) };
  return { ...layout, annotations, margin, font: { ...layout.font, size: 11 } };
}

// A figure may bring parts per width: the last one that starts at or below the width of the plot is added.
function forWidth(figure, width) {
  const part = (figure.widths ?? []).filter((each) => each.from <= width).at(-1) ?? {};
  return {
    data: [...figure.data, ...(part.data ?? [])], layout: { ...figure.layout, ...part.layout }, height: part.height,
  };
}

export async function draw(element, width = element.clientWidth) {
  const Plotly = await plotly();
  const source = document.getElementById(element.dataset.chart); // the newest: it may have been swapped meanwhile
  if (!source) return;
  const read = JSON.parse(source.textContent);
  const figure = forWidth(read, width);
  figure.layout.separators = document.documentElement.lang === "nl" ? ",." : ".,";
  if (figure.height) element.style.height = `${figure.height}px`;
  const held = element.matches(":hover") ? element._hoverdata?.[0]?.customdata?.[1] : undefined;
  await Plotly.react(element, figure.data, fitted(figure.layout, width), {
    responsive: true,
    displayModeBar: false,
    displaylogo: false,
    ...read.config,
  });
  if (held) hoverAgain(Plotly, element, held);
  element.dataset.drawn = "true";
  element.dispatchEvent(new CustomEvent("fluxus:drawn", { bubbles: true }));
}

// What the pointer rests on keeps its label when the picture is drawn anew.
function hoverAgain(Plotly, element, entry) {
  for (const [curveNumber, trace] of element.data.entries()) {
    const pointNumber = trace.customdata?.findIndex((each) => each[1] === entry) ?? -1;
    if (pointNumber < 0) continue;
    Plotly.Fx.hover(element, [{ curveNumber, pointNumber }], `x${trace.yaxis ?? "y"}`);
    return;
  }
}

// Draws again what is drawn; a drawing that is under way is waited for, so that the newest figure wins.
const drawing = new WeakMap();
export function redraw(element) {
  const next = (drawing.get(element) ?? Promise.resolve()).then(() => draw(element)).catch(() => {});
  drawing.set(element, next);
  return next;
}

// Another figure in the place of the old one (an htmx swap out of band): the same plot shows it at once.
const watched = new WeakSet();
function watch(element) {
  const holder = document.getElementById(element.dataset.chart)?.parentElement;
  if (!holder || watched.has(element)) return;
  watched.add(element);
  const begun = () => element.dataset.drawn || drawing.has(element);
  new MutationObserver(() => begun() && redraw(element)).observe(holder, { childList: true });
  let shown = element.clientWidth;
  new ResizeObserver(() => {
    const width = element.clientWidth;
    if (!width || width === shown || !element.dataset.drawn) return;
    shown = width;
    if (JSON.parse(document.getElementById(element.dataset.chart).textContent).widths) redraw(element);
  }).observe(element);
}

export function drawAll(root) {
  const all = [...root.querySelectorAll("[data-chart]")].filter((each) => !watched.has(each));
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      redraw(entry.target).then(() => drawRest(all, seen));
    }
  }, { rootMargin: "400px" });
  for (const element of all) {
    watch(element);
    seen.observe(element);
  }
}

// Once the library is there the others cost little, and a page that is printed shows them all.
function drawRest(all, seen) {
  for (const element of all.filter((each) => !each.dataset.drawn && each.clientWidth > 0)) {
    seen.unobserve(element);
    redraw(element);
  }
}

// A plot that came with a piece of the page.
document.addEventListener("htmx:afterSettle", () => drawAll(document));

function save(name, href) {
  const link = document.createElement("a");
  link.download = name;
  link.href = href;
  link.click();
}

function quoted(text) {
  // A spreadsheet runs cells that begin with these as formulas.
  const safe = /^[=+@\t\r]/.test(text) || /^-\D/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

document.addEventListener("click", async (event) => {
  const png = event.target.closest("[data-download-png]");
  if (png) {
    const plot = document.querySelector(`[data-chart="${png.dataset.downloadPng}-figure"]`);
    const Plotly = await plotly();
    const height = Math.max(720, plot.clientHeight);
    const layout = { ...plot.layout, annotations: plot.layout.annotations?.filter((note) => note.name !== "date") };
    const image = { data: plot.data, layout };  // a picture that leaves the application bears no date
    save(`${png.dataset.name}.png`, await Plotly.toImage(image, { format: "png", width: 1280, height }));
  }
  const csv = event.target.closest("[data-download-csv]");
  if (csv) {
    const table = document.getElementById(`${csv.dataset.downloadCsv}-table`);
    const lines = [...table.rows].map((row) => [...row.cells].map((cell) => quoted(cell.textContent.trim())).join(";"));
    const file = new Blob(["\ufeff" + lines.join("\r\n")], { type: "text/csv;charset=utf-8" });
    const url = URL.createObjectURL(file);
    save(`${csv.dataset.name}.csv`, url);
    URL.revokeObjectURL(url);
  }
});
