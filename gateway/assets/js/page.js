// What every comfort shares: the words of the page, the live region, the CSRF token.
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const words = document.body.dataset;

export function announce(text) {
  const region = document.getElementById("annonces");
  if (region) region.textContent = text;
}

export function csrfToken(form) {
  return (form ?? document).querySelector("input[name=csrf_token]")?.value ?? "";
}

export function element(name, properties = {}, children = []) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// « 14 h 02 » in French, 14:02 in English: the words of chassis.pages.filters.
export function hour(date = new Date()) {
  const minutes = String(date.getMinutes()).padStart(2, "0");
  if (document.documentElement.lang === "fr") return `${date.getHours()} h ${minutes}`;
  return `${date.getHours() % 12 || 12}:${minutes} ${date.getHours() < 12 ? "am" : "pm"}`;
}
