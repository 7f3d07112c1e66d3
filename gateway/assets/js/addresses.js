// An address proposed as one types its line: choosing one fills the line, the postcode and the town. Without an address
// base, or without script, the fields are what they were.
import { all, announce, element } from "./page.js";

const SHORTEST = 4;

export function addresses() {
  for (const group of all("fieldset[data-addresses]")) propose(group);
}

function propose(group) {
  const part = (name) => group.querySelector(`input[name$=".${name}"]`);
  const line = part("line1");
  if (!line) return;
  const list = element("datalist", { id: `${line.id}-adresses` });
  line.after(list);
  line.setAttribute("list", list.id);
  // The browser's own memory would hide what is proposed.
  line.setAttribute("autocomplete", "off");
  let timer;
  let found = [];

  const fill = (chosen) => {
    line.value = chosen.line1;
    part("postal_code").value = chosen.postal_code;
    part("city").value = chosen.city;
    list.replaceChildren();
    for (const name of ["line1", "postal_code", "city"]) {
      part(name).dispatchEvent(new Event("change", { bubbles: true }));
    }
    announce(chosen.label);
  };
  const ask = async () => {
    const typed = line.value.trim();
    const answer = await fetch(`${group.dataset.addresses}?q=${encodeURIComponent(typed)}`).catch(() => null);
    if (!answer?.ok || typed !== line.value.trim()) return;
    found = await answer.json();
    list.replaceChildren(...found.map(({ label }) => element("option", { value: label })));
    if (found.length) announce(group.dataset.said.replace("{number}", found.length));
  };
  line.addEventListener("input", () => {
    clearTimeout(timer);
    const chosen = found.find(({ label }) => label === line.value);
    if (chosen) return fill(chosen);
    if (line.value.trim().length >= SHORTEST) timer = setTimeout(ask, 250);
  });
}
