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

async function show(panel, colour) {
  const answer = await fetch(panel.dataset.from + encodeURIComponent(colour)).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-tries]");
  if (fresh) panel.replaceChildren(...fresh.childNodes);
}
