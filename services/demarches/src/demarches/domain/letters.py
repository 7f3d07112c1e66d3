"""The document of a decision: words of the definition, facts of the dossier, a number and a code to verify it by."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from chassis.refusals import Fault
from contracts.forms import Words, say
from demarches.domain.refusals import DecisionDocumentNotFound

# No letter or figure that is taken for another when it is read aloud or typed from paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUPS, _GROUP = 4, 5
# What a letter's words may name; anything else is a fault of the definition.
NAMES = frozenset({"name", "reference", "title", "received", "decided", "reasons", "department", "organisation"})
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Letter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One text per outcome, in paragraphs; `{name}`, `{reference}`… are replaced. `signatory` is who decides in law."""

    heading: Words = "Décision"
    accepted: Words = ""
    refused: Words = ""
    closed: Words = ""
    considering: tuple[Words, ...] = ()
    signatory: str = ""
    capacity: Words = ""

    def text(self, outcome: str) -> Words:
        written: Words = getattr(self, outcome)
        return written or DEFAULT[outcome]


OUTCOME_WORDS = {"accepted": "Demande acceptée", "refused": "Demande refusée", "closed": "Demande classée sans suite"}
DEFAULT: dict[str, Words] = {
    "accepted": "Votre demande « {title} », numéro {reference}, reçue le {received}, est acceptée.\n\n{reasons}",
    "refused": "Votre demande « {title} », numéro {reference}, reçue le {received}, est refusée pour les raisons "
    "suivantes :\n\n{reasons}",
    "closed": "Votre demande « {title} », numéro {reference}, reçue le {received}, est classée sans suite pour les "
    "raisons suivantes :\n\n{reasons}",
}


@dataclass
class DecisionDocument:
    """`facts` are all that is printed, frozen with the decision; the sheet is made from them and sealed a moment later.

    `seal` is a signed statement (JWS, Ed25519) of the sheet's SHA-256; `key` the public half it was signed with, so that
    it can be verified long after the key was rotated away.
    """

    id: UUID
    dossier_id: UUID
    number: str
    code: str
    facts: dict[str, Any]
    issued_at: datetime
    sheet: bytes | None = None
    sha256: str | None = None
    seal: str | None = None
    key: dict[str, Any] | None = None
    version: int = 0

    @property
    def is_sealed(self) -> bool:
        return self.seal is not None

    def put_seal(self, sheet: bytes, sha256: str, seal: str, key: dict[str, Any]) -> None:
        self.sheet, self.sha256, self.seal, self.key = sheet, sha256, seal, key


def new_code() -> str:
    """Some 99 bits, in four groups."""
    groups = ["".join(secrets.choice(ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS)]
    return "-".join(groups)


def read_code(typed: str) -> str:
    """As it is kept, whatever spaces, dashes or small letters were typed. Raises for what is no code of ours."""
    plain = "".join(letter for letter in typed.upper() if letter.isalnum())
    if len(plain) != _GROUPS * _GROUP or not set(plain) <= set(ALPHABET):
        raise DecisionDocumentNotFound
    return "-".join(plain[start : start + _GROUP] for start in range(0, len(plain), _GROUP))


def filled(words: Words, values: Mapping[str, str], locale: str = "fr") -> str:
    """What is replaced is text, never read again: a name that looks like a placeholder stays a name."""
    text = _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), say(words, locale))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def faults_of(letter: Letter) -> list[Fault]:
    texts = {"heading": letter.heading, "accepted": letter.accepted, "refused": letter.refused, "closed": letter.closed}
    texts |= {f"considering/{number}": words for number, words in enumerate(letter.considering)}
    found: list[Fault] = []
    for name, words in texts.items():
        for locale in ("fr", "en"):
            unknown = sorted(set(_PLACEHOLDER.findall(say(words, locale))) - NAMES)
            if unknown:
                said = f"« {{{unknown[0]}}} » ne veut rien dire ici. Utilisez : {', '.join(sorted(NAMES))}."
                found.append(Fault(f"/letter/{name}", said, "unknown"))
                break
    return found
