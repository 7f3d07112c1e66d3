// File inputs: a place to drop, a camera on phones, and (data-resumable, or data-upload) each file sent at once.
import { Line } from "./lines.js";
import { all, announce, csrfToken, element } from "./page.js";

const waiting = new WeakMap();

// Whether a file of the page is still on its way.
export const busy = () => all("[data-drop]").some((zone) => waiting.get(zone));

export function dropZones() {
  // Leaving would cut it: the browser asks first.
  window.addEventListener("beforeunload", (event) => busy() && event.preventDefault());
  // Fields that only script can send: without it they would lose what was chosen.
  for (const field of all("[data-scripted]")) field.hidden = false;
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
      const dropped = event.dataTransfer.files;
      if (!dropped.length) return;
      if (sends(zone)) return sendAll(zone, input, dropped);
      input.files = dropped;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    if (!sends(zone)) continue;
    input.addEventListener("change", () => {
      sendAll(zone, input, [...input.files]);
      // Sent on its own: the form carries only what names it.
      input.value = "";
    });
    if (zone.dataset.camera && matchMedia("(pointer: coarse)").matches) camera(zone, input);
    input.form?.addEventListener("submit", (event) => holdBack(event, zone));
  }
}

const sends = (zone) => zone.dataset.upload || zone.dataset.resumable;

// A second input, since `capture` on the first would leave no way to a file that exists already.
function camera(zone, input) {
  const shot = element("input", { type: "file", accept: "image/*", hidden: true });
  shot.setAttribute("capture", "environment");
  shot.addEventListener("change", () => {
    sendAll(zone, input, [...shot.files]);
    shot.value = "";
  });
  const button = element("button", { type: "button", className: "button button-secondary", textContent: zone.dataset.camera });
  button.addEventListener("click", () => shot.click());
  input.after(button, shot);
}

// A form sent before its files have come would come without them: it goes by itself when they have.
function holdBack(event, zone) {
  if (!waiting.get(zone)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { form } = zone.querySelector("input[type=file]");
  const { submitter } = event;
  announce(zone.dataset.patience);
  zone.addEventListener("sent", () => form.requestSubmit(submitter), { once: true });
}

function count(zone, change) {
  const left = (waiting.get(zone) ?? 0) + change;
  waiting.set(zone, left);
  if (left !== 0) return;
  zone.dispatchEvent(new Event("settled"));
  if (!zone.querySelector(".drop-failed")) zone.dispatchEvent(new Event("sent"));
}

function sendAll(zone, input, files) {
  const list = zone.querySelector(".drop-list");
  if (!input.multiple) list.replaceChildren();
  for (const file of files) {
    const line = new Line(zone, input, list, file, () => count(zone, -1));
    count(zone, +1);
    if (isTooMany(zone, list)) {
      line.failed(zone.dataset.full);
      continue;
    }
    if (!navigator.onLine && kept(line)) continue;
    if (zone.dataset.resumable) resumable(line).catch(() => whole(line));
    else whole(line);
  }
}

const isTooMany = (zone, list) => "most" in zone.dataset && list.querySelectorAll(":scope > li:not(.drop-failed)").length > zone.dataset.most;

// Whether the page keeps it on the device until the network is back (offline.js).
const kept = (line) => !(line.input.form?.dispatchEvent(new CustomEvent("file-unsent", { cancelable: true, detail: line })) ?? true);

async function resumable(line) {
  const { zone, input, file } = line;
  const script = document.querySelector("script[src*='/assets/app.js']").src.replace("app.js", "resumable.js");
  const { begin } = await import(script);
  const upload = begin(file, {
    endpoint: zone.dataset.resumable,
    token: csrfToken(input.form),
    onProgress: (sent, total) => line.progress(sent, total),
    onWaiting: (cut) => {
      line.note.textContent = cut ? zone.dataset.waiting : zone.dataset.busy;
      if (!navigator.onLine && kept(line)) upload.abort();
    },
    onFailed: (title) => line.failed(title),
    onDone: (made) => {
      // A receipt stays the same however often the form is sent; an upload is asked anew what became of it.
      if (zone.dataset.named) line.done(zone.dataset.named, "receipts" in zone.dataset ? made.file.receipt : made.id);
      else line.done(input.name, made.file.file_id);
    },
  });
  line.cancellable(() => upload.abort(true).catch(() => undefined));
}

// In one piece, where the other way cannot be loaded.
function whole(line) {
  const { zone, input, file } = line;
  if (!zone.dataset.upload) return line.failed();
  const request = new XMLHttpRequest();
  request.open("POST", zone.dataset.upload);
  request.setRequestHeader("X-CSRF-Token", csrfToken(input.form));
  request.setRequestHeader("Accept", "application/json");
  request.upload.onprogress = (event) => line.progress(event.loaded, event.total);
  request.onerror = () => line.failed();
  request.onload = () => {
    const answer = parsed(request.responseText);
    if (request.status >= 400) return line.failed(answer.detail ?? answer.title);
    line.done(input.name, answer.value, answer.note);
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
