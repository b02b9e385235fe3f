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

export async function draw(element) {
  const figure = JSON.parse(document.getElementById(element.dataset.chart).textContent);
  const Plotly = await plotly();
  const language = document.documentElement.lang;
  figure.layout.separators = language === "nl" ? ",." : ".,";
  await Plotly.react(element, figure.data, fitted(figure.layout, element.clientWidth), {
    responsive: true,
    displayModeBar: false,
    displaylogo: false,
    ...figure.config,
  });
  element.dataset.drawn = "true";
}

export function drawAll(root) {
  const all = [...root.querySelectorAll("[data-chart]")];
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      draw(entry.target).then(() => drawRest(all, seen));
    }
  }, { rootMargin: "400px" });
  for (const element of all) seen.observe(element);
}

// Once the library is there the others cost little, and a page that is printed shows them all.
function drawRest(all, seen) {
  for (const element of all.filter((each) => !each.dataset.drawn && each.clientWidth > 0)) {
    seen.unobserve(element);
    draw(element);
  }
}

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
    save(`${png.dataset.name}.png`, await Plotly.toImage(plot, { format: "png", width: 1280, height: 720 }));
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
