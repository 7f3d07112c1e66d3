// A preview that did not come leaves the drawing of a file that stands behind it.
import { all } from "./page.js";

export function previews() {
  for (const picture of all(".document-preview img")) {
    const leave = () => picture.remove();
    if (picture.complete && !picture.naturalWidth) leave();
    else picture.addEventListener("error", leave);
  }
}
