// The page that a device shows without network, kept as nobody's: fetched without cookies, with what it needs to be read.
import { all } from "./page.js";

const SHELL = "/hors-connexion";

export async function prepare() {
  if (!("serviceWorker" in navigator) || !window.caches) return;
  await navigator.serviceWorker.register(trusted("/service-worker.js"));
  const script = document.querySelector("script[src*='/assets/app.js']").src;
  const version = new URL(script).searchParams.get("v") ?? "";
  const language = document.documentElement.lang;
  const name = `parvis-hors-ligne-${version}-${language}`;
  if (await caches.has(name)) return;
  const cache = await caches.open(name);
  const styles = all("link[rel=stylesheet]").map((link) => link.href);
  const icons = all("use").map((use) => use.getAttribute("href").split("#")[0]);
  const scripts = [script, script.replace("app.js", "offline.js")];
  const parts = [...new Set([...styles, ...scripts, ...icons, "/assets/atkinson-400.woff2", "/assets/atkinson-700.woff2"])];
  const page = await fetch(`${SHELL}?langue=${language}`, { credentials: "omit" });
  if (!page.ok) throw new Error(String(page.status));
  await Promise.all(parts.map((part) => cache.add(new Request(part, { credentials: "omit" }))));
  await cache.put(SHELL, page);
  for (const other of await caches.keys()) if (other.startsWith("parvis-hors-ligne-") && other !== name) await caches.delete(other);
}

function trusted(address) {
  if (!window.trustedTypes) return address;
  return window.trustedTypes.createPolicy("parvis-worker", { createScriptURL: (url) => url }).createScriptURL(address);
}
