// What this device keeps, said in the page: what waits, what was refused and why, what changed elsewhere meanwhile.
import { send, typedIn } from "./autosave.js";
import { all, announce, csrfToken, element, hour } from "./page.js";
import * as vault from "./vault.js";

export async function showList(list, own) {
  const { waiting, refused, elsewhere, remove, typed } = list.dataset;
  const shown = own.map((kept) => `${kept.id} ${kept.state}`).join("\n");
  if (list.dataset.shown === shown) return;
  list.dataset.shown = shown;
  const lines = [];
  for (const kept of own) {
    const told = await vault.told(kept).catch(() => null);
    if (!told) continue;
    const state = { waiting, elsewhere, refused: refused.replace("{reason}", told.reason) }[kept.state];
    const name = kept.kind === "file" ? told.name : typed;
    const button = element("button", { type: "button", className: "button button-quiet", textContent: remove });
    button.setAttribute("aria-label", `${remove} : ${name}`);
    const line = element("li", { className: "panel" }, [
      element("p", {}, [element("a", { href: kept.place, textContent: told.title })]),
      element("p", { textContent: `${name} · ${hour(new Date(kept.at))} · ${state}` }),
      button,
    ]);
    button.addEventListener("click", async () => {
      await vault.drop(kept.id);
      line.remove();
      list.dataset.shown = "";
      list.hidden = !list.children.length;
      announce(list.dataset.removed);
    });
    lines.push(line);
  }
  list.replaceChildren(...lines);
  list.hidden = !lines.length;
  for (const block of all("[data-kept-nothing]")) block.hidden = lines.length > 0;
}

// Two states of one step: both are shown, and a person says which one stays.
export async function showConflict(kept) {
  const source = document.querySelector("template[data-conflict]");
  const form = document.querySelector("form[data-autosave][data-keeps]");
  if (!source || !form || document.querySelector("[data-conflicts]")) return;
  const told = await vault.told(kept);
  const notice = source.content.cloneNode(true);
  notice.querySelector("[data-conflicts]").replaceChildren(...differences(form, told.fields, source.dataset.says));
  const settle = async (mine) => {
    if (mine) {
      const answer = await send(told.address, new URLSearchParams(told.fields), { token: csrfToken(form) }).catch(() => null);
      if (!answer?.ok) return;
    }
    await vault.drop(kept.id);
    location.reload();
  };
  notice.querySelector("[data-keep-mine]").addEventListener("click", () => settle(true));
  notice.querySelector("[data-keep-theirs]").addEventListener("click", () => settle(false));
  source.after(notice);
  const heading = source.nextElementSibling;
  heading.setAttribute("tabindex", "-1");
  heading.focus();
}

function differences(form, fields, says) {
  const gathered = (pairs) => {
    const found = new Map();
    for (const [name, value] of pairs) {
      if (!name.startsWith("_") && name !== "csrf_token") found.set(name, [...(found.get(name) ?? []), value]);
    }
    return found;
  };
  const here = gathered(fields);
  const there = gathered(typedIn(form));
  return [...new Set([...here.keys(), ...there.keys()])]
    .filter((name) => String(here.get(name) ?? "") !== String(there.get(name) ?? ""))
    .map((name) => {
      const words = says.replace("{mine}", spoken(form, name, here.get(name))).replace("{theirs}", spoken(form, name, there.get(name)));
      return element("li", { textContent: `${called(form, name)}${document.documentElement.lang === "fr" ? " :" : ":"} ${words}` });
    });
}

const fieldsNamed = (form, name) => all("input, select, textarea", form).filter((field) => field.name === name);

function called(form, name) {
  const [field] = fieldsNamed(form, name);
  const legend = ["radio", "checkbox"].includes(field?.type) && field.closest("fieldset")?.querySelector("legend");
  const label = (legend || field?.labels?.[0])?.cloneNode(true);
  label?.querySelector(".required")?.remove();
  return label?.textContent.trim() ?? name;
}

// As the page says it: the words beside a box, not its value.
function spoken(form, name, values = []) {
  const words = values.map((value) => {
    const field = fieldsNamed(form, name).find((one) => one.value === value && ["radio", "checkbox"].includes(one.type));
    if (field) return field.labels?.[0]?.textContent.trim() ?? value;
    const option = all("option", form).find((one) => one.value === value && one.closest("select").name === name);
    return option?.textContent.trim() ?? value;
  });
  return words.filter(Boolean).join(", ") || "—";
}
