"""Keeps the English catalogues whole: `python -m chassis.pages.catalogues extract | check`.

`extract` writes into `<package>/locales/en/LC_MESSAGES/messages.po` of every member the French texts of its templates and
code (`_`, `gettext`, `ngettext`, `N_`), the titles of its refusals and the sentences of its faults, and drops those no longer there. `check` fails on a text without its English,
and on one with a typewriter's apostrophe (French has « ’ »).
Nothing is compiled: pages read the .po themselves.
"""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.pofile import read_po, write_po

from chassis.pages.refusal_titles import titles
from chassis.pages.sentences import sentences
from contracts.consoles import CONSOLES
from contracts.documents import PIECE_TYPES
from contracts.features import FEATURES
from contracts.permissions import CATALOGUE as PERMISSIONS

LANGUAGE = "en"
OPTIONS = {
    pattern: {"extensions": "jinja2.ext.i18n", "newstyle_gettext": "true", "silent": "false"}
    for pattern in ("**.html", "**.txt")
}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "N_": None}
CALLED = re.compile(rb"\b(?:_|gettext|ngettext|pgettext|N_)\(")
# Fixed, so that extracting twice changes nothing.
DATED = datetime(2026, 1, 1, tzinfo=UTC)
CHASSIS = Path(__file__).resolve().parents[1]
ELIDED = re.compile(r"[a-zà-ÿ]'", re.IGNORECASE)


def _python(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Most files translate nothing: those are not taken apart word by word."""
    if CALLED.search(file.read()):
        file.seek(0)
        yield from extract_python(file, keywords, comment_tags, options)


METHODS: Any = [("**.py", _python), ("**.html", "jinja2"), ("**.txt", "jinja2")]


def members() -> Iterator[Path]:
    """Source folders of the packages that show words: the chassis itself, then services and gateway of this checkout."""
    yield CHASSIS
    root = CHASSIS.parents[2]
    for folder in sorted(
        [*root.glob("services/*/src/*"), *root.glob("gateway/src/gateway"), *root.glob("contracts/src/contracts")]
    ):
        if (folder / "__init__.py").exists():
            yield folder


def catalogue_file(package: Path) -> Path:
    home = package / "pages" if package == CHASSIS else package
    return home / "locales" / LANGUAGE / "LC_MESSAGES" / "messages.po"


def texts(package: Path) -> Catalog:
    """The French texts a package holds now."""
    found = Catalog(locale=LANGUAGE, charset="utf-8")
    for _file, _line, message, comments, context in extract_from_dir(
        package, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",)
    ):
        found.add(message, None, auto_comments=comments, context=context)
    # The contracts' own words are said in both languages where they are written.
    said = () if package.name == "contracts" else sentences(package)
    for text in (*titles(package), *said):
        found.add(text)
    if package == CHASSIS:
        # The consoles' navigation, the features, the permissions and the types of pieces are data of the contracts: several show them.
        labels = [label for page in CONSOLES for label in (page.label, page.group)]
        labels += [words for feature in FEATURES for words in (feature.label, feature.purpose)]
        for label in (*labels, *(permission.label for permission in PERMISSIONS), *PIECE_TYPES.values()):
            found.add(label)
    return found


def known(package: Path) -> Catalog:
    file = catalogue_file(package)
    if not file.exists():
        return Catalog(locale=LANGUAGE, charset="utf-8")
    with file.open("rb") as source:
        return read_po(source, locale=LANGUAGE, charset="utf-8")


def extract(package: Path) -> tuple[int, int]:
    """Brings the package's catalogue up to date; the number of texts in it, and of those without English."""
    now, catalogue = texts(package), known(package)
    catalogue.update(now, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    if not len(catalogue):
        return 0, 0
    catalogue.creation_date = catalogue.revision_date = DATED
    catalogue.project, catalogue.version = "Parvis", "1"
    catalogue.fuzzy = False
    catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = "Parvis"
    catalogue.header_comment = f"# English of {package.name}. The French text is the key."
    file = catalogue_file(package)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as target:
        write_po(target, catalogue, width=0, no_location=True, sort_output=True)
    return len(catalogue), len(_missing(now, catalogue))


def missing(package: Path) -> list[str]:
    """French texts that have no English, or whose English names other things (%(name)s, {time}) than the French."""
    return _missing(texts(package), known(package))


def _missing(now: Catalog, catalogue: Catalog) -> list[str]:
    return [text for message in now if (text := singular(message)) and not translated(catalogue, message)]


def typewritten(package: Path) -> list[str]:
    """French texts with a straight apostrophe. English said beside its French in code is its own translation."""
    catalogue = known(package)
    found = (message for message in texts(package) if ELIDED.search(singular(message)))
    return [singular(message) for message in found if catalogue[singular(message)].string != singular(message)]


def singular(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def translated(catalogue: Catalog, message: Message) -> bool:
    found = catalogue.get(singular(message), message.context)
    if found is None or found.fuzzy or not found.string:
        return False
    strings = found.string if isinstance(found.string, (tuple, list)) else (found.string,)
    return all(strings) and all(names(text) >= names(singular(message)) - {"num"} for text in strings)


def names(text: str) -> set[str]:
    return {one or other for one, other in re.findall(r"%\((\w+)\)s|\{(\w+)\}", text)}


def main(act: str) -> int:
    if act == "extract":
        for package in members():
            count, holes = extract(package)
            sys.stdout.write(f"{package.name}: {count} texts, {holes} without English\n")
        return 0
    lacking = [(package.name, text) for package in members() for text in missing(package)]
    for name, text in lacking:
        sys.stdout.write(f"{name}: no English for « {text} »\n")
    typed = [(package.name, text) for package in members() for text in typewritten(package)]
    for name, text in typed:
        sys.stdout.write(f"{name}: « ’ » for ' in « {text} »\n")
    return 1 if lacking or typed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ("extract", "check"):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
