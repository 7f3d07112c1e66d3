// One key, one act: presses what is marked `data-key` in the row where one is, else on the page.
import { all } from "./page.js";

const OFF = "parvis.keys.off";

export function keys() {
  const off = document.querySelector("[data-keys-off]");
  if (!off) return;
  off.checked = localStorage.getItem(OFF) === "1";
  off.addEventListener("change", () => localStorage.setItem(OFF, off.checked ? "1" : "0"));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || off.checked || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    const found = event.key === "?" ? document.querySelector("[data-opens=clavier]") : marked(event.key);
    if (!found) return;
    event.preventDefault();
    if (found.matches("input:not([type=checkbox]), textarea")) {
      const folded = found.closest("details:not([open])");
      if (folded) folded.open = true;
      found.focus();
    } else found.click();
  });
}

function marked(key) {
  const row = document.activeElement?.closest("tr");
  const here = (root) => all("[data-key]", root).find((one) => one.dataset.key === key);
  if (row) return here(row) ?? outside(key);
  return outside(key);
}

// Acts of a row are pressed by who stands in it, never by chance from elsewhere.
function outside(key) {
  return all("[data-key]").find((one) => one.dataset.key === key && !one.closest("tbody tr"));
}
