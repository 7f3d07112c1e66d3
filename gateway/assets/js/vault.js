// A drawer on this device: each thing sealed by a key that script can use and never read (AES-GCM, not extractable).
const NAME = "parvis-hors-ligne";
const DAYS = 7;

let opened;

function base() {
  opened ??= new Promise((resolve, reject) => {
    const asking = indexedDB.open(NAME, 1);
    asking.onupgradeneeded = () => {
      asking.result.createObjectStore("keys", { keyPath: "owner" });
      asking.result.createObjectStore("kept", { keyPath: "id" });
    };
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  });
  return opened;
}

async function act(store, mode, what) {
  const transaction = (await base()).transaction(store, mode);
  return new Promise((resolve, reject) => {
    const request = what(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

// One key an owner: made at the first need, gone when they sign out.
async function keyOf(owner) {
  const found = await act("keys", "readonly", (keys) => keys.get(owner));
  if (found) return found.key;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await act("keys", "readwrite", (keys) => keys.put({ owner, key }));
  return key;
}

// Bound to its place: a sealed thing moved under another name or owner does not open.
const about = ({ id, owner, part }) => new TextEncoder().encode([owner, id, part].join("\n"));

async function seal(owner, id, part, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const way = { name: "AES-GCM", iv, additionalData: about({ id, owner, part }) };
  return { iv, bytes: await crypto.subtle.encrypt(way, await keyOf(owner), bytes) };
}

async function unseal(owner, id, part, { iv, bytes }) {
  const way = { name: "AES-GCM", iv, additionalData: about({ id, owner, part }) };
  return crypto.subtle.decrypt(way, await keyOf(owner), bytes);
}

const text = (value) => new TextEncoder().encode(JSON.stringify(value));

export async function put({ id, owner, kind, place, state = "waiting" }, told, file) {
  const kept = { id, owner, kind, place, state, at: Date.now(), told: await seal(owner, id, "told", text(told)) };
  if (file) kept.file = await seal(owner, id, "file", await file.arrayBuffer());
  await act("kept", "readwrite", (store) => store.put(kept));
}

// The same thing with other words (a file's bytes stay as they are) or another state.
export async function change(kept, { told, state = kept.state }) {
  const next = { ...kept, state };
  if (told) next.told = await seal(kept.owner, kept.id, "told", text(told));
  await act("kept", "readwrite", (store) => store.put(next));
  return next;
}

export const list = async () => (await act("kept", "readonly", (store) => store.getAll())) ?? [];
export const drop = (id) => act("kept", "readwrite", (store) => store.delete(id));
export const told = async (kept) => JSON.parse(new TextDecoder().decode(await unseal(kept.owner, kept.id, "told", kept.told)));
export const bytesOf = (kept) => unseal(kept.owner, kept.id, "file", kept.file);

// Everything of one owner, or of all of them, key first: what a crash would leave behind does not open any more.
export async function wipe(owner) {
  await act("keys", "readwrite", (keys) => (owner ? keys.delete(owner) : keys.clear()));
  if (!owner) return act("kept", "readwrite", (store) => store.clear());
  for (const kept of await list()) if (kept.owner === owner) await drop(kept.id);
}

// All but what these owners keep.
export async function empty(staying) {
  if (!staying.length) return wipe();
  for (const owner of await act("keys", "readonly", (keys) => keys.getAllKeys())) if (!staying.includes(owner)) await wipe(owner);
}

export async function tidy() {
  const oldest = Date.now() - DAYS * 86_400_000;
  for (const kept of await list()) if (kept.at < oldest) await drop(kept.id);
}
