"""A remote maintenance session that a customer asks for while their request is dealt with (TK-10)."""

import re

from chassis.refusals import Fault
from contracts.forms.words import Words, say
from ticketing.domain.refusals import SessionInvalid

ASKED = "session"
"""The channel of the message that asks for one."""
LONGEST = 300
_WORDS: tuple[Words, Words, Words] = (
    {"fr": "Je souhaite une session de télémaintenance.", "en": "I would like a remote maintenance session."},
    {"fr": "Téléphone : ", "en": "Telephone: "},
    {"fr": "Disponibilités : ", "en": "When I am available: "},
)


def session_asked(phone: str, when: str, locale: str) -> str:
    """What the team reads. Raises SessionInvalid."""
    phone, when = phone.strip(), " ".join(when.split())
    faults: list[Fault] = []
    if len(phone) > 30 or not re.fullmatch(r"[0-9+ ().-]*", phone) or sum(one.isdigit() for one in phone) < 6:
        faults.append(Fault("/phone", "Indiquez un numéro de téléphone, par exemple 04 42 00 51 50.", "phone"))
    if len(when) > LONGEST or not when.isprintable():
        faults.append(Fault("/when", f"Écrivez {LONGEST} caractères au plus.", "too_long"))
    if faults:
        raise SessionInvalid(faults=faults)
    wish, call, at = (say(words, locale) for words in _WORDS)
    lines = [wish, f"{call}{phone}", *([f"{at}{when}"] if when else [])]
    return "\n".join(lines)
