// Forms that take files and nothing else (data-joins): a file that has come is joined at once, without a button to press.
import { all, announce, words } from "./page.js";
import { busy } from "./upload.js";

let going;

export function joining() {
  const forms = all("form[data-joins]");
  if (!forms.length) return;
  for (const form of forms) {
    for (const button of all("button[type=submit]", form)) button.hidden = true;
    for (const zone of all("[data-drop]", form)) {
      zone.addEventListener("settled", () => settled());
      // The line taken away may be what the others waited for.
      zone.addEventListener("click", ({ target }) => target.closest(".drop-acts") && settled());
    }
  }
  document.addEventListener("click", leave);
}

const come = () => all("form[data-joins]").filter((form) => form.querySelector(".drop-list input[type=hidden]"));

// What failed is read before anything else happens.
function settled() {
  if (busy()) return;
  if (document.querySelector("form[data-joins] .drop-failed")) stay();
  else join();
}

async function join() {
  const forms = come();
  const last = going ? undefined : forms.pop();
  try {
    for (const form of forms) await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
  } catch {
    return stay();
  }
  if (going) location.assign(going.link.href);
  else last?.requestSubmit();
}

// Going on while a file is on its way, or beside one that failed: what has come goes along.
function leave(event) {
  const link = event.target.closest("main a[href]");
  if (!link || link.target || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (going || !(busy() || come().length)) return;
  event.preventDefault();
  const label = link.querySelector("span") ?? link;
  going = { link, label, said: label.textContent };
  link.setAttribute("aria-disabled", "true");
  label.textContent = words.wait;
  announce(words.wait);
  if (!busy()) join();
}

function stay() {
  if (!going) return;
  going.link.removeAttribute("aria-disabled");
  going.label.textContent = going.said;
  going = undefined;
}
