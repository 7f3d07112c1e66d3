// Files that survive a tunnel: sent by tus in chunks, and resumed where they stopped.
import { Upload } from "tus-js-client";

const CHUNK = 4 * 1024 * 1024;
// A little more than two minutes in all; then it waits for the network to come back.
const DELAYS = [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000];
const PREFIX = "parvis-upload-";
// The session that began it has ended, or the line: it is nobody's any more, and the file is chosen again.
const LOST = [401, 404, 410];

export function begin(file, { endpoint, token, onProgress, onWaiting, onDone, onFailed }) {
  const headers = { "X-CSRF-Token": token };
  const upload = new Upload(file, {
    endpoint,
    headers,
    chunkSize: CHUNK,
    retryDelays: DELAYS,
    metadata: { filename: file.name },
    urlStorage: new SessionUrls(),
    fingerprint: () => fingerprint(file, endpoint),
    removeFingerprintOnSuccess: true,
    onProgress,
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      const again = status === 0 || status === 409 || status === 423 || status === 429 || status >= 500;
      // No answer is the line; an answer is the service, which has its own words.
      if (again) onWaiting(status === 0);
      return again;
    },
    onError: (error) => {
      if (!error.originalResponse && !navigator.onLine) {
        onWaiting(true);
        window.addEventListener("online", () => upload.start(), { once: true });
        return;
      }
      const answer = error.originalResponse;
      onFailed(LOST.includes(answer?.getStatus()) ? undefined : sentence(answer?.getBody()));
    },
    onSuccess: async () => {
      try {
        const answer = await fetch(upload.url, { headers: { accept: "application/json" } });
        const made = await answer.json();
        if (answer.ok && made.file) onDone(made);
        else onFailed(made.detail ?? made.title);
      } catch {
        onFailed();
      }
    },
  });
  upload.findPreviousUploads().then((previous) => {
    if (previous.length) upload.resumeFromPreviousUpload(previous[0]);
    upload.start();
  });
  return upload;
}

function sentence(body) {
  try {
    const problem = JSON.parse(body);
    return problem.detail ?? problem.title;
  } catch {
    return undefined;
  }
}

// What tells the file again, without keeping its name on a computer that others use.
async function fingerprint(file, endpoint) {
  const told = new TextEncoder().encode([file.name, file.size, file.lastModified, endpoint].join("\n"));
  if (!crypto.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", told));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Until the tab is closed: a reloaded page goes on, the next person at the counter does not.
class SessionUrls {
  async findAllUploads() {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)).map(read);
  }
  async findUploadsByFingerprint(print) {
    return print && sessionStorage.getItem(PREFIX + print) ? [read(PREFIX + print)] : [];
  }
  async removeUpload(key) {
    sessionStorage.removeItem(key);
  }
  async addUpload(print, upload) {
    if (!print) return undefined;
    const kept = { ...upload, metadata: {} };
    sessionStorage.setItem(PREFIX + print, JSON.stringify(kept));
    return PREFIX + print;
  }
}

function read(key) {
  return { ...JSON.parse(sessionStorage.getItem(key)), urlStorageKey: key };
}
