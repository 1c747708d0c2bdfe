// Sortable tables (layouts/components/data_table.py) and fields that search in a table (data-finds around a field holds
// its id). Both last when the table is drawn anew.
(function () {
  const orders = new Map();
  const arranged = new WeakSet();

  const key = (row, column) => {
    const cell = row.cells[column];
    if (cell.dataset.sort !== undefined) return Number(cell.dataset.sort);
    return cell.textContent === "–" ? null : cell.textContent.toLowerCase();
  };

  const compare = (a, b, down) => {
    if (a === null || b === null) return (a === null) - (b === null); // missing values are last in both directions
    return (a < b ? -1 : a > b ? 1 : 0) * (down ? -1 : 1);
  };

  const sort = (table, { column, down }) => {
    const body = table.tBodies[0];
    body.append(...[...body.rows].sort((a, b) => compare(key(a, column), key(b, column), down)));
    for (const cell of table.tHead.rows[0].cells) cell.removeAttribute("aria-sort");
    table.tHead.rows[0].cells[column].setAttribute("aria-sort", down ? "descending" : "ascending");
  };

  const find = (holder) => {
    const words = holder.querySelector("input").value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of document.querySelectorAll(`#${holder.dataset.finds} tbody tr`)) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button.sorter");
    if (!button) return;
    const table = button.closest("table"), id = table.closest("[id]").id, column = button.parentElement.cellIndex;
    const before = orders.get(id);
    const order = { column: column, down: before?.column === column && !before.down };
    orders.set(id, order);
    sort(table, order);
  });

  document.addEventListener("input", (event) => {
    const holder = event.target.closest?.("[data-finds]");
    if (holder) find(holder);
  });

  new MutationObserver(() => {
    for (const table of document.querySelectorAll("table:has(.sorter)")) {
      if (arranged.has(table)) continue;
      arranged.add(table);
      const id = table.closest("[id]").id;
      if (orders.has(id)) sort(table, orders.get(id));
      document.querySelectorAll(`[data-finds="${id}"]`).forEach(find);
    }
  }).observe(document, { childList: true, subtree: true });
})();
