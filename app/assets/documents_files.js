// Files of a document: copying what an address answers, having a file made, and pictures that come late.
(function () {
  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // browsers give the clipboard to pages over https and on localhost alone; this works on plain http too
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (!copied) throw new Error("the browser did not copy");
  };

  const say = (button, text) => {
    button.dataset.label ??= button.textContent;
    button.textContent = text;
    clearTimeout(button.back);
    button.back = setTimeout(() => (button.textContent = button.dataset.label), 2500);
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    try {
      const reply = await fetch(button.dataset.copy);
      if (!reply.ok) throw new Error(`the server answered ${reply.status}`);
      await copy(await reply.text());
      say(button, "Copied");
    } catch (error) {
      console.warn("Not copied.", error);
      say(button, "Not copied");
    }
  });

  // ---- a file that a worker makes: asked for until it is there ----

  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-make]");
    if (!button || button.disabled) return;
    const note = button.parentElement.querySelector(".made-note");
    button.disabled = true;
    note.textContent = "Being made …";
    try {
      for (;;) {
        const reply = await fetch(button.dataset.make.replace(/\.pdf$/, ""), { method: "POST" });
        if (reply.status === 200) break;
        if (reply.status !== 202) throw new Error((await reply.json()).message);
        await pause(1000);
      }
      note.textContent = "Made; the download begins.";
      location.assign(button.dataset.make);
    } catch (error) {
      note.textContent = `Not made: ${error.message}`;
    } finally {
      button.disabled = false;
    }
  });

  // ---- the picture of a page may not be drawn yet, for want of a worker ----

  document.addEventListener(
    "error",
    (event) => {
      const picture = event.target;
      if (!picture.matches?.(".page-picture img")) return;
      const address = picture.src.replace(/[?&]again=\d+/, "");
      picture.parentElement.classList.add("is-late");
      setTimeout(() => {
        // the visitor may have turned the page meanwhile
        if (picture.isConnected && picture.src.replace(/[?&]again=\d+/, "") === address) {
          picture.src = `${address}?again=${Date.now()}`;
        }
      }, 3000);
    },
    true,
  );
  document.addEventListener(
    "load",
    (event) => {
      if (event.target.matches?.(".page-picture img")) event.target.parentElement.classList.remove("is-late");
    },
    true,
  );
})();
