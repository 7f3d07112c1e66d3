// Boxes ticked for an act on many stay ticked while one looks at the previews beside the same list.
import { all } from "./page.js";

const KEY = "parvis.checked";

export function keptChecks() {
  const boxes = all("td.cell-check input[type=checkbox]");
  if (!boxes.length) return;
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  sessionStorage.removeItem(KEY);
  if (kept?.list === list(location.href)) for (const box of boxes) box.checked = kept.values.includes(box.value);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("main a[href]");
    if (!link || list(link.href) !== list(location.href)) return;
    const values = boxes.filter((box) => box.checked).map((box) => box.value);
    sessionStorage.setItem(KEY, JSON.stringify({ list: list(location.href), values }));
  });
}

function list(address) {
  const url = new URL(address, location.href);
  url.searchParams.delete("apercu");
  url.searchParams.sort();
  return url.pathname + url.search;
}
