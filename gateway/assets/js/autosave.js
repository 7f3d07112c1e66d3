// Nothing typed is lost: a form marked data-autosave is sent to that address a moment after one stops typing.
import { all, csrfToken, hour, words } from "./page.js";

const PAUSE = 800;
const RETRY = 5000;

export function autosave() {
  for (const form of all("form[data-autosave]")) watch(form);
}

// What a draft keeps of a form: no file, and never a secret.
export function typedIn(form) {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  for (const secret of all("input[autocomplete$=password]", form)) body.delete(secret.name);
  return body;
}

export const fieldsIn = (form) => [...typedIn(form)].filter(([name]) => name !== "csrf_token");

// A page that shows the questions of `data-questions` hears which ones would be asked now (questions.js).
const ASKED = "parvis-questions";

// `data-mark` says which state of the step the page shows: a step changed elsewhere meanwhile is not written over.
export function send(address, body, { token, mark, questions, ...more }) {
  const headers = { "X-CSRF-Token": token, Accept: "application/json" };
  if (mark) headers["If-Match"] = `"${mark}"`;
  if (questions) headers[ASKED] = questions;
  return fetch(address, { method: "POST", body: new URLSearchParams(body), headers, ...more });
}

// An answer that was lost on its way back leaves its own trace in the step: what was tried before is asked about, and counts as seen.
export async function sendDraft(address, body, { mark, attempts = [], ...how }) {
  const answer = await send(address, body, { mark, ...how });
  if (answer.status !== 409) return answer;
  for (const attempt of attempts) {
    const asked = await send(address, new URLSearchParams(attempt), { mark, ...how });
    if (asked.ok) return send(address, body, { mark: markIn(asked), ...how });
  }
  return answer;
}

const ATTEMPTS = 3;
export const attempted = (form, fields) => (form.attempts = [fields, ...(form.attempts ?? [])].slice(0, ATTEMPTS));

export const markIn = (answer) => answer.headers.get("etag")?.replace(/^W\/|"/g, "");

export function watch(form) {
  const says = form.querySelector("[data-autosave-says]");
  let timer;
  let sending = Promise.resolve();
  let leaving;

  // True when the page keeps what is typed by itself (offline.js).
  const tell = (name) => !form.dispatchEvent(new CustomEvent(name, { cancelable: true }));
  const save = async () => {
    if (form.dataset.sent) return;
    const body = typedIn(form);
    leaving = new AbortController();
    try {
      const { autosave: address, mark, questions } = form.dataset;
      const how = { token: csrfToken(form), keepalive: true, questions, signal: leaving.signal };
      let answer = await sendDraft(address, body, { mark, attempts: form.attempts, ...how });
      if (answer.status === 409 || answer.status === 410) {
        if (tell("draft-elsewhere")) return;
        // Nowhere to keep two states apart: the newer one stays, as the form itself would have it.
        answer = await send(address, body, how);
      }
      if (answer.status === 401) {
        says.textContent = (await answer.json()).title;
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      if (mark) form.dataset.mark = markIn(answer) ?? mark;
      says.textContent = words.saved.replace("{time}", hour());
      delete form.dataset.changed;
      form.attempts = [];
      tell("draft-saved");
      if (questions && ![null, questions].includes(answer.headers.get(ASKED))) tell("questions-changed");
    } catch (error) {
      if (form.dataset.sent) return;
      says.textContent = words.notSaved;
      timer = setTimeout(queue, RETRY);
      // No answer at all: the network, not us.
      if (!(error instanceof TypeError)) return;
      attempted(form, fieldsIn(form));
      if (tell("draft-unsent")) says.textContent = "";
    }
  };
  // One at a time, so that an older state never arrives after a newer one.
  const queue = () => (sending = sending.then(save));
  const soon = ({ type, target }) => {
    form.dataset.changed = "true";
    clearTimeout(timer);
    // Chosen, not typed: the answer is complete, and may decide which question is next.
    const chosen = type === "change" && target.matches("select, [type=radio], [type=checkbox]");
    timer = setTimeout(queue, chosen && form.dataset.questions ? 0 : PAUSE);
  };

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    // What is on its way is in the form as well, and would be told that the step says something else meanwhile.
    leaving?.abort();
    // Back to this page from the next one, it still shows the state before: what it sent itself is nobody else's.
    attempted(form, fieldsIn(form));
  });
  window.addEventListener("online", () => form.dataset.changed && queue());
  // Leaving within the pause: what waits goes now (keepalive lets it finish).
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && form.dataset.changed && !form.dataset.sent) {
      clearTimeout(timer);
      save();
    }
  });
}
