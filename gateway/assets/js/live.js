// A count in the menu that tells itself again when something arrives. Without script, or without a line, the next page has it.
import { listens } from "./flow.js";
import { announce, element } from "./page.js";

export function liveCounts() {
  const places = [...document.querySelectorAll("[data-live]")];
  if (!places.length) return;
  const base = places[0].dataset.live;
  listens(`${base}/flux`, async () => {
    const answer = await fetch(`${base}/compte`, { headers: { accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const { count } = await answer.json();
    for (const place of places) show(place.querySelector("a"), count);
  });
}

function show(link, number) {
  let badge = link.querySelector(".count");
  if (!number) return badge?.remove();
  if (!badge) {
    badge = element("span", { className: "count" }, [element("span")]);
    link.append(" ", badge);
  }
  const before = badge.textContent;
  badge.replaceChildren(element("span", { textContent: number < 100 ? String(number) : "99+" }));
  if (before !== badge.textContent) announce(link.textContent.trim());
}
