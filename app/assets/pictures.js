// A chart whose layout names a file is saved under that name. In the configuration of the chart the name could not change
// with the view: plotly builds a chart anew when its configuration changes.
document.addEventListener(
  "click",
  (event) => {
    const graph = event.target.closest?.(".modebar-btn")?.closest(".js-plotly-plot");
    const filename = graph?.layout.meta?.filename;
    if (!filename) return;
    event.stopPropagation();
    Plotly.downloadImage(graph, { format: "png", filename, scale: 2 });
  },
  true,
);
