// Draws the figure that stands in the page as JSON, follows light and dark, and moves along the time axis.
"use strict";
const chart = document.getElementById("chart");
const { data, layout } = JSON.parse(document.getElementById("figure").textContent);
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const [first, last] = layout.xaxis.range.map((moment) => Date.parse(moment.replace(" ", "T") + "Z"));

function colours() {
  const ink = dark.matches ? "#e4e9ec" : "#1c2226";
  const line = dark.matches ? "#3a444b" : "#d5dbdf";
  return {
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", "font.color": ink,
    "xaxis.gridcolor": line, "yaxis.gridcolor": line, "xaxis.rangeslider.bordercolor": line,
    "xaxis.rangeslider.borderwidth": 1, "hoverlabel.align": "left",
  };
}

function shown() {
  return chart.layout.xaxis.range.map((moment) =>
    typeof moment === "number" ? moment : Date.parse(moment.replace(" ", "T") + "Z"));
}

function show(begin, length) {
  const wide = Math.min(length, last - first);
  const from = Math.max(first, Math.min(begin, last - wide));
  const range = [from, from + wide].map((ms) => new Date(ms).toISOString().replace("T", " ").replace("Z", ""));
  Plotly.relayout(chart, { "xaxis.range": range });
}

document.addEventListener("click", (event) => {
  const { at, length, zoom } = event.target.dataset;
  if (at !== undefined) {
    show(Number(at) - 2000, 20000);
    chart.scrollIntoView({ block: "nearest" });
  } else if (length !== undefined) {
    show(Number(length) ? shown()[0] : first, Number(length) || last - first);
  } else if (zoom !== undefined) {
    const [from, to] = shown();
    const wide = Math.max(1000, (to - from) * Number(zoom));
    show((from + to - wide) / 2, wide);
  }
});

Plotly.newPlot(chart, data, layout, {
  responsive: true, scrollZoom: true, displaylogo: false, displayModeBar: false, plotlyServerURL: "",
}).then(() => {
  Plotly.relayout(chart, colours());
  dark.addEventListener("change", () => Plotly.relayout(chart, colours()));
});
