// What others do to a request while somebody reads it or writes about it: said above it, and nothing is moved or lost.
// Without script, or without a line, an act on something that has changed is answered with what did.
import { listens } from "./flow.js";
import { announce, element } from "./page.js";

const PAUSE = 600;
// A note of the desk is no event: it is asked for.
const EVERY = 30_000;

export function news() {
  const place = document.querySelector("[data-news]");
  if (!place) return;
  let waiting;
  // Several things done at once are asked about once.
  listens(place.dataset.flow, () => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      tell(place);
    }, PAUSE + Math.random() * PAUSE);
  });
  setInterval(() => document.visibilityState === "visible" && tell(place), EVERY);
}

async function tell(place) {
  const answer = await fetch(place.dataset.news, { headers: { accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  const { lines } = await answer.json();
  const list = place.querySelector("ul");
  const before = list.textContent;
  list.replaceChildren(...lines.map((textContent) => element("li", { textContent })));
  if (!lines.length || list.textContent === before) return;
  place.hidden = false;
  announce(`${place.querySelector(".notice-title").textContent} : ${lines[0]}`);
}
