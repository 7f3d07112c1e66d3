// Nothing typed is lost: a form marked data-autosave is sent to that address a moment after one stops typing.
import { all, csrfToken, hour, words } from "./page.js";

const PAUSE = 800;
const RETRY = 5000;

export function autosave() {
  for (const form of all("form[data-autosave]")) watch(form);
}

function watch(form) {
  const says = form.querySelector("[data-autosave-says]");
  let timer;
  let sending = Promise.resolve();

  const save = async () => {
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    // A secret is never kept in a draft.
    for (const secret of all("input[autocomplete$=password]", form)) body.delete(secret.name);
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new URLSearchParams(body),
        headers: { "X-CSRF-Token": csrfToken(form) },
        keepalive: true,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      says.textContent = words.saved.replace("{time}", hour());
      delete form.dataset.changed;
    } catch {
      says.textContent = words.notSaved;
      timer = setTimeout(queue, RETRY);
    }
  };
  // One at a time, so that an older state never arrives after a newer one.
  const queue = () => (sending = sending.then(save));
  const soon = () => {
    form.dataset.changed = "true";
    clearTimeout(timer);
    timer = setTimeout(queue, PAUSE);
  };

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", () => clearTimeout(timer));
  // Leaving within the pause: what waits goes now (keepalive lets it finish).
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && form.dataset.changed && !form.dataset.sent) {
      clearTimeout(timer);
      save();
    }
  });
}
