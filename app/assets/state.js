// Routing and state of the pages: the URL shows it, local storage keeps it, the server renders it.
window.gv = window.gv || {};

(function (gv) {
  const KEY = "gv-state";
  const shown = { path: null, search: null };

  const stored = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch (error) {
      console.warn("The kept state could not be read and starts anew.", error);
      return {};
    }
  };

  // Tells the server which page to render. Changes of the address that a control made itself need no new page.
  gv.route = (pathname, search) => {
    const path = pathname.length > 1 ? pathname.replace(/\/+$/, "") : pathname;
    if (shown.path === path && shown.search === search) return dash_clientside.no_update;
    if (shown.path !== path) window.scrollTo(0, 0);
    shown.path = path;
    shown.search = search;
    const link = document.querySelector(`.sidebar a[href="${CSS.escape(path)}"]`);
    document.title = (link ? link.textContent + " · " : "") + "GemmaVision QuantAdvisor";
    return { path: path, search: search || "", stored: stored()[path] || {} };
  };

  const text = (value) =>
    Array.isArray(value) ? value.join(",") : typeof value === "boolean" ? String(Number(value)) : String(value ?? "");

  // Writes the values of a page's controls into local storage, and into the address those that are not the default. The
  // first one is always named there: an address that names a control stands for the whole view.
  gv.remember = (path, names, defaults, values) => {
    if (shown.path !== path) return dash_clientside.no_update;
    const all = stored();
    all[path] = Object.fromEntries(names.map((name, i) => [name, values[i]]));
    localStorage.setItem(KEY, JSON.stringify(all));
    const named = names.map((name, i) => [name, text(values[i])]);
    const search = "?" + new URLSearchParams(named.filter(([, value], i) => i === 0 || value !== text(defaults[i])));
    if (search === shown.search) return dash_clientside.no_update;
    shown.search = search;
    // replaced and not pushed: the back button leaves the page, it does not undo single choices
    history.replaceState(history.state, "", path + search);
    return search;
  };

  // Follows the system unless the visitor chose; the early script in the page's head reads the same key.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const paint = (theme) =>
    document.documentElement.setAttribute(
      "data-bs-theme",
      theme === "dark" || (theme === "auto" && dark.matches) ? "dark" : "light",
    );
  dark.addEventListener("change", () => paint(localStorage.getItem("gv-theme") || "auto"));
  let begun = false;
  gv.theme = (theme) => {
    if (!begun) {
      begun = true;
      return localStorage.getItem("gv-theme") || "auto";
    }
    localStorage.setItem("gv-theme", theme);
    paint(theme);
    return dash_clientside.no_update;
  };

  // On a phone the navigation opens with the menu button and closes when a page was chosen.
  gv.menu = () => {
    const menu = dash_clientside.callback_context.triggered_id === "shell-menu";
    const sidebar = document.getElementById("shell-sidebar");
    const open = menu && !sidebar.classList.contains("is-open");
    document.getElementById("shell-menu").setAttribute("aria-expanded", String(open));
    return open ? "sidebar is-open" : "sidebar";
  };
})(window.gv);
