// Being told on this device: asked for by a button, given by the browser, kept by a form. Without any of it the block says so.
import { all, announce } from "./page.js";

const possible = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

export function pushForms() {
  if (!possible) return;
  for (const block of all("[data-push-missing]")) block.hidden = true;
  for (const block of all("[data-push]")) {
    block.hidden = false;
    const form = block.querySelector("form");
    form.addEventListener("submit", (event) => {
      if (form.elements.endpoint.value) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      subscribe(block, form);
    });
  }
}

async function subscribe(block, form) {
  const says = block.querySelector("[data-push-says]");
  const tell = (text) => ((says.textContent = text), announce(text));
  tell(block.dataset.working);
  try {
    if ((await Notification.requestPermission()) !== "granted") return tell(block.dataset.denied);
    const told = (await subscription(block.dataset.worker, bytes(block.dataset.key))).toJSON();
    form.elements.endpoint.value = told.endpoint;
    form.elements.p256dh.value = told.keys.p256dh;
    form.elements.auth.value = told.keys.auth;
    form.requestSubmit();
  } catch {
    tell(block.dataset.failed);
  }
}

async function subscription(worker, key) {
  await navigator.serviceWorker.register(trusted(worker));
  const { pushManager } = await navigator.serviceWorker.ready;
  const wanted = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await pushManager.subscribe(wanted);
  } catch (error) {
    // Subscribed once with another key of ours: that one is of no use any more.
    if (error.name !== "InvalidStateError") throw error;
    await (await pushManager.getSubscription())?.unsubscribe();
    return pushManager.subscribe(wanted);
  }
}

// The policy of our pages lets no address become a script unless somebody vouches for it: this one is our own page's.
function trusted(address) {
  if (!window.trustedTypes) return address;
  return window.trustedTypes.createPolicy("parvis-worker", { createScriptURL: (url) => url }).createScriptURL(address);
}

function bytes(text) {
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (one) => one.charCodeAt(0));
}
