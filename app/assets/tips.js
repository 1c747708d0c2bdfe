// One tooltip for the whole page: anything with data-tip explains itself on hover and on keyboard focus.
(function () {
  const tip = document.createElement("div");
  tip.id = "gv-tip";
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("role", "tooltip");
  document.addEventListener("DOMContentLoaded", () => document.body.append(tip));

  let owner = null;

  const show = (element, x, y) => {
    if (owner !== element) {
      hide();
      owner = element;
      owner.setAttribute("aria-describedby", tip.id);
      tip.textContent = element.dataset.tip;
      tip.hidden = false;
    }
    const box = tip.getBoundingClientRect();
    tip.style.left = Math.max(8, Math.min(x + 14, innerWidth - box.width - 8)) + "px";
    tip.style.top = (y + 18 + box.height > innerHeight ? y - box.height - 10 : y + 18) + "px";
  };

  const hide = () => {
    owner?.removeAttribute("aria-describedby");
    owner = null;
    tip.hidden = true;
  };

  const tipped = (event) => event.target.closest?.("[data-tip]");

  const pointer = { x: -1, y: -1 };
  const showUnderPointer = () => {
    const element = document.elementFromPoint(pointer.x, pointer.y)?.closest("[data-tip]");
    if (element) show(element, pointer.x, pointer.y);
    else hide();
  };
  document.addEventListener("mousemove", (event) => {
    pointer.x = event.clientX;
    pointer.y = event.clientY;
    showUnderPointer();
  });
  const showFocused = (element) => {
    const box = element.getBoundingClientRect();
    show(element, box.left, box.bottom - 10);
  };
  document.addEventListener("focusin", (event) => {
    const element = tipped(event);
    if (element && element.matches(":focus-visible")) showFocused(element);
  });
  document.addEventListener("focusout", hide);
  // moving the focus may scroll, and the tooltip goes along; under a resting mouse stands something else then
  const scrolled = () => {
    if (owner && owner === document.activeElement) showFocused(owner);
    else showUnderPointer();
  };
  document.addEventListener("scroll", scrolled, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
})();
