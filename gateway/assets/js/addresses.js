// An address proposed as one types its line: choosing one fills the line, the postcode and the town. Without an address
// base, or without script, the fields are what they were.
//
// The combobox of the ARIA practices (list autocomplete, selection by hand): the focus never leaves the field.
import { all, announce, element } from "./page.js";

const SHORTEST = 3;
const PAUSE = 250;

export function addresses(root = document) {
  for (const group of all("fieldset[data-addresses]", root)) {
    const line = group.querySelector('input[name$=".line1"]');
    if (line) new Combobox(group, line);
  }
}

class Combobox {
  constructor(group, line) {
    Object.assign(this, { group, line, found: [], at: -1 });
    const width = [...line.classList].find((name) => name.startsWith("width-"));
    this.list = element("ul", { id: `${line.id}-adresses`, className: `proposals ${width ?? ""}`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", group.querySelector("legend").textContent.trim());
    line.after(this.list);
    line.parentElement.classList.add("proposing");
    const parts = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(parts)) line.setAttribute(name, value);
    // Its own address the browser knows; of any other, its memory would hide what is proposed.
    if (!line.autocomplete) line.autocomplete = "off";
    line.addEventListener("input", () => this.typed());
    line.addEventListener("keydown", (event) => this.key(event));
    line.addEventListener("blur", () => this.close());
    // The field keeps the focus, so that its leaving means what it says.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  typed() {
    clearTimeout(this.timer);
    this.close();
    if (this.words().length >= SHORTEST) this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  words() {
    return this.line.value.trim();
  }

  async ask() {
    const typed = this.words();
    const answer = await fetch(`${this.group.dataset.addresses}?q=${encodeURIComponent(typed)}`).catch(() => null);
    const found = answer?.ok ? await answer.json().catch(() => []) : [];
    if (typed === this.words() && document.activeElement === this.line) this.propose(found);
  }

  propose(found) {
    this.found = found;
    this.list.replaceChildren(...found.map((one, at) => this.option(one, at)));
    this.open(found.length > 0);
    if (found.length) announce(this.group.dataset.said.replace("{number}", found.length));
  }

  option({ label }, at) {
    const option = element("li", { id: `${this.list.id}-${at}`, textContent: label });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.addEventListener("click", () => this.choose(at));
    return option;
  }

  key(event) {
    if (this.list.hidden) return;
    const last = this.found.length - 1;
    const to = { ArrowDown: this.at < last ? this.at + 1 : 0, ArrowUp: this.at > 0 ? this.at - 1 : last }[event.key];
    if (to !== undefined) this.move(to);
    else if (event.key === "Enter" && this.at >= 0) this.choose(this.at);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  move(to) {
    this.list.children[this.at]?.setAttribute("aria-selected", "false");
    this.at = to;
    const option = this.list.children[to];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.line.setAttribute("aria-activedescendant", option.id);
  }

  choose(at) {
    const chosen = this.found[at];
    for (const name of ["line1", "postal_code", "city"]) {
      const part = this.group.querySelector(`input[name$=".${name}"]`);
      part.value = chosen[name];
      part.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.close();
    announce(chosen.label);
  }

  open(is) {
    this.at = -1;
    this.list.hidden = !is;
    this.line.setAttribute("aria-expanded", String(is));
    this.line.removeAttribute("aria-activedescendant");
  }

  close() {
    clearTimeout(this.timer);
    this.open(false);
  }
}
