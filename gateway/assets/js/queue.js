// An open queue shows what moves in it: rows come and go, boxes stay ticked and the focus where it is. Without script, or
// without a line, the next page has it.
import { announce, all } from "./page.js";

const PAUSE = 600;
const APART = 5000;

export function liveQueue() {
  const place = document.querySelector("[data-queue]");
  if (!place || !window.EventSource) return;
  const flow = new EventSource(place.dataset.queue);
  let waiting;
  let missed = false;
  let last = -APART;
  // Colleagues hear it at the same moment: not all of them ask at once. On a busy day it is asked no more often than it is read.
  const soon = () => {
    missed = document.visibilityState === "hidden";
    if (waiting || missed) return;
    const rest = Math.max(0, last + APART - performance.now());
    waiting = setTimeout(() => {
      [waiting, last] = [undefined, performance.now()];
      asked((fresh) => show(place.dataset.said, fresh));
    }, rest + PAUSE + Math.random() * PAUSE);
  };
  flow.addEventListener("changed", soon);
  // What came while nobody looked is there when somebody does.
  document.addEventListener("visibilitychange", () => missed && soon());
  addEventListener("pagehide", () => flow.close());
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

const named = (row) => row.querySelector(".row-link")?.pathname;
const same = (was, is) => (was && was.textContent === is.textContent ? was : undefined);
const typed = () => all("main td input:checked").length > 0 || document.activeElement.matches("input, textarea, select");
