// A line kept open to hear that something has moved, while the page is looked at: a browser has six of them for a whole
// site, and a dozen pages may stay open behind the one that is read.
export function listens(address, heard) {
  if (!window.EventSource) return;
  let flow;
  const open = () => {
    flow = new EventSource(address);
    flow.addEventListener("changed", heard);
  };
  const close = () => flow?.close();
  const looked = () => document.visibilityState === "visible";
  // What came while nobody looked is there when somebody does.
  const again = () => {
    close();
    if (!looked()) return;
    open();
    heard();
  };
  if (looked()) open();
  document.addEventListener("visibilitychange", again);
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => event.persisted && again());
}
