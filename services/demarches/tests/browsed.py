"""A page's form as a browser would send it back untouched."""

from html.parser import HTMLParser


class Sendable(HTMLParser):
    """The controls of the form whose action ends so; its buttons, and boxes that are not checked, send nothing."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self._action, self._inside = action, False
        self._named, self._text, self._options = "", False, list[tuple[str, bool]]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = of.get("action", "").endswith(self._action) and of.get("method") == "post"
        if not self._inside:
            return
        match tag:
            case "input" if of.get("type") not in ("checkbox", "radio") or "checked" in of:
                self._adds(of.get("name", ""), of.get("value", "on" if of.get("type") in ("checkbox", "radio") else ""))
            case "textarea":
                self._named, self._text = of.get("name", ""), True
                self._adds(self._named, "")
            case "select":
                self._named, self._options = of.get("name", ""), []
            case "option":
                self._options.append((of.get("value", ""), "selected" in of))
            case _:
                pass

    def handle_data(self, data: str) -> None:
        if self._inside and self._text:
            # The line feed after <textarea> is no part of its text.
            first = not self.sent[self._named][-1]
            self.sent[self._named][-1] += data.removeprefix("\n") if first else data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = False
        elif tag == "select" and self._inside and self._options:
            chosen = [value for value, is_selected in self._options if is_selected]
            self._adds(self._named, (chosen or [self._options[0][0]])[-1])
            self._options = []
        elif tag == "form":
            self._inside = False

    def _adds(self, name: str, value: str) -> None:
        if name:
            self.sent.setdefault(name, []).append(value)
