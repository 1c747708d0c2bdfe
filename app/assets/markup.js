// Puts the HTML of a component's data-html attribute into it (layouts/components/markup.py, which escapes it).
(function () {
  const shown = new WeakMap();
  new MutationObserver(() => {
    for (const holder of document.querySelectorAll("[data-html]")) {
      if (shown.get(holder) === holder.dataset.html) continue;
      shown.set(holder, holder.dataset.html);
      holder.innerHTML = holder.dataset.html;
    }
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-html"] });
})();
