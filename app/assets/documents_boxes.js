// Which boxes are drawn on the page of a document, and how large the page is. Boxes of words are made when they are asked
// for: a page of a report has some eight hundred.
(function (gv) {
  let wanted = false;

  const box = ([left, top, width, height, text, confidence]) => {
    const span = document.createElement("span");
    span.className = "box box-word";
    span.style.cssText = `left:${left}%;top:${top}%;width:${width}%;height:${height}%`;
    if (confidence === null) span.dataset.tip = `${text}\nIn the file itself`;
    else {
      span.style.setProperty("--doubt", 1 - confidence);
      span.dataset.tip = `${text}\nOCR confidence ${Math.round(100 * confidence)}%`;
    }
    return span;
  };

  const draw = () => {
    const layer = document.querySelector(".page-picture .words");
    const words = wanted ? layer?.dataset.words : undefined;
    if (!layer || layer.drawn === words) return;
    layer.drawn = words;
    layer.replaceChildren(...(words ? JSON.parse(words).map(box) : []));
  };

  // The classes and the style of what holds the page.
  gv.boxes = (shown, zoom) => {
    wanted = (shown || []).includes("words");
    draw();
    return [(shown || []).map((name) => `shows-${name}`).join(" "), { "--zoom": zoom }];
  };

  new MutationObserver(draw).observe(document, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["data-words"],
  });
})((window.gv = window.gv || {}));
