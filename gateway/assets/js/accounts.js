// A page of one account does not outlive its turn: neither in another tab, nor behind the back button.
export function accounts() {
  const mark = document.querySelector("meta[name=parvis-account]")?.content;
  window.addEventListener("pageshow", (event) => event.persisted && mark && location.reload());
  if (!mark || !window.BroadcastChannel) return;
  const others = new BroadcastChannel("parvis-account");
  others.addEventListener("message", ({ data }) => {
    if (data === mark) return;
    document.body.hidden = true;
    location.replace("/");
  });
  others.postMessage(mark);
}
