// The network is back: whose drafts may go is asked first, then each goes once, one tab at a time.
import { send, sendDraft } from "./autosave.js";
import { remember, something } from "./kept.js";
import { all, announce, element } from "./page.js";
import * as vault from "./vault.js";

const FINAL = [400, 404, 410, 413, 415, 422];
let running;

export function flush({ always = false } = {}) {
  if (!always && !something()) return Promise.resolve({ reached: navigator.onLine, sent: [], words: {} });
  running ??= navigator.locks.request("parvis-kept", round).finally(() => (running = undefined));
  return running;
}

async function round() {
  const words = await fetch("/hors-connexion/etat", { headers: { accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
  if (!words) return { reached: false, sent: [], words: {} };
  await forgetStrangers(words);
  const sent = [];
  for (const kept of await vault.list()) {
    if (!words.mine.includes(kept.owner) || kept.state !== "waiting" || isOpen(kept)) continue;
    const state = await (kept.kind === "file" ? bring(kept, words.token) : write(kept, words.token)).catch(() => "waiting");
    if (state === "waiting") break;
    if (state === "sent") {
      await vault.drop(kept.id);
      sent.push(kept);
    }
  }
  remember((await vault.list()).length > 0);
  return { reached: true, sent, words };
}

// Somebody else is signed in, or a session was ended: what is not theirs, nor of an account that waits beside, goes.
// Otherwise it waits for its owner.
async function forgetStrangers({ mine, others, forget, waiting }) {
  const strangers = (await vault.list()).filter(({ owner }) => !mine.includes(owner) && !others.includes(owner));
  if (!strangers.length) return;
  if (!forget) return banner(waiting);
  for (const owner of new Set(strangers.map((kept) => kept.owner))) await vault.wipe(owner);
}

function banner(text) {
  if (document.querySelector("[data-kept-waiting]")) return;
  const link = element("a", { href: "/connexion", textContent: text });
  const notice = element("p", { className: "notice notice-info" }, [link]);
  notice.dataset.keptWaiting = "";
  document.getElementById("contenu")?.prepend(notice);
  announce(text);
}

// A form that is being written sends itself.
const isOpen = (kept) => all("form[data-keeps][data-changed]").some((form) => form.getAttribute("action") === kept.place && form.dataset.autosave && form.querySelector("input[name=csrf_token]")?.value);

async function write(kept, token) {
  const told = await vault.told(kept);
  const how = { token, mark: told.mark, attempts: told.attempts };
  const answer = await sendDraft(told.address, new URLSearchParams(told.fields), how);
  if (answer.ok) return "sent";
  if (answer.status === 409) return (await vault.change(kept, { state: "elsewhere" })) && "elsewhere";
  return refused(kept, told, answer);
}

async function bring(kept, token) {
  let told = await vault.told(kept);
  if (!told.upload) {
    const file = new File([await vault.bytesOf(kept)], told.name, { type: told.type, lastModified: told.lastModified });
    const { id, title } = await sent(file, told.endpoint, token);
    if (title) return settle(kept, told, title);
    told = { ...told, upload: id };
    // Before it is joined: a page closed now asks for the same upload again, and the dossier has it once.
    await vault.change(kept, { told });
  }
  const answer = await send(told.address, new URLSearchParams([...told.fields, ["envois", told.upload]]), { token });
  return answer.ok ? "sent" : refused(kept, told, answer);
}

async function sent(file, endpoint, token) {
  const script = document.querySelector("script[src*='/assets/app.js']").src.replace("app.js", "resumable.js");
  const { begin } = await import(script);
  return new Promise((done, lost) => {
    const upload = begin(file, {
      endpoint,
      token,
      onProgress: () => undefined,
      // Lost again on the way: the next round goes on from where it stopped.
      onWaiting: () => {
        upload.abort();
        lost(new Error("offline"));
      },
      onDone: ({ id }) => done({ id }),
      onFailed: (title) => done({ title: title ?? "?" }),
    });
  });
}

async function refused(kept, told, answer) {
  if (!FINAL.includes(answer.status)) return "waiting";
  const problem = await answer.json().catch(() => ({}));
  return settle(kept, told, problem.detail ?? problem.title ?? String(answer.status));
}

async function settle(kept, told, reason) {
  await vault.change(kept, { told: { ...told, reason }, state: "refused" });
  return "refused";
}
