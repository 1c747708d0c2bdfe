// Marks on the page of a document: hits of the search, and the place of an answer.
(function (gv) {
  let found = null; // what the server found: total, hits with page and boxes in percent of the page
  let current = -1;
  let pinned = null; // the place of an answer: page and boxes
  const pressed = {};

  const byId = (name) => document.getElementById(`documents-${name}`);
  const picture = () => document.querySelector(".page-picture");
  const numbers = (boxes) => boxes.map((box) => box.map(Number));

  const html = (boxes, kind) =>
    numbers(boxes)
      .map(([x0, y0, x1, y1]) => {
        const style = `left: ${x0}%; top: ${y0}%; width: ${x1 - x0}%; height: ${y1 - y0}%`;
        return `<span class="mark ${kind}" style="${style}"></span>`;
      })
      .join("");

  const draw = () => {
    const page = Number(picture()?.dataset.number);
    const layer = picture()?.querySelector(".marks");
    if (!layer) return;
    let marks = pinned?.page === page ? html(pinned.boxes, "mark-answer") : "";
    (found?.hits || []).forEach((hit, i) => {
      if (hit.page === page) marks += html(hit.boxes, i === current ? "mark-hit is-current" : "mark-hit");
    });
    if (layer.innerHTML === marks) return;
    layer.innerHTML = marks;
    const wanted = layer.querySelector(".is-current, .mark-answer");
    if (wanted && arriving) wanted.scrollIntoView({ block: "center", behavior: "smooth" });
    if (wanted) arriving = false;
  };
  let arriving = false; // the visitor asked for a place that may stand on another page

  const tell = () => {
    const count = byId("hit-count");
    if (!count) return;
    if (!found) count.textContent = "";
    else if (!found.total) count.textContent = found.complete ? "Not found" : "Not found yet";
    else {
      const at = current < 0 ? "" : `${current + 1} of `;
      const page = current < 0 ? "" : `, page ${found.hits[current].page}`;
      count.textContent = `${at}${found.total.toLocaleString("en")}${found.complete ? "" : " so far"}${page}`;
    }
    for (const name of ["previous-hit", "next-hit"]) byId(name).disabled = !found?.total;
  };

  const turnTo = (page) => {
    arriving = true;
    if (page !== Number(picture()?.dataset.number)) dash_clientside.set_props("documents-page", { active_page: page });
    draw();
  };

  const step = (by, page) => {
    const hits = found?.hits || [];
    if (!hits.length) return;
    if (current >= 0) current = (current + by + hits.length) % hits.length;
    else {
      const next = hits.findIndex((hit) => hit.page >= page);
      current = by > 0 ? Math.max(next, 0) : ((next < 0 ? hits.length : next) - 1 + hits.length) % hits.length;
    }
    turnTo(hits[current].page);
  };

  gv.search = (hits, previous, next, submitted, page) => {
    const changed = (name, value) => {
      const is = value && value !== pressed[name];
      pressed[name] = value;
      return is;
    };
    if (hits !== found) {
      const before = current >= 0 && found?.hits[current];
      found = hits;
      // pages that were read meanwhile add hits, and the visitor stays at theirs
      current = before && hits ? hits.hits.findIndex((hit) => JSON.stringify(hit) === JSON.stringify(before)) : -1;
    }
    if (changed("previous", previous)) step(-1, page);
    if (changed("next", next) || changed("submitted", submitted)) step(1, page);
    tell();
    draw();
    return dash_clientside.no_update;
  };

  document.addEventListener("click", (event) => {
    const answer = event.target.closest?.("[data-mark]");
    if (!answer) return;
    document.querySelectorAll("[data-mark].is-chosen").forEach((other) => other.classList.remove("is-chosen"));
    answer.classList.add("is-chosen");
    pinned = { page: Number(answer.dataset.page), boxes: JSON.parse(answer.dataset.mark) };
    turnTo(pinned.page);
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "f" && byId("search") && document.activeElement !== byId("search")) {
      if (byId("result")?.hidden) return;
      event.preventDefault(); // a second time it is the browser's own search
      byId("search").select();
    }
  });

  new MutationObserver(draw).observe(document, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["data-number"],
  });
})((window.gv = window.gv || {}));
