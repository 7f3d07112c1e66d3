// Passkeys: the browser's own dialogue, between our page and our form. Without it the forms stay hidden.
import { all, announce } from "./page.js";

export function passkeyForms() {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  for (const block of all("[data-passkey]")) {
    block.hidden = false;
    const form = block.querySelector("form");
    form.addEventListener("submit", (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(block, form);
    });
  }
  for (const block of all("[data-passkey-missing]")) block.hidden = true;
}

async function ask(block, form) {
  const says = block.querySelector("[data-passkey-says]");
  const tell = (text) => ((says.textContent = text), announce(text));
  tell(block.dataset.working);
  try {
    const answer = await (block.dataset.passkey === "make" ? make(JSON.parse(block.dataset.options)) : prove(block.dataset.from));
    form.elements.credential.value = JSON.stringify(answer);
    form.requestSubmit();
  } catch (error) {
    tell(error.name === "InvalidStateError" ? block.dataset.known : block.dataset.failed);
  }
}

async function make(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: (options.excludeCredentials ?? []).map(known),
    },
  });
  return {
    ...common(made),
    response: {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
    },
  };
}

async function prove(address) {
  const answer = await fetch(address, { headers: { accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  const options = await answer.json();
  const shown = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: (options.allowCredentials ?? []).map(known),
    },
  });
  return {
    ...common(shown),
    response: {
      clientDataJSON: text(shown.response.clientDataJSON),
      authenticatorData: text(shown.response.authenticatorData),
      signature: text(shown.response.signature),
      userHandle: shown.response.userHandle ? text(shown.response.userHandle) : null,
    },
  };
}

const common = (credential) => ({ id: credential.id, rawId: text(credential.rawId), type: credential.type, clientExtensionResults: {} });
const known = (credential) => ({ ...credential, id: bytes(credential.id) });

function bytes(encoded) {
  const plain = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
