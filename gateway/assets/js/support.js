// Comfort of the support pages: answers while a question is typed, and who else has the same request open.
import { all, announce, element } from "./page.js";

const PAUSE = 300;
const EVERY = 8000;

// A list of links under the field; nothing is covered, nothing takes the focus.
export function subjects() {
  for (const input of all("input[data-suggests]")) suggest(input);
}

function suggest(input) {
  const region = element("div", { hidden: true, className: "panel" });
  region.setAttribute("role", "status");
  input.closest(".field")?.append(region);
  let timer;
  const show = async () => {
    const typed = input.value.trim();
    const answer = typed.length > 2 && (await fetch(`${input.dataset.suggests}?q=${encodeURIComponent(typed)}`).catch(() => null));
    if (typed !== input.value.trim()) return;
    const found = answer && answer.ok ? await answer.json() : [];
    const links = found.map(({ label, href, lang }) => element("li", { lang }, [element("a", { href, target: "_blank", rel: "noopener", textContent: label })]));
    region.replaceChildren(element("p", { textContent: input.dataset.suggestsTitle }), element("ul", {}, links));
    region.hidden = !links.length;
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
}

// Says every few seconds that this page is open, and shows who else has it.
export function presences() {
  for (const line of all("[data-presence]")) watch(line);
}

function watch(line) {
  let typed = 0;
  document.addEventListener("input", () => (typed = Date.now()));
  const look = async () => {
    if (document.visibilityState === "hidden") return;
    const writing = Date.now() - typed < 2 * EVERY;
    const answer = await fetch(line.dataset.presence, {
      method: "POST",
      body: new URLSearchParams({ writing: String(writing) }),
      headers: { "X-CSRF-Token": line.dataset.presenceToken },
    }).catch(() => null);
    if (!answer?.ok) return;
    const { text } = await answer.json();
    if (text && text !== line.textContent.trim()) announce(text);
    line.textContent = text;
  };
  setInterval(look, EVERY);
}
