// Sending a form: once, with every mandatory field filled, and the errors read first.
import { all, announce, element, words } from "./page.js";

// Or what became of the act, where the page is not the one that was expected.
export function focusErrors() {
  document.querySelector("[data-error-summary], [data-read-first]")?.focus();
}

// A second press does nothing while the first is on its way; the server refuses doubles anyway.
export function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    // By attribute, here and elsewhere: a question may itself be called « method » or « action ».
    if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    if (missing(form, event.submitter)) return event.preventDefault();
    form.dataset.sent = "true";
    const button = event.submitter ?? form.querySelector("button[type=submit]");
    if (!button || button.hasAttribute("formtarget")) return;
    const label = button.querySelector("span") ?? button;
    button.dataset.label = label.textContent;
    // After the browser has read the form: a disabled button would not send its own name and value.
    setTimeout(() => {
      button.setAttribute("aria-disabled", "true");
      label.textContent = words.wait;
      announce(words.wait);
    });
  });
  // Back to this page from the history: the form may be sent again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of all("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of all("[aria-disabled]", form)) {
        button.removeAttribute("aria-disabled");
        (button.querySelector("span") ?? button).textContent = button.dataset.label;
      }
    }
  });
}

function missing(form, button) {
  if (!button?.dataset.missing) return false;
  button.parentElement.querySelector(".missing")?.remove();
  const empty = new Map();
  for (const field of all("[required]", form)) {
    if (field.disabled || field.closest("[hidden]")) continue;
    const group = field.type === "radio" ? all(`input[type=radio]`, form).filter((one) => one.name === field.name) : [field];
    const filled = field.type === "radio" || field.type === "checkbox" ? group.some((one) => one.checked) : field.value.trim();
    const block = field.closest("[data-field]");
    if (!filled && !empty.has(block ?? field)) empty.set(block ?? field, field);
  }
  if (!empty.size) return false;
  const list = element("p", { className: "missing", role: "alert" }, [`${button.dataset.missing} `]);
  [...empty].forEach(([block, field], index) => {
    const label = block.querySelector?.("legend, label")?.cloneNode(true);
    label?.querySelector(".required")?.remove();
    if (index) list.append(", ");
    list.append(element("a", { href: `#${field.id}`, textContent: (label?.textContent ?? field.name).trim() }));
  });
  button.parentElement.append(list);
  return true;
}

// A change not yet sent is not lost by a wrong click.
export function guardUnsaved() {
  for (const form of all("form[data-guard]")) {
    form.addEventListener("input", () => (form.dataset.changed = "true"));
    form.addEventListener("submit", () => delete form.dataset.changed);
  }
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-guard][data-changed]")) event.preventDefault();
  });
}

export function counters(root = document) {
  const number = new Intl.NumberFormat(document.documentElement.lang);
  for (const area of all("[data-counter]", root)) {
    const says = document.getElementById(area.dataset.counter);
    const show = () => {
      // Characters as the form counts them: an emoji is one, where length says two.
      const left = area.dataset.limit - [...area.value].length;
      says.textContent =
        left < 0
          ? says.dataset.over.replace("{over}", number.format(-left))
          : says.dataset.template.replace("{left}", number.format(left));
      says.classList.toggle("error", left < 0);
    };
    area.addEventListener("input", show);
    if (area.value) show();
  }
}

// « Tout cocher », then « Tout décocher »: all the boxes of that name on the page.
export function checkAll() {
  for (const button of all("[data-check-all]")) {
    const boxes = all(`input[type=checkbox][name="${button.dataset.checkAll}"]`);
    const [check, uncheck] = button.dataset.words.split("|");
    const says = button.querySelector("span") ?? button;
    const isWhole = () => boxes.every((box) => box.checked);
    const show = () => (says.textContent = isWhole() ? uncheck : check);
    button.hidden = boxes.length < 2;
    button.addEventListener("click", () => {
      const checked = !isWhole();
      for (const box of boxes) box.checked = checked;
      show();
    });
    for (const box of boxes) box.addEventListener("change", show);
  }
}

export function passwords() {
  for (const button of all("[data-reveal]")) {
    const input = document.getElementById(button.dataset.reveal);
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
    });
  }
  for (const input of all("[data-meter]")) {
    const line = document.getElementById(input.dataset.meter);
    const levels = line.dataset.levels.split("|");
    input.addEventListener("input", () => {
      const level = strength(input.value);
      line.hidden = !input.value;
      line.querySelector("meter").value = level;
      line.querySelector("span").textContent = levels[level];
    });
  }
}

// Length counts most; the rule itself (8 characters, a digit, both cases, no known password) is checked by the server.
function strength(password) {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(password));
  if (password.length < 8) return 0;
  if (!kinds || new Set(password).size < 6) return 1;
  return password.length >= 14 ? 3 : 2;
}
