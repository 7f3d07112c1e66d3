"""What a page of the entrance asks for, and what it reproaches: enough to fill in its form as a browser would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TOKEN = "csrf_token"


@dataclass
class Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict[str, str])


class Page(HTMLParser):
    """Its forms with what they hold already, and the sentences of its error summary."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.errors: list[str] = []
        self._in_summary = self._in_line = False
        self.feed(text)

    def form_with(self, name: str) -> Form | None:
        return next((form for form in self.forms if name in form.fields), None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(told.get("action", "")))
        elif tag == "input" and self.forms and told.get("name"):
            self.forms[-1].fields[told["name"]] = told.get("value", "")
        elif "data-error-summary" in told:
            self._in_summary = True
        elif tag == "li" and self._in_summary:
            self._in_line = True
            self.errors.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "li":
            self._in_line = False
        elif tag == "section":
            self._in_summary = False

    def handle_data(self, data: str) -> None:
        if self._in_line and self.errors:
            self.errors[-1] += data
