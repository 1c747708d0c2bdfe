// Document Understanding in the browser: progress stream, and places on the page.
(function (gv) {
  // ---- progress: the job's event stream tells the page when to look again ----

  let source = null;
  let followed = null;
  let count = 0;
  let due = null;

  // several pages may be done at once; the page looks again at most every 150 ms
  const look = () => {
    due ??= setTimeout(() => {
      due = null;
      dash_clientside.set_props("documents-event", { data: ++count });
    }, 150);
  };
  const notice = (text) => dash_clientside.set_props("documents-connection", { children: text });
  const close = () => {
    source?.close();
    source = followed = null;
  };

  gv.follow = (job) => {
    if (!job || !job.active) {
      close();
      return "";
    }
    if (followed === job.id) return dash_clientside.no_update;
    close();
    followed = job.id;
    source = new EventSource(`/api/jobs/${job.id}/events`);
    source.onopen = () => notice("");
    // the server ends every stream after a while and the browser comes back by itself: that is no news
    source.onerror = () =>
      setTimeout(() => {
        if (source?.readyState !== EventSource.CONNECTING) return;
        notice("The connection to the server broke. The analysis goes on; the page is trying again.");
      }, 2000);
    for (const type of ["start", "page"]) {
      source.addEventListener(type, () => {
        notice("");
        look();
      });
    }
    source.addEventListener("trouble", () => {
      notice("The queue (Redis) does not answer. The document and what was read of it are safe; the page is trying again.");
      look();
    });
    for (const type of ["end", "failed", "cancelled"]) {
      source.addEventListener(type, () => {
        close();
        notice("");
        look();
      });
    }
    return "";
  };

  // ---- places: what names a place lights it up ----

  const dim = () => document.querySelectorAll(".box.is-lit").forEach((box) => box.classList.remove("is-lit"));
  const light = (name) => {
    dim();
    const box = document.querySelector(`.box[data-place="${CSS.escape(name)}"]`);
    box?.classList.add("is-lit");
    if (box) bringInto(box.closest(".page-scroll"), box);
    return box;
  };
  // an enlarged page moves under its frame, the rest of the window stays where it is
  const bringInto = (frame, box) => {
    const outer = frame.getBoundingClientRect(), inner = box.getBoundingClientRect();
    if (inner.left < outer.left || inner.right > outer.right) {
      frame.scrollLeft += (inner.left + inner.right - outer.left - outer.right) / 2;
    }
    if (inner.top < outer.top || inner.bottom > outer.bottom) {
      frame.scrollTop += (inner.top + inner.bottom - outer.top - outer.bottom) / 2;
    }
  };
  const inSight = (box) => {
    const { left, top, right, bottom } = box.getBoundingClientRect();
    return [[left, top], [right, bottom]].every(([x, y]) => document.elementFromPoint(x, y)?.closest(".page-picture"));
  };

  // what comes to lie under a pointer that rests, because the page changed or scrolled, was not pointed at
  let pointer = null;
  document.addEventListener("mousemove", (event) => (pointer = event));
  const moved = (event) => event.screenX !== pointer?.screenX || event.screenY !== pointer.screenY;
  document.addEventListener("mouseover", (event) => {
    const named = event.target.closest?.("[data-for]");
    if (named && moved(event)) light(named.dataset.for);
  });
  document.addEventListener("mouseout", (event) => {
    if (event.target.closest?.("[data-for]") && moved(event)) dim();
  });
  document.addEventListener("focusin", (event) => {
    const named = event.target.closest("[data-for]");
    if (named) light(named.dataset.for);
  });
  document.addEventListener("focusout", dim);
  document.addEventListener("click", (event) => {
    const turner = event.target.closest?.("[data-page]");
    if (!turner) return;
    if (turner.dataset.mark) return; // an answer, which documents_search.js shows
    if (!getSelection().isCollapsed && turner.matches("tr, td, th")) return; // text was chosen, to be copied
    dash_clientside.set_props("documents-page", { active_page: Number(turner.dataset.page) });
    if (!turner.dataset.for) return;
    // the page may have to be fetched first
    const found = () => document.querySelector(`.box[data-place="${CSS.escape(turner.dataset.for)}"]`);
    const show = () => {
      const box = light(turner.dataset.for);
      // a cell of a table over several pages: the table now begins elsewhere
      const row = document.querySelector(`.view-content [data-for="${CSS.escape(turner.dataset.for)}"]`);
      row?.scrollIntoView({ block: "nearest" });
      if (!inSight(box)) box.scrollIntoView({ block: "center", behavior: "smooth" });
    };
    if (found()) return show();
    const waiting = new MutationObserver(() => {
      if (!found()) return;
      waiting.disconnect();
      show();
    });
    waiting.observe(document.getElementById("documents-page-view"), { childList: true, subtree: true });
    setTimeout(() => waiting.disconnect(), 5000);
  });

  // ---- lines and cells: one of them is in the tab order, the arrow keys lead to the others ----

  const STEPS = { ArrowDown: "down", ArrowUp: "up", ArrowRight: "right", ArrowLeft: "left" };
  const next = (item, direction, items) => {
    const cell = item.closest("td, th");
    if (!cell) return items[items.indexOf(item) + ({ down: 1, up: -1 }[direction] || 0)];
    if (direction === "right") return cell.nextElementSibling;
    if (direction === "left") return cell.previousElementSibling;
    const rows = [...cell.closest("table").rows].filter((row) => !row.matches(".part-row"));
    return rows[rows.indexOf(cell.parentElement) + (direction === "down" ? 1 : -1)]?.cells[cell.cellIndex];
  };
  document.addEventListener("keydown", (event) => {
    const walk = event.target.closest?.("[data-walk]");
    if (!walk || !STEPS[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
    const items = [...walk.querySelectorAll(walk.dataset.walk)];
    if (!items.includes(event.target)) return;
    const to = next(event.target, STEPS[event.key], items);
    if (!to || to === event.target) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  });
})(window.gv = window.gv || {});
