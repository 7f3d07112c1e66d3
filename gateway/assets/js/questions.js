// Questions that come and go as one answers, where the form says so. The server decides which; without script, or without
// network, « Continuer » asks them.
import { addresses } from "./addresses.js";
import { counters } from "./forms.js";
import { all, announce } from "./page.js";

export function questions() {
  for (const form of all("form[data-questions]")) {
    const aside = new Map();
    form.addEventListener("questions-changed", () => ask(form, aside));
  }
}

// Read as a document by the browser itself: a page made of a text would be a matter of Trusted Types.
function ask(form, aside) {
  const asked = new XMLHttpRequest();
  asked.open("GET", form.getAttribute("action"));
  asked.responseType = "document";
  asked.addEventListener("load", () => {
    const fresh = asked.status === 200 && asked.response?.querySelector("form[data-questions]");
    if (fresh) follow(form, fresh, aside);
  });
  asked.send();
}

function follow(form, fresh, aside) {
  const told = { more: [], fewer: [], back: 0 };
  arrange(...[form, fresh].map((page) => page.querySelector("[data-asked]")), aside, told);
  form.dataset.questions = fresh.dataset.questions;
  form.querySelector("[name=_montre]").value = fresh.querySelector("[name=_montre]").value;
  for (const part of all("[data-follows]")) {
    const now = fresh.ownerDocument.querySelector(`[data-follows="${part.dataset.follows}"]`);
    if (now && now.textContent !== part.textContent) part.replaceChildren(...document.importNode(now, true).childNodes);
  }
  // The draft let go of it with its question.
  if (told.back) form.dispatchEvent(new Event("input"));
  const said = ["more", "fewer"].filter((kind) => told[kind].length);
  if (said.length) announce(said.map((kind) => form.dataset[kind].replace("{questions}", told[kind].join(", "))).join(". "));
}

// What stays the same is left alone, with what is typed in it; what goes is set aside with it, and comes back so.
function arrange(list, fresh, aside, told) {
  const there = new Map([...list.children].map((one) => [one.dataset.question, one]));
  const wanted = [...fresh.children];
  const names = new Set(wanted.map((one) => one.dataset.question));
  for (const [name, one] of there) {
    if (names.has(name)) continue;
    leave(one);
    aside.set(name, one);
    told.fewer.push(...label(one));
    one.remove();
  }
  let before;
  for (const one of wanted) {
    const here = there.get(one.dataset.question);
    if (here && same(here, one)) {
      const [inside, now] = [here, one].map((holder) => holder.querySelector(":scope > fieldset > [data-asked]"));
      if (inside && now) arrange(inside, now, aside, told);
      before = here;
      continue;
    }
    const made = again(one, aside, told);
    if (here) swap(here, made);
    else {
      if (before) before.after(made);
      else list.prepend(made);
      made.dataset.came = "";
      told.more.push(...label(made));
    }
    before = made;
  }
}

const same = (here, one) => here.dataset.mark === one.dataset.mark;

function again(one, aside, told) {
  const kept = aside.get(one.dataset.question);
  aside.delete(one.dataset.question);
  if (kept && same(kept, one)) {
    told.back += 1;
    return kept;
  }
  const made = document.importNode(one, true);
  addresses(made);
  counters(made);
  return made;
}

function swap(old, made) {
  const id = old.contains(document.activeElement) ? document.activeElement.id : "";
  old.replaceWith(made);
  if (id) document.getElementById(id)?.focus();
}

// Somebody already in the question that goes stays at its place, at the end of the one before.
function leave(one) {
  if (!one.contains(document.activeElement)) return;
  let other = one.previousElementSibling;
  while (other && !other.querySelector("input, select, textarea")) other = other.previousElementSibling;
  const fields = all("input, select, textarea", other ?? one.parentElement).filter((field) => !one.contains(field));
  fields.at(-1)?.focus();
}

function label(one) {
  const words = one.querySelector("legend, label")?.cloneNode(true);
  words?.querySelector(".required")?.remove();
  return words ? [words.textContent.trim()] : [];
}
