"""The words of pages in other languages. The French text is the key; each member keeps an `en` catalogue of its own."""

from collections.abc import Iterable
from functools import cached_property, lru_cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from chassis.pages.sentences import Filled
from chassis.pages.sources import folder_of

Messages = NullTranslations
DOMAIN = "messages"


class French(NullTranslations):
    """The text itself, with French plurals: zero and one are singular."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if abs(n) < 2 else msgid2

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)


class Translated(Translations):
    """Knows a sentence whose holes are filled already: « 200 caractères au plus. » is « {0} caractères au plus. »."""

    def gettext(self, message: str) -> str:
        known = super().gettext(message)
        if known != message or message in self._catalog:
            return known
        found = self._filled.find(message)
        if found is None:
            return known
        text, values = found
        said = super().gettext(text)
        for number, value in enumerate(values):
            # What fills a hole may be words of ours too: a permission's label.
            said = said.replace(f"{{{number}}}", super().gettext(value))
        return said

    @cached_property
    def _filled(self) -> Filled:
        return Filled(text for text in self._catalog if isinstance(text, str))


class Catalogues:
    def __init__(self, packages: Iterable[str] = ()):
        self._folders = [Path(__file__).parent / "locales", *(folder_of(package) / "locales" for package in packages)]
        self._known: dict[str, Messages] = {"fr": French()}

    def messages(self, locale: str) -> Messages:
        language = locale[:2]
        if language not in self._known:
            merged = Translated()
            for folder in self._folders:
                found = load(folder / language / "LC_MESSAGES" / f"{DOMAIN}.po")
                if found is not None:
                    merged.merge(found)
            self._known[language] = merged
        return self._known[language]


@lru_cache(maxsize=64)
def load(path: Path) -> Translations | None:
    """Read from the .po itself: no compiled file to forget. Takes some 50 ms a catalogue, once per process."""
    if not path.exists():
        return None
    with path.open("rb") as source:
        catalogue = read_po(source, locale=path.parts[-3])
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
