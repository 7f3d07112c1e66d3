"""Makes pages from templates: one Jinja environment per language, autoescaped, where an unknown name is an error."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from chassis.pages.charts import bars, chart
from chassis.pages.filters import filters
from chassis.pages.shapes import shaped
from chassis.pages.sources import folder_of
from chassis.pages.translations import Catalogues, Messages

SHARED = Path(__file__).parent / "templates"
MACRO_FILES = ("actions", "fields", "choices", "status", "content", "table", "charts")


class Pages:
    """Renders the templates of the given packages (« demarches.console »), found by their path inside them.

    The shared layouts come first: a member cannot replace one by accident. `translations` are packages whose `locales/`
    holds catalogues; by default the top package of each root. French is the text of the templates and needs none.
    """

    def __init__(self, *roots: str, translations: Iterable[str] | None = None, extra: Mapping[str, Any] | None = None):
        folders = [folder_of(root) for root in roots]
        catalogues = Catalogues(translations if translations is not None else {root.split(".")[0] for root in roots})
        self._loader = ChoiceLoader([FileSystemLoader(SHARED), *(FileSystemLoader(folder) for folder in folders)])
        self._extra = dict(extra or {})
        self._catalogues = catalogues
        self._environments: dict[str, Environment] = {}

    def render(self, template: str, *, locale: str, **context: Any) -> str:
        """The page as text. Layouts need `page` (PageContext) and `title`; see README.md."""
        return self.environment(locale).get_template(template).render(context)

    def messages(self, locale: str) -> Messages:
        """Translations for code that words something itself: `pages.messages(locale).gettext("…")`."""
        return self._catalogues.messages(locale)

    def environment(self, locale: str) -> Environment:
        language = "en" if locale.startswith("en") else "fr"
        if language not in self._environments:
            self._environments[language] = self._build(language)
        return self._environments[language]

    def _build(self, language: str) -> Environment:
        environment = Environment(
            loader=self._loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            extensions=["jinja2.ext.i18n"],
        )
        messages = self._catalogues.messages(language)
        environment.install_gettext_callables(  # pyright: ignore[reportAttributeAccessIssue]
            messages.gettext, messages.ngettext, newstyle=True, pgettext=messages.pgettext, npgettext=messages.npgettext
        )
        environment.filters.update(filters(language))
        environment.filters |= {"shaped": shaped, "bars": bars, "chart": chart}
        environment.globals.update(self._extra)
        environment.globals["locale"] = language
        environment.globals["ui"] = macros(environment)
        return environment


def macros(environment: Environment) -> SimpleNamespace:
    """Every shared macro under one name, so that templates write `ui.button(…)` without importing anything."""
    found: dict[str, Any] = {}
    for name in MACRO_FILES:
        module = environment.get_template(f"ui/{name}.html").module
        found.update({key: value for key, value in vars(module).items() if not key.startswith("_")})
    return SimpleNamespace(**found)
