// What is typed without network is kept on the device (offline.js), which is fetched only where it has something to do.
import { all, words } from "./page.js";

const FLAG = "parvis.kept";
export const OWNER = "parvis.kept.owner";

export const something = () => localStorage.getItem(FLAG) === "1";
export const remember = (is) => (is ? localStorage.setItem(FLAG, "1") : localStorage.removeItem(FLAG));

export function keptDrafts() {
  const forms = all("form[data-keeps]");
  const shell = document.querySelector("[data-kept-list]");
  if (!window.indexedDB || !navigator.locks || !window.crypto?.subtle) return;
  // Without network the drawer opens for whoever used this browser last, and not for an account that waits beside.
  const account = document.querySelector("meta[name=parvis-account]")?.content;
  if (account && localStorage.getItem(OWNER)) localStorage.setItem(OWNER, account);
  const source = document.querySelector("script[src*='/assets/app.js']").src.replace("app.js", "offline.js");
  if (forms.length || shell || something()) import(source).then(({ begin }) => begin(forms, shell));
  // Signing out leaves nothing behind: what waits is sent first, or given up knowingly.
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.getAttribute("action")?.endsWith("/deconnexion") || !(something() || localStorage.getItem(OWNER))) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      import(source)
        .then(({ leave }) =>
          leave({
            everybody: Boolean(form.querySelector("[name=tous]")),
            confirmed: (number) => confirm(words.unsent.replace("{number}", number)),
          }),
        )
        // Without the module nothing can be emptied; where nothing waits, that keeps nobody from leaving.
        .catch(() => !something())
        .then((left) => {
          if (!left) return;
          // The session itself can only end with the network; the page says that there is none.
          if (navigator.onLine) form.submit();
          else location.assign("/hors-connexion");
        });
    },
    true,
  );
}
