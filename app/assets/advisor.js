// Deployment Advisor: sliders beside numbers, prices by card, and one question at a time.
window.gv = window.gv || {};

(function (gv) {
  const PATIENCE = 3000; // ms after which an answer is taken for lost
  const asked = { since: 0, busy: false, latest: null, waiting: false };

  const triggered = (suffix) => (dash_clientside.callback_context.triggered_id || "").endsWith(suffix);

  // A slider runs over the given values; the number beside it may be anything.
  gv.slide = (stops, number, place) => {
    const none = dash_clientside.no_update;
    if (triggered("-range")) return [stops[Number(place)], none];
    if (typeof number !== "number") return [none, none];
    const distance = (stop) => Math.abs(Math.log(stop + 1) - Math.log(number + 1));
    return [none, String(stops.reduce((best, stop, i) => (distance(stop) < distance(stops[best]) ? i : best), 0))];
  };

  // Entered prices as "card:price", without those that are as listed.
  document.addEventListener("input", (event) => {
    const store = event.target.dataset?.price;
    if (!store) return;
    const own = [...document.querySelectorAll(`[data-price="${store}"]`)]
      .filter((field) => field.value !== "" && field.value !== field.dataset.listed)
      .map((field) => `${field.dataset.card}:${field.value}`);
    dash_clientside.set_props(store, { data: own });
  });

  // While a question is out, the newest one waits: a dragged slider asks as fast as answers come, and never faster.
  gv.ask = (...values) => {
    asked.latest = values;
    if (asked.busy && Date.now() - asked.since < PATIENCE) {
      asked.waiting = true;
      return dash_clientside.no_update;
    }
    asked.busy = true;
    asked.since = Date.now();
    return values;
  };

  // The rest of the page follows when no newer question waits.
  gv.answered = (question, values) => {
    if (asked.waiting) {
      asked.waiting = false;
      asked.since = Date.now();
      dash_clientside.set_props(question, { data: asked.latest });
      return dash_clientside.no_update;
    }
    asked.busy = false;
    return values;
  };
})(window.gv);
