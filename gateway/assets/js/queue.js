// An open queue shows what moves in it: rows come and go, boxes stay ticked and the focus where it is; so does the work of
// the day. Without script, or without a line, the next page has it.
import { listens } from "./flow.js";
import { announce, all } from "./page.js";

const PAUSE = 600;
const APART = 5000;

export function liveQueue() {
  const place = document.querySelector("[data-queue]");
  if (!place) return;
  let waiting;
  let last = -APART;
  // Colleagues hear it at the same moment: not all of them ask at once. On a busy day it is asked no more often than it is read.
  listens(place.dataset.queue, () => {
    if (waiting) return;
    const rest = Math.max(0, last + APART - performance.now());
    waiting = setTimeout(() => {
      [waiting, last] = [undefined, performance.now()];
      // Hidden in the meantime: it is asked again when somebody looks.
      if (document.visibilityState === "visible") asked((fresh) => show(place.dataset.said, fresh));
    }, rest + PAUSE + Math.random() * PAUSE);
  });
}

// Read as a document by the browser itself: a page made of a text would be a matter of Trusted Types.
function asked(then) {
  const request = new XMLHttpRequest();
  request.open("GET", location.href);
  request.responseType = "document";
  request.addEventListener("load", () => request.status === 200 && request.response && then(request.response));
  request.send();
}

function show(said, fresh) {
  const main = document.querySelector("main");
  const before = main.textContent;
  const both = (name) => [main, fresh].map((page) => page.querySelector(name));
  const [work, itsTurn] = both("[data-work]");
  if (work) {
    if (itsTurn && work.textContent !== itsTurn.textContent) renewed(work, itsTurn, said);
    return;
  }
  const [now, then] = both(".table-frame tbody");
  // An empty queue that fills, or the other way round, has another shape: the page is read again, unless something is typed.
  if (Boolean(now) !== Boolean(then)) return typed() || location.reload();
  if (now) rows(now, then);
  for (const [old, young] of [both(".tabs"), both(".pagination")]) if (old && young) old.replaceChildren(...young.childNodes);
  if (before !== main.textContent) announce(said);
}

function rows(now, then) {
  const known = new Map([...now.rows].map((row) => [named(row), row]));
  const held = document.activeElement;
  now.replaceChildren(...[...then.rows].map((row) => same(known.get(named(row)), row) ?? row));
  if (held.isConnected) held.focus({ preventScroll: true });
}

// Whole lists come and go: whoever stood on a line that is still there stands on it again.
function renewed(work, fresh, said) {
  const held = work.contains(document.activeElement) && document.activeElement.getAttribute("href");
  work.replaceChildren(...fresh.childNodes);
  if (held) all("a[href]", work).find((link) => link.getAttribute("href") === held)?.focus({ preventScroll: true });
  announce(said);
}

const named = (row) => row.querySelector(".row-link")?.pathname;
const same = (was, is) => (was && was.textContent === is.textContent ? was : undefined);
const typed = () => all("main td input:checked").length > 0 || document.activeElement.matches("input, textarea, select");
