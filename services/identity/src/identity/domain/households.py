"""« Mon foyer »: whom a citizen enters démarches for (ID-21). No more than a form asks of a person."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from chassis.refusals import Conflict, Fault, NotFound
from identity.domain.persons import CIVILITIES, cleaned, has_control_characters, has_pictures

MOST = 12
OLDEST = 130
LONGEST = 120


class Relation(StrEnum):
    CHILD = "child"
    SPOUSE = "spouse"
    OTHER = "other"


class MemberNotFound(NotFound):
    """Cette personne n’est pas dans votre foyer."""


class HouseholdFull(Conflict):
    """Votre foyer compte déjà 12 personnes. Retirez-en une pour en ajouter une autre."""


class AlreadyInHousehold(Conflict):
    """Cette personne est déjà dans votre foyer."""


class MemberFacts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`family_name` is the name at birth; `used_name` the one in use, when it is another."""

    relation: Relation = Relation.CHILD
    civility: str = ""
    family_name: str = ""
    used_name: str = ""
    given_names: str = ""
    birth_date: date | None = None

    @property
    def tidy(self) -> "MemberFacts":
        names = {name: cleaned(getattr(self, name)) for name in ("family_name", "used_name", "given_names")}
        return msgspec.structs.replace(self, **names)

    @property
    def likeness(self) -> tuple[str, str, date | None]:
        """The same for one person typed twice."""
        return self.family_name.casefold(), self.given_names.casefold(), self.birth_date


@dataclass
class HouseholdMember:
    id: UUID
    account_id: UUID
    facts: MemberFacts
    version: int = 0


def member_faults(facts: MemberFacts, *, today: date) -> list[Fault]:
    found: list[Fault] = []
    asked = (
        ("given_names", "Indiquez ses prénoms."),
        ("family_name", "Indiquez son nom de naissance."),
        ("used_name", ""),
    )
    for name, sentence in asked:
        text: str = getattr(facts, name)
        if has_control_characters(text) or len(text) > LONGEST:
            found.append(Fault(f"/{name}", "Écrivez 120 caractères au plus, sur une ligne.", "too_long"))
        elif has_pictures(text):
            found.append(Fault(f"/{name}", "Écrivez un nom avec des lettres, sans image ni symbole.", "name"))
        elif sentence and not text.strip():
            found.append(Fault(f"/{name}", sentence, "required"))
    if facts.civility not in CIVILITIES:
        found.append(Fault("/civility", "Choisissez Madame, Monsieur, ou rien.", "unknown"))
    if facts.birth_date is None:
        if facts.relation is Relation.CHILD:
            found.append(Fault("/birth_date", "Indiquez sa date de naissance, par exemple 27 3 2018.", "required"))
    elif not today.year - OLDEST <= facts.birth_date.year or facts.birth_date > today:
        found.append(Fault("/birth_date", "Indiquez une date de naissance passée.", "date"))
    return found
