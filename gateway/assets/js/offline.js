// A form that the network left: what is typed and the photos chosen stay sealed on this device, and go once when it is back.
import { attempted, fieldsIn } from "./autosave.js";
import { OWNER, remember, something } from "./kept.js";
import { all, announce, element } from "./page.js";
import { flush } from "./returning.js";
import { showConflict, showList } from "./told.js";
import { prepare } from "./shell.js";
import * as vault from "./vault.js";

const AGAIN = 5000;
const SAID = "parvis.kept.said";

export async function begin(forms, shell) {
  await vault.tidy();
  for (const form of forms) guard(form);
  if (forms.length) {
    localStorage.setItem(OWNER, forms[0].dataset.keeps);
    prepare().catch(() => undefined);
  }
  say(sessionStorage.getItem(SAID));
  sessionStorage.removeItem(SAID);
  if (shell) await reopen(shell);
  await goOn(shell);
  window.addEventListener("online", () => goOn(shell));
  setInterval(() => document.visibilityState === "visible" && goOn(shell), AGAIN);
}

// Sends what may be sent; a page that shows the state before it is asked for anew.
async function goOn(shell) {
  const { reached, sent, words } = await flush({ always: Boolean(shell) });
  const here = location.pathname;
  const elsewhere = here !== "/hors-connexion";
  const writing = !shell && document.querySelector("form[data-keeps][data-changed]");
  if ((shell && reached && elsewhere) || (sent.some((kept) => kept.place === here) && !writing)) {
    if (sent.length) sessionStorage.setItem(SAID, words.saved);
    return location.reload();
  }
  const own = (await vault.list()).filter((kept) => kept.owner === localStorage.getItem(OWNER));
  if (shell) for (const block of all("[data-when]")) block.hidden = (block.dataset.when === "online") !== reached;
  const list = document.querySelector("[data-kept-list], [data-kept-here]");
  if (list) await showList(list, own.filter((kept) => shell || (kept.place === here && kept.kind === "file")));
  const changed = own.find((kept) => kept.state === "elsewhere" && kept.place === here);
  if (changed && !shell) await showConflict(changed);
}

function say(text) {
  const place = document.querySelector("[data-kept-sent]");
  if (!text || !place) return;
  place.hidden = false;
  announce(text);
}

function guard(form) {
  form.addEventListener("draft-unsent", (event) => {
    event.preventDefault();
    keep(form);
  });
  form.addEventListener("draft-saved", () => forget(form));
  form.addEventListener("draft-elsewhere", (event) => {
    event.preventDefault();
    setAside(form);
  });
  form.addEventListener("file-unsent", (event) => {
    event.preventDefault();
    keepFile(form, event.detail);
  });
  window.addEventListener("offline", () => form.dataset.autosave && keep(form));
  // Going on would lose the page: nothing is on the other side.
  form.addEventListener(
    "submit",
    (event) => {
      if (navigator.onLine && !form.dataset.kept) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (form.dataset.autosave) keep(form);
      else announce(document.querySelector("[data-kept-says]").textContent);
    },
    true,
  );
}

const idOf = (form) => `${form.dataset.keeps} ${form.getAttribute("action")}`;

// The page is asked for anew, once the last letter typed meanwhile is on the device.
async function setAside(form) {
  let seen;
  do {
    seen = JSON.stringify(fieldsIn(form));
    await keep(form, "elsewhere");
  } while (seen !== JSON.stringify(fieldsIn(form)));
  delete form.dataset.changed;
  location.reload();
}

async function keep(form, state = "waiting") {
  const copy = form.cloneNode(true);
  for (const token of all("input[name=csrf_token]", copy)) token.setAttribute("value", "");
  // Written there by script as it went; as text, the policy of our pages refuses it.
  for (const styled of all("[style]", copy)) styled.removeAttribute("style");
  for (const says of all("[data-autosave-says]", copy)) says.textContent = "";
  const { keeps: owner, keepsTitle: title, autosave: address, mark } = form.dataset;
  const told = { title, address, mark, fields: fieldsIn(form), attempts: form.attempts ?? [], form: copy.outerHTML };
  const place = form.getAttribute("action");
  await vault.put({ id: idOf(form), owner, kind: "typed", place, state }, told);
  remember(true);
  form.dataset.kept = "true";
  show(true);
}

async function forget(form) {
  if (!form.dataset.kept) return;
  delete form.dataset.kept;
  await vault.drop(idOf(form));
  remember((await vault.list()).length > 0);
  show(false);
}

async function keepFile(form, line) {
  const { file, zone } = line;
  const id = crypto.randomUUID();
  const { keeps: owner, keepsTitle: title, brings: address } = form.dataset;
  const { name, type, lastModified } = file;
  const told = { title, name, type, lastModified, address, endpoint: zone.dataset.resumable, fields: fieldsIn(form) };
  try {
    await vault.put({ id, owner, kind: "file", place: location.pathname }, told, file);
  } catch {
    return line.failed(document.querySelector("[data-kept-words]").dataset.full);
  }
  remember(true);
  line.kept(document.querySelector("[data-kept-words]").dataset.file, () => vault.drop(id));
  show(true);
}

function show(offline) {
  const place = document.querySelector("[data-kept-says]");
  if (!place || place.hidden === !offline) return;
  place.hidden = !offline;
  if (offline) announce(place.textContent.trim().replace(/\s+/g, " "));
}

// The page that stands in for one that cannot be reached: the step itself, when this device kept it.
async function reopen(shell) {
  const owner = localStorage.getItem(OWNER);
  const kept = (await vault.list()).find((one) => one.owner === owner && one.kind === "typed" && one.place === location.pathname);
  if (!kept) return;
  const { title, form: html, fields, attempts } = await vault.told(kept);
  // Our own page's markup, which nobody could alter without the key: the policy of our pages wants somebody to vouch for it.
  const policy = window.trustedTypes?.createPolicy("parvis-kept", { createHTML: (text) => text });
  const holder = element("div");
  holder.innerHTML = policy ? policy.createHTML(html) : html;
  const form = holder.querySelector("form");
  fill(form, fields);
  // The page that was closed may have sent this much, and never heard of it.
  form.attempts = attempts;
  attempted(form, fields);
  guard(form);
  // Without a pause: whoever leaves the page right away has kept the last letter.
  let keeping = false;
  let typed = false;
  form.addEventListener("input", async () => {
    typed = true;
    if (keeping) return;
    keeping = true;
    try {
      while (typed) {
        typed = false;
        await keep(form);
      }
    } finally {
      keeping = false;
    }
  });
  form.dataset.kept = "true";
  document.querySelector("h1").textContent = document.title = title;
  const instead = shell.closest("[data-without-page]");
  instead.hidden = true;
  instead.after(form);
  show(true);
}

function fill(form, fields) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const field of all("input, textarea, select", form)) {
    const own = values.get(field.name) ?? [];
    if (field.type === "radio" || field.type === "checkbox") field.checked = own.includes(field.value);
    else if (own.length) field.value = own.shift();
  }
}

// Before signing out: sent if it can be, given up only by who says so. The keys go even where nothing waits. The accounts that
// stay signed in beside the one that leaves keep theirs, where the network says which they are.
export async function leave({ everybody, confirmed }) {
  const late = new Promise((done) => setTimeout(done, AGAIN));
  const round = something() ? await Promise.race([flush({ always: true }), late]) : undefined;
  const staying = everybody ? [] : (round?.words.others ?? []);
  const left = (await vault.list()).filter(({ owner }) => !staying.includes(owner));
  if (left.length && !confirmed(left.length)) return false;
  await vault.empty(staying);
  remember((await vault.list()).length > 0);
  if (!staying.includes(localStorage.getItem(OWNER))) localStorage.removeItem(OWNER);
  return true;
}
