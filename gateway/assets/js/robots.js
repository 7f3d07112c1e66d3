// The check against robots that nobody reads: find the number whose SHA-256 after the salt is the one asked (ALTCHA).
import { all, announce } from "./page.js";

const AT_ONCE = 400;

export function robotChecks() {
  for (const block of all("[data-robot-check]")) check(block);
}

async function check(block) {
  const says = block.querySelector("[data-robot-says]");
  const answer = block.querySelector("input[name=proof]");
  const form = block.closest("form");
  const tell = (text) => ((says.textContent = text), announce(text));
  // Sent before the end: wait for it, then send. A minute is too long for anybody.
  let sender = null;
  const hold = (event) => {
    if (event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    sender = event.submitter;
  };
  form.addEventListener("submit", hold);
  tell(block.dataset.working);
  try {
    answer.value = await withinSeconds(30, solve(await ask(block.dataset.robotCheck)));
    tell(block.dataset.done);
  } catch {
    tell(block.dataset.failed);
  }
  form.removeEventListener("submit", hold);
  if (sender) form.requestSubmit(sender);
}

async function ask(address) {
  const answer = await fetch(address, { headers: { accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function solve({ algorithm, challenge, maxnumber, salt, signature }) {
  const encoder = new TextEncoder();
  for (let first = 0; first <= maxnumber; first += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, index) => first + index);
    const found = await Promise.all(
      numbers.map(async (number) => hex(await crypto.subtle.digest(algorithm, encoder.encode(salt + number))) === challenge),
    );
    const index = found.indexOf(true);
    if (index >= 0) return btoa(JSON.stringify({ algorithm, challenge, number: first + index, salt, signature }));
  }
  throw new Error("no answer");
}

function hex(buffer) {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function withinSeconds(seconds, work) {
  return Promise.race([work, new Promise((_, late) => setTimeout(() => late(new Error("late")), seconds * 1000))]);
}
