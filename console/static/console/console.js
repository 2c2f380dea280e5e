// Draws charts from the specs on the page, and says so when the page could not be refreshed.
(function () {
  "use strict";

  const DARK = { label: "#aab4c0", grid: "#33404f", domain: "#4a5868" };
  const DARKER = { "#24384d": "#c9d6e3", "#efe6cf": "#4d4632", "#efc4bb": "#8a5a51" };

  function forDark(text) {
    for (const light in DARKER) text = text.replaceAll(light, DARKER[light]);
    const spec = JSON.parse(text);
    const config = spec.config || {};
    config.background = "transparent";
    for (const part of ["axis", "legend", "title"]) {
      config[part] = Object.assign({}, config[part], { labelColor: DARK.label, titleColor: DARK.label });
    }
    config.title.color = DARK.label;
    Object.assign(config.axis, { gridColor: DARK.grid, domainColor: DARK.domain, tickColor: DARK.domain });
    spec.config = config;
    return spec;
  }

  function draw(root) {
    if (!window.vegaEmbed) return;
    const dark = document.documentElement.classList.contains("dark");
    root.querySelectorAll("[data-chart]").forEach(function (place) {
      const data = document.getElementById(place.dataset.chart);
      if (!data || place.dataset.drawn === String(dark)) return;
      place.dataset.drawn = String(dark);
      const spec = dark ? forDark(data.textContent) : JSON.parse(data.textContent);
      const options = { actions: false, renderer: "svg", ast: true, logLevel: 1, loader: { http: { credentials: "omit" } } };
      window.vegaEmbed(place, spec, options).catch(function (error) {
        place.textContent = "图表没能画出来，数字见上方。";
        console.error(error);
      });
    });
  }

  function drawAll() {
    // Texts are measured when drawn: the font must be there first.
    const font = document.fonts ? document.fonts.load('11px "Noto Sans SC"', "负") : Promise.resolve();
    font.catch(function () {}).then(function () { draw(document); });
  }

  function stale(is) {
    const note = document.getElementById("yq-stale");
    if (note) note.hidden = !is;
  }

  function ours(event) {
    return event.detail.elt && event.detail.elt.id === "standing";
  }

  document.addEventListener("DOMContentLoaded", function () {
    drawAll();
    new MutationObserver(drawAll).observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });

    document.body.addEventListener("htmx:beforeSwap", function (event) {
      if (event.detail.target.id !== "standing") return;
      const fine = event.detail.xhr.status === 200;
      if (fine && event.detail.serverResponse.includes('id="standing"')) return;
      event.detail.shouldSwap = false;
      if (fine) window.location.reload(); else stale(true);
    });
    document.body.addEventListener("htmx:sendError", function (event) { if (ours(event)) stale(true); });
    document.body.addEventListener("htmx:timeout", function (event) { if (ours(event)) stale(true); });
    document.body.addEventListener("htmx:afterSwap", function () { stale(false); drawAll(); });
  });
})();
