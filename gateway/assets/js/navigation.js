// Menus, dialogs, tables by keyboard, search.
import { all, announce, element } from "./page.js";

export function menus() {
  document.addEventListener("click", (event) => {
    for (const menu of all("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  // Folded on a phone, open beside the page on a desk.
  for (const panel of all("details[data-open-from]")) {
    const wide = matchMedia(`(min-width: ${panel.dataset.openFrom}px)`);
    const follow = () => (panel.open = wide.matches);
    wide.addEventListener("change", follow);
    follow();
  }
}

// The menu of a phone covers the page: whoever leaves it by the keyboard closes it, and it does not stay over a wide screen.
export function covers() {
  for (const cover of all(".site-menu[popover]")) {
    if (!cover.hidePopover) return;
    const close = () => cover.matches(":popover-open") && cover.hidePopover();
    cover.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !cover.contains(relatedTarget) && close());
    matchMedia("(min-width: 900px)").addEventListener("change", close);
  }
}

export function dialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    const dialog = opener && document.getElementById(opener.dataset.opens);
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
    if (event.target.closest("[data-closes]")) event.target.closest("dialog").close();
  });
}

export function tables() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]")) return;
    if ((event.key !== "j" && event.key !== "k") || document.querySelector("[data-keys-off]")?.checked) return;
    const links = all("table[data-keyboard] tbody .row-link");
    if (!links.length) return;
    const at = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
    const next = event.key === "j" ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0);
    links[next].focus();
    event.preventDefault();
  });
}

export function shortcuts() {
  for (const input of all("[data-shortcut]")) {
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === input.dataset.shortcut) {
        event.preventDefault();
        input.focus();
        input.select();
      }
    });
  }
}

export function buttons() {
  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const button of all("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      announce(document.body.dataset.copied);
      const label = button.querySelector("span");
      const before = label.textContent;
      label.textContent = document.body.dataset.copied;
      setTimeout(() => (label.textContent = before), 2000);
    });
  }
}

// « Patientez… »: asks again until the server answers with another page.
export function reloads() {
  const waiting = document.querySelector("[data-reload]");
  if (waiting) setTimeout(() => location.reload(), 1000 * Number(waiting.dataset.reload));
}

// A list of links under the field (WAI-ARIA combobox); without script the form searches as it is.
export function suggestions() {
  for (const form of all("form[data-suggestions]")) suggest(form, form.querySelector("input[type=search]"));
}

function suggest(form, input) {
  const list = element("ul", { className: "suggestions", id: `${input.id}-suggestions`, role: "listbox", hidden: true });
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  form.querySelector(".search-row").append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-controls", list.id], ["aria-expanded", "false"], ["aria-autocomplete", "list"]]) {
    input.setAttribute(name, value);
  }
  let timer;
  let current = -1;
  const close = () => {
    list.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const show = async () => {
    const typed = input.value.trim();
    if (typed.length < 2) return close();
    const answer = await fetch(`${form.dataset.suggestions}?q=${encodeURIComponent(typed)}`).catch(() => null);
    if (!answer?.ok || typed !== input.value.trim()) return;
    const found = await answer.json();
    list.replaceChildren(
      ...found.map(({ label, href, note }, index) => {
        const link = element("a", { href, tabIndex: -1 }, [element("span", { textContent: label })]);
        if (note) link.append(element("span", { className: "muted", textContent: note }));
        return element("li", { id: `${list.id}-${index}`, role: "option" }, [link]);
      }),
    );
    current = -1;
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 200);
  });
  input.addEventListener("keydown", (event) => {
    const options = [...list.children];
    if (event.key === "Escape") return close();
    if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      return options[current].querySelector("a").click();
    }
    if (list.hidden || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    current = (current + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === current)));
    input.setAttribute("aria-activedescendant", options[current].id);
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
}
