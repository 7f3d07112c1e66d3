// The contrast of a colour, told again while one types it. Without script, the form below the field does it.
const PAUSE = 300;

export function triedColours() {
  for (const panel of document.querySelectorAll("[data-tries]")) {
    const field = document.getElementById(panel.dataset.tries);
    let waiting;
    field?.addEventListener("input", () => {
      clearTimeout(waiting);
      if (/^#[0-9a-f]{6}$/i.test(field.value.trim())) waiting = setTimeout(() => show(panel, field.value.trim()), PAUSE);
    });
  }
}

// Read as a document by the browser itself: a page made of a text would be a matter of Trusted Types.
function show(panel, colour) {
  const asked = new XMLHttpRequest();
  asked.open("GET", panel.dataset.from + encodeURIComponent(colour));
  asked.responseType = "document";
  asked.addEventListener("load", () => {
    const fresh = asked.status === 200 && asked.response?.querySelector("[data-tries]");
    if (fresh) panel.replaceChildren(...fresh.childNodes);
  });
  asked.send();
}
