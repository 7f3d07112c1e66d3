"""A message that an organisation made up itself, for its programs to send."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from chassis.refusals import Fault, Invalid
from notifier.domain.languages import LOCALES
from notifier.domain.override import Wording

_KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_KEY = 60
LONGEST_TITLE = 120


class TemplateWanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`wordings` by language; French is always there, and is what a language without words of its own is told."""

    key: str
    title: str
    wordings: dict[str, Wording]


@dataclass(kw_only=True)
class OwnTemplate:
    id: UUID
    wanted: TemplateWanted
    changed_at: datetime
    changed_by: UUID | None
    version: int = 0

    def rewrite(self, wanted: TemplateWanted, *, by: UUID | None, at: datetime) -> None:
        self.wanted, self.changed_by, self.changed_at = wanted, by, at


def named_as_kind(key: str) -> str:
    """How a message made of it is told apart from those of Parvis."""
    return f"own:{key}"


def must_be_a_template(wanted: TemplateWanted) -> None:
    """Names and languages. Whether its words can be sent is for who knows their grammar (`mails.own`)."""
    faults: list[Fault] = []
    if not _KEY.fullmatch(wanted.key) or len(wanted.key) > LONGEST_KEY:
        faults.append(Fault("/key", "Des lettres minuscules sans accent, des chiffres et des tirets.", "format"))
    if not wanted.title.strip():
        faults.append(Fault("/title", "Donnez un titre à ce modèle.", "missing"))
    elif len(wanted.title) > LONGEST_TITLE:
        faults.append(Fault("/title", f"{LONGEST_TITLE} caractères au plus.", "length"))
    if "fr" not in wanted.wordings or set(wanted.wordings) - set(LOCALES):
        faults.append(Fault("/wordings", "Le français est obligatoire, l’anglais possible.", "languages"))
    if faults:
        raise Invalid(faults=faults)
