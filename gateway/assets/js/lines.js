// A file that was chosen, as a line under its field: its picture, how far it is, its place among the others.
import { announce, element } from "./page.js";

const SIDE = 96;

export class Line {
  constructor(zone, input, list, file, left) {
    Object.assign(this, { zone, input, list, file, left });
    this.bar = element("progress", { max: 100, value: 0 });
    this.bar.setAttribute("aria-label", file.name);
    this.note = element("span");
    this.cancel = this.act(zone.dataset.cancel ?? "");
    this.node = element("li", {}, [element("span", { className: "drop-name", textContent: file.name }), this.note, this.bar]);
    list.append(this.node);
    if (file.type.startsWith("image/")) this.picture();
  }
  act(words) {
    const button = element("button", { type: "button", className: "button button-quiet", textContent: words });
    button.setAttribute("aria-label", `${words} : ${this.file.name}`);
    return button;
  }
  // Drawn here from the file itself: a bad photo is seen before it is kept. What the browser cannot read has none.
  async picture() {
    try {
      const bitmap = await createImageBitmap(this.file);
      const scale = SIDE / Math.max(bitmap.width, bitmap.height);
      const canvas = element("canvas", { width: Math.ceil(bitmap.width * scale), height: Math.ceil(bitmap.height * scale) });
      canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      bitmap.close();
      this.node.prepend(element("img", { className: "drop-picture", alt: "", src: canvas.toDataURL("image/jpeg", 0.8) }));
    } catch {
      // HEIC, mostly: the service converts it.
    }
  }
  progress(sent, total) {
    this.bar.value = Math.round((100 * sent) / total);
    this.note.textContent = this.zone.dataset.sending.replace("{percent}", this.bar.value);
  }
  cancellable(stop) {
    this.node.append(this.cancel);
    this.cancel.addEventListener("click", () => {
      stop();
      this.node.remove();
      this.left();
      this.input.focus();
    });
  }
  failed(title) {
    this.end(title || this.zone.dataset.failed);
    this.node.classList.add("drop-failed");
    if (this.zone.dataset.remove) this.node.append(element("span", { className: "drop-acts" }, [this.away()]));
    this.left();
  }
  // Sent by somebody else later: this line only says so.
  kept(text, removed) {
    this.end(text);
    const away = this.away();
    away.addEventListener("click", removed);
    this.node.append(element("span", { className: "drop-acts" }, [away]));
    this.left();
  }
  done(name, value, note) {
    this.end(note ?? this.zone.dataset.sent);
    if (value !== undefined) this.node.append(element("input", { type: "hidden", name, value }));
    if (this.input.required) this.wanted = true;
    this.input.required = false;
    if (this.zone.dataset.remove) this.movable();
    this.left();
    this.zone.dispatchEvent(new CustomEvent("change", { bubbles: true }));
  }
  end(text) {
    this.bar.remove();
    this.cancel.remove();
    this.note.textContent = text;
    announce(`${this.file.name} : ${text}`);
  }
  movable() {
    // One file alone has no place to go: its field has no words for it.
    const { up = "", down = "" } = this.zone.dataset;
    this.node.line = this;
    this.up = this.act(up);
    this.down = this.act(down);
    this.up.addEventListener("click", () => this.move(this.node.previousElementSibling, "before"));
    this.down.addEventListener("click", () => this.move(this.node.nextElementSibling, "after"));
    this.node.append(element("span", { className: "drop-acts" }, [this.up, this.down, this.away()]));
    arrange(this.list);
  }
  away() {
    const button = this.act(this.zone.dataset.remove);
    button.addEventListener("click", () => this.remove());
    return button;
  }
  move(other, where) {
    other[where](this.node);
    arrange(this.list);
    const pressed = where === "before" ? this.up : this.down;
    // At the end of its way a button is gone: the keyboard goes on with the other one.
    (pressed.hidden ? (where === "before" ? this.down : this.up) : pressed).focus();
    const place = [...this.list.children].indexOf(this.node) + 1;
    announce(this.zone.dataset.moved.replace("{file}", this.file.name).replace("{place}", place));
  }
  remove() {
    this.node.remove();
    if (!this.list.querySelector("input[type=hidden]")) this.input.required = this.wanted ?? this.input.required;
    arrange(this.list);
    announce(`${this.file.name} : ${this.zone.dataset.removed}`);
    this.input.focus();
  }
}

function arrange(list) {
  const { firstElementChild, lastElementChild } = list;
  for (const { line } of list.children) {
    if (!line) continue;
    line.up.hidden = line.node === firstElementChild;
    line.down.hidden = line.node === lastElementChild;
  }
}
