// Shows what the town pushes, and leads to it. It keeps no page: without network it shows the one that pages prepared, which is
// nobody's (shell.js). Forms pass by it untouched, so that the browser itself says where they come from.
const CENTRE = "/mes-notifications";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { origin, pathname } = new URL(request.url);
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => prepared("/hors-connexion")));
  else if (origin === self.location.origin && (pathname.startsWith("/assets/") || pathname === "/theme.css")) {
    event.respondWith(fetch(request).catch(() => prepared(request)));
  }
});

const prepared = async (wanted) => (await caches.match(wanted, { ignoreVary: true })) ?? Response.error();

self.addEventListener("push", (event) => {
  const told = read(event.data);
  event.waitUntil(
    self.registration.showNotification(told.title ?? "", {
      body: told.body ?? "",
      // The same one again replaces itself.
      tag: told.tag ?? "",
      icon: "/assets/favicon.svg",
      data: { link: inside(told.link) },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.link ?? inside()));
});

function read(data) {
  try {
    return data?.json() ?? {};
  } catch {
    return {};
  }
}

// Whatever it says, it leads nowhere but into this portal.
function inside(link) {
  const home = self.location.origin;
  try {
    const address = new URL(link || CENTRE, home);
    return address.origin === home ? address.href : new URL(CENTRE, home).href;
  } catch {
    return new URL(CENTRE, home).href;
  }
}

async function open(address) {
  const pages = await self.clients.matchAll({ type: "window" });
  const open = pages.find((page) => page.url === address);
  return open ? open.focus() : self.clients.openWindow(address);
}
