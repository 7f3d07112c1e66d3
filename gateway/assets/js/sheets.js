// A page drawn by the service that does not come: words instead of a broken picture.
import { all, element } from "./page.js";

export function sheets() {
  for (const sheet of all(".sheet[data-failed]")) {
    const picture = sheet.querySelector("img");
    const say = () => picture.replaceWith(element("p", { className: "sheet-failed", role: "status", textContent: sheet.dataset.failed }));
    if (picture.complete && !picture.naturalWidth) say();
    else picture.addEventListener("error", say, { once: true });
  }
}
