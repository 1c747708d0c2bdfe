// Drop zones: each raw file in a request of its own, with its progress; base64 through a callback takes five times as long.
//
// A `.drop-zone` says by its data attributes what to do: `url` takes the file (/api/documents unless it says otherwise),
// `accept` and `max-bytes` say what may be chosen, `advice` what to do with a file that is too large, `label` names the
// input; the answer to a file goes into the store `uploaded`, progress and refusals into the element `list`, and
// refusals that name problems by place into the store `refused`, where there is one. A label with `camera-for` opens the
// camera of a phone for the zone of that id.
(function () {
  const line = (zone, file) => {
    const entry = document.createElement("div");
    entry.className = "upload";
    entry.innerHTML = '<span></span><progress max="1" value="0"></progress>';
    entry.firstChild.textContent = `${file.name}: waiting`;
    entry.lastChild.setAttribute("aria-label", `Sending ${file.name}`);
    document.getElementById(zone.dataset.list).append(entry);
    return entry;
  };

  const refuse = (entry, message) => {
    entry.classList.add("upload-failed");
    entry.textContent = "Not accepted: " + message;
    entry.setAttribute("role", "alert");
  };

  // Resolves to the answer that named problems by place, else to nothing.
  const send = (zone, file, entry) =>
    new Promise((resolve) => {
      const limit = Number(zone.dataset.maxBytes);
      if (file.size > limit) {
        const advice = zone.dataset.advice || "Split it or reduce its images.";
        refuse(entry, `${file.name} is larger than the limit of ${limit / 1e6} MB. ${advice}`);
        return resolve();
      }
      const request = new XMLHttpRequest();
      request.open("POST", `${zone.dataset.url || "/api/documents"}?name=${encodeURIComponent(file.name)}`);
      request.upload.onprogress = (event) => {
        entry.firstChild.textContent = `${file.name}: ${Math.round((100 * event.loaded) / event.total)} %`;
        entry.lastChild.value = event.loaded / event.total;
      };
      request.onload = () => {
        let answer = { message: `${file.name}: the server answered ${request.status}. Try again.` };
        if (request.getResponseHeader("Content-Type")?.startsWith("application/json")) {
          answer = JSON.parse(request.response);
        }
        if (request.status === 201) {
          entry.remove();
          dash_clientside.set_props(zone.dataset.uploaded, { data: answer });
        } else {
          refuse(entry, answer.message);
        }
        resolve(answer.problems?.length ? { name: file.name, ...answer } : undefined);
      };
      request.onerror = () => {
        refuse(entry, `${file.name} could not be sent: the connection broke. Try again.`);
        resolve();
      };
      request.send(file);
    });

  const upload = async (zone, files) => {
    const tell = (refused) => {
      if (zone.dataset.refused) dash_clientside.set_props(zone.dataset.refused, { data: refused });
    };
    document.getElementById(zone.dataset.list).replaceChildren();
    tell([]);
    const refused = [];
    const entries = files.map((file) => line(zone, file));
    for (const [i, file] of files.entries()) refused.push(await send(zone, file, entries[i]));
    tell(refused.filter(Boolean));
  };

  const mount = (zone) => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.accept = zone.dataset.accept;
    input.setAttribute("aria-label", zone.dataset.label || "Choose documents to analyse");
    input.addEventListener("change", async () => {
      await upload(zone, [...input.files]);
      input.value = ""; // the same file can be chosen again
    });
    zone.append(input);
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
    zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("is-over");
      upload(zone, [...event.dataTransfer.files]);
    });
  };

  const mountCamera = (label) => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = "image/*";
    input.capture = "environment";
    input.className = "visually-hidden";
    input.addEventListener("change", async () => {
      await upload(document.getElementById(label.dataset.cameraFor), [...input.files]);
      input.value = "";
    });
    label.append(input);
  };

  const zones = () => document.querySelectorAll(".drop-zone:not([data-mounted])");
  new MutationObserver(() => {
    for (const zone of zones()) {
      zone.dataset.mounted = "1";
      mount(zone);
    }
    for (const label of document.querySelectorAll("[data-camera-for]:not([data-mounted])")) {
      label.dataset.mounted = "1";
      mountCamera(label);
    }
  }).observe(document, { childList: true, subtree: true });

  document.addEventListener("paste", (event) => {
    const zone = document.querySelector(".drop-zone");
    const files = [...(event.clipboardData?.files || [])];
    if (zone && files.length) upload(zone, files);
  });
})();
