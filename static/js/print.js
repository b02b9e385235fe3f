// The button that opens the browser's print dialog; the picture is drawn at the size of the paper on loading.
document.querySelector("[data-print]").addEventListener("click", () => window.print());
