// Replaces what is marked data-live when the server says that something changed; the page works without it.
const refreshed = document.querySelector("[data-live]");

async function refresh() {
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const replacement = fresh.getElementById(part.id);
    // Someone is reading or typing in there: leave it alone.
    if (replacement && !part.contains(document.activeElement)) part.replaceChildren(...replacement.childNodes);
  }
  const said = document.getElementById("said");
  if (said) said.textContent = said.dataset.text;
}

if (refreshed) new EventSource("/live").addEventListener("changed", refresh);

for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (!confirm(form.dataset.confirm)) event.preventDefault();
  });
}
