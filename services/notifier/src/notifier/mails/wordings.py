"""The words we write, per message and language, checked when the process starts."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from contracts.messages import KINDS, MessageKind
from notifier.domain.languages import LOCALES
from notifier.domain.override import Wording
from notifier.mails.grammar import BadTemplate, placeholders

FOLDER = Path(__file__).parent / "templates"
# Known to every template, whoever asks for the message.
ALWAYS = frozenset(
    {
        "name",
        "organisation",
        "organisation_url",
        "organisation_phone",
        "organisation_email",
        "organisation_address",
    }
)
LONGEST = 10_000
S = TypeVar("S", bound=msgspec.Struct)


class Wrong(msgspec.Struct, frozen=True):
    """One thing wrong with a wording: the field, a code, and a sentence."""

    field: str
    code: str
    sentence: str


class WordingsNotUsable(RuntimeError):
    """A template of ours is wrong: the process does not start, and says which."""


class Frame(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words around every message of one language."""

    copy_link: str
    contact: str
    automatic: str


class Wordings:
    """Every message in every language. Raises `WordingsNotUsable` at once when one is missing or wrong."""

    def __init__(self, folder: Path = FOLDER, kinds: tuple[MessageKind, ...] = KINDS) -> None:
        self._wordings = {
            (kind.key, locale): _read(folder / locale / f"{kind.key}.toml", Wording)
            for kind in kinds
            for locale in LOCALES
        }
        self._frames = {locale: _read(folder / locale / "_frame.toml", Frame) for locale in LOCALES}
        faults = [
            f"{locale}/{kind.key}.toml, {wrong.field}: {wrong.sentence}"
            for kind in kinds
            for locale in LOCALES
            for wrong in faults_of(self._wordings[kind.key, locale], kind)
        ]
        if faults:
            raise WordingsNotUsable("\n".join(faults))

    def of(self, key: str, locale: str) -> Wording:
        return self._wordings[key, locale]

    def frame(self, locale: str) -> Frame:
        return self._frames[locale]


def faults_of(wording: Wording, kind: MessageKind) -> Iterator[Wrong]:
    """What stands in the way of sending this wording: an unknown placeholder, a needed one left out, bad grammar."""
    used: set[str] = set()
    fields: Mapping[str, str] = msgspec.to_builtins(wording)
    for field, source in fields.items():
        if not source.strip():
            yield Wrong(field, "empty", "Ce texte est vide.")
        if len(source) > LONGEST:
            yield Wrong(field, "too_long", f"Ce texte dépasse {LONGEST} caractères.")
            continue
        try:
            names = placeholders(source)
        except BadTemplate as error:
            yield Wrong(field, "grammar", str(error))
            continue
        used |= names
        for name in sorted(names - kind.names - ALWAYS):
            yield Wrong(field, "unknown_placeholder", f"« {name} » n’est pas une information de ce message.")
    for placeholder in kind.placeholders:
        # The button carries the link whatever the words are.
        if not placeholder.optional and placeholder.name not in used | {kind.button}:
            yield Wrong("body", "missing_placeholder", f"« {placeholder.name} » doit être dit dans ce message.")


def _read(path: Path, shape: type[S]) -> S:
    try:
        return msgspec.convert(tomllib.loads(path.read_text()), shape)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise WordingsNotUsable(f"{path.parent.name}/{path.name}: {error}") from error
