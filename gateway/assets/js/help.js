// Help over the page itself: the passage about it, and the halts of a guided tour. Without script both are links to pages.
import { all, element } from "./page.js";

export function help() {
  const asked = document.querySelector("a[data-help]");
  asked?.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const waited = waits();
    const told = await text(asked.dataset.help);
    waited.remove();
    if (!told) return void (location.href = asked.href);
    open(told, asked.dataset, () => asked.focus());
  });
  const tour = document.querySelector("a[data-tour]");
  if (tour) begin(tour);
}

async function begin(link) {
  const told = await text(link.dataset.tour);
  if (!told) return;
  link.parentElement.hidden = true;
  const shown = all(told.points_at).find((one) => one.checkVisibility?.() ?? one.offsetParent);
  const pointed = shown?.closest("li") ?? shown;
  pointed?.classList.add("pointed-at");
  pointed?.scrollIntoView({ block: "nearest" });
  // In a menu longer than the window: what is spoken of is the page, whose title stays in sight.
  if (document.querySelector("h1").getBoundingClientRect().top < 0) scrollTo(0, 0);
  open(told, link.dataset, () => {
    pointed?.classList.remove("pointed-at");
    const address = new URL(location.href);
    address.searchParams.delete("visite");
    history.replaceState(history.state, "", address);
    document.getElementById("contenu").focus();
  });
}

async function text(address) {
  const answer = await fetch(address, { headers: { accept: "application/json" } }).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

// On a slow network: the panel is there at once, and says that its words are coming.
function waits() {
  document.querySelector(".explained")?.remove();
  const said = element("p", { className: "visually-hidden", textContent: document.body.dataset.wait });
  const lines = [1, 2, 3].map(() => element("span", { className: "skeleton-line" }));
  const coming = element("div", { className: "skeleton" }, [said, ...lines]);
  coming.setAttribute("role", "status");
  const panel = element("dialog", { className: "explained" }, [coming]);
  panel.ariaLabel = document.body.dataset.wait;
  document.body.append(panel);
  panel.show();
  return panel;
}

// Not modal: what it speaks of stays within reach. Escape closes it from anywhere.
function open(told, says, whenClosed) {
  document.querySelector(".explained")?.remove();
  const title = element("h2", { id: "explained-title", textContent: told.title, tabIndex: -1 });
  const close = element("button", { type: "button", className: "button button-quiet", textContent: says.close });
  const links = element("div", { className: "cluster" });
  if (told.before) links.append(way(told.before, says.before, "secondary"));
  if (told.after) links.append(way(told.after, says.after, "primary"));
  if (told.more) links.append(element("a", { href: told.more, textContent: says.more }));
  const ends = says.end && !told.after;
  if (ends) [close.textContent, close.className] = [says.end, "button button-primary"];
  links.append(close);
  const panel = element("dialog", { className: "explained" }, [
    ...(told.place ? [element("p", { className: "muted", textContent: told.place })] : []),
    title,
    element("p", { textContent: told.text }),
    links,
  ]);
  panel.setAttribute("aria-labelledby", title.id);
  const leave = () => {
    document.removeEventListener("keydown", escape);
    panel.remove();
    whenClosed();
  };
  const escape = (event) => event.key === "Escape" && !document.querySelector("dialog[open]:not(.explained)") && leave();
  close.addEventListener("click", leave);
  document.addEventListener("keydown", escape);
  document.body.append(panel);
  panel.show();
  title.focus();
}

function way(href, label, kind) {
  return element("a", { href, className: `button button-${kind}`, textContent: label });
}
