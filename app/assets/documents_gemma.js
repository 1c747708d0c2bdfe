// What Gemma 3 says about a document, while it says it.
(function (gv) {
  const sources = new Map();
  let count = 0;

  const box = (task, part) => document.querySelector(`[data-task="${task}"] .${part}`);
  const look = () => dash_clientside.set_props("documents-gemma-event", { data: ++count });

  const show = (task, data) => {
    const text = box(task, "gemma-text");
    const quotes = box(task, "gemma-quotes");
    if (!text) return;
    quotes.textContent = (data.evidence || [])
      .filter((item) => item.quote)
      .map((item) => `Page ${item.page ?? "…"}: “${item.quote}”`)
      .join("\n");
    text.textContent = data.answer || "Gemma 3 is looking for the words …";
    text.classList.toggle("is-waiting", !data.answer);
  };

  const open = (task) => {
    const source = new EventSource(`/api/tasks/${task}/events`);
    source.addEventListener("partial", (event) => show(task, JSON.parse(event.data)));
    source.addEventListener("progress", (event) => {
      const { done, of } = JSON.parse(event.data);
      const text = box(task, "gemma-text");
      if (text) text.textContent = `Gemma 3 is reading: ${done} of ${of} ${of === 1 ? "page" : "pages"} done`;
    });
    for (const type of ["end", "failed", "cancelled"]) {
      source.addEventListener(type, () => {
        source.close();
        sources.delete(task);
        look();
      });
    }
    return source;
  };

  gv.followModel = (tasks) => {
    for (const [task, source] of sources) {
      if ((tasks || []).includes(task)) continue;
      source.close();
      sources.delete(task);
    }
    for (const task of tasks || []) if (!sources.has(task)) sources.set(task, open(task));
    return sources.size;
  };
})(window.gv = window.gv || {});
