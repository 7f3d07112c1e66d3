// File inputs: a place to drop, the names chosen, and (data-upload) each file sent at once with its progress.
import { all, announce, csrfToken, element } from "./page.js";

export function dropZones() {
  for (const zone of all("[data-drop]")) {
    const input = zone.querySelector("input[type=file]");
    zone.prepend(element("p", { className: "drop-words", textContent: zone.dataset.drop }));
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      zone.classList.add("drop-over");
    });
    zone.addEventListener("dragleave", () => zone.classList.remove("drop-over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("drop-over");
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    if (zone.dataset.upload) input.addEventListener("change", () => sendAll(zone, input));
  }
}

function sendAll(zone, input) {
  const list = zone.querySelector(".drop-list");
  if (!input.multiple) list.replaceChildren();
  for (const file of input.files) send(zone, input, list, file);
  // Sent on its own: the form carries only what names it.
  input.value = "";
}

function send(zone, input, list, file) {
  const bar = element("progress", { max: 100, value: 0 });
  const note = element("span");
  bar.setAttribute("aria-label", file.name);
  const line = element("li", {}, [element("span", { textContent: file.name }), note, bar]);
  list.append(line);

  const request = new XMLHttpRequest();
  request.open("POST", zone.dataset.upload);
  request.setRequestHeader("X-CSRF-Token", csrfToken(input.form));
  request.setRequestHeader("Accept", "application/json");
  request.upload.onprogress = (event) => {
    bar.value = Math.round((100 * event.loaded) / event.total);
    note.textContent = zone.dataset.sending.replace("{percent}", bar.value);
  };
  const failed = (title) => {
    bar.remove();
    note.textContent = title || zone.dataset.failed;
    line.classList.add("drop-failed");
    announce(`${file.name} : ${note.textContent}`);
  };
  request.onerror = () => failed();
  request.onload = () => {
    const answer = parsed(request.responseText);
    if (request.status >= 400) return failed(answer.detail ?? answer.title);
    bar.remove();
    note.textContent = answer.note ?? zone.dataset.sent;
    if (answer.value !== undefined) line.append(element("input", { type: "hidden", name: input.name, value: answer.value }));
    input.required = false;
    announce(`${file.name} : ${note.textContent}`);
    zone.dispatchEvent(new CustomEvent("change", { bubbles: true }));
  };
  const body = new FormData();
  body.append("file", file);
  request.send(body);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
