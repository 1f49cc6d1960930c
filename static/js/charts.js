// Draws each <figure data-chart="id of a JSON script"> with Vega-Lite; the table beside it is there without this.
"use strict";

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// Colours of a spec may be written as tokens ("var(--accepted)"), so that one spec serves both themes.
const inTheme = (spec) => JSON.parse(JSON.stringify(spec).replace(/var\((--[\w-]+)\)/g, (whole, name) => token(name) || whole));

const config = (narrow) => ({
  background: null,
  font: "Be Vietnam Pro",
  view: { stroke: null },
  axis: {
    aria: false, labelColor: token("--ink"), titleColor: token("--ink-2"), labelFontSize: 13, titleFontSize: 13, titleFontWeight: 400,
    domainColor: token("--line-strong"), tickColor: token("--line-strong"), gridColor: token("--line"), labelLimit: narrow ? 150 : 260,
  },
  legend: { aria: false, columns: narrow ? 2 : 0, labelColor: token("--ink"), titleColor: token("--ink-2"), labelFontSize: 13, titleFontSize: 13 },
  title: { color: token("--ink") },
});

const options = {
  ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: { disableDefaultStyle: true },
};

// On a phone names stand in two lines: cut after a few words, “Khối thi đua các trường …” would be three different clusters.
function inTwoLines(label) {
  const words = String(label).split(" ");
  const lines = words.slice(1).map((_word, n) => [words.slice(0, n + 1).join(" "), words.slice(n + 1).join(" ")]);
  const longest = (pair) => Math.max(...pair.map((line) => line.length));
  return label.length <= 18 || !lines.length ? [label] : lines.reduce((best, pair) => (longest(pair) < longest(best) ? pair : best));
}

function forNarrow(spec) {
  const y = spec.encoding && spec.encoding.y;
  if (!y || y.type !== "nominal" || y.field !== "label") return spec;
  const lines = Object.fromEntries(y.sort.map((label) => [label, inTwoLines(label)]));
  const axis = { labelExpr: `(${JSON.stringify(lines)})[datum.label]`, labelFontSize: 12, labelLineHeight: 14 };
  return { ...spec, height: y.sort.length * 36, encoding: { ...spec.encoding, y: { ...y, axis } } };
}

async function draw(figure) {
  const source = document.getElementById(figure.dataset.chart);
  const picture = figure.querySelector(".chart__picture");
  picture.hidden = false;
  try {
    await document.fonts.ready;
    const narrow = picture.clientWidth < 480;
    const spec = inTheme(JSON.parse(source.textContent));
    const { view } = await window.vegaEmbed(picture, narrow ? forNarrow(spec) : spec, { ...options, config: config(narrow) });
    view.addEventListener("click", (event, item) => {
      const url = item && item.datum && item.datum.url;
      if (url && url.startsWith("/")) window.location.assign(url);
    });
    figure.dataset.ready = "true";
  } catch (error) {
    picture.hidden = true;
    figure.querySelector("details").open = true;
    figure.dataset.ready = "failed";
    console.error(error);
  }
}

const drawAll = () => document.querySelectorAll("figure[data-chart]").forEach(draw);
drawAll();
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
