"""Somebody who cannot sign in, and asks all the same (TK-05). What they say of themselves is unproven."""

import re
from dataclasses import dataclass
from uuid import UUID

from chassis.figures import grouped
from chassis.refusals import Fault
from ticketing.domain.refusals import GuestInvalid
from ticketing.domain.texts import fault_in_subject
from ticketing.domain.thread import LONGEST_MESSAGE

_ADDRESS = re.compile(r"[^@\s<>,;:\"]{1,64}@[^@\s<>,;:\"]{1,190}\.[A-Za-z]{2,24}")
UNCHECKED_AN_HOUR = 10
"""Without the check against robots (no script), so many of all visitors together."""

BY_FORM = "form"
"""The channel of a guest's first message: its author is who has no account yet."""


@dataclass(frozen=True, slots=True)
class Guest:
    """`checked`: the check against robots was passed."""

    id: UUID
    name: str
    email: str
    phone: str
    organisation: str
    checked: bool


def must_be_a_request(guest: Guest, subject: str, body: str) -> None:
    faults: list[Fault] = []
    for pointer, typed, longest, said in (
        ("/name", guest.name, 100, "Indiquez votre nom."),
        ("/organisation", guest.organisation, 150, "Indiquez votre collectivité."),
    ):
        if not typed.strip() or len(typed) > longest or not typed.isprintable():
            faults.append(Fault(pointer, said, "missing"))
    if not _ADDRESS.fullmatch(guest.email):
        faults.append(Fault("/email", "Indiquez une adresse électronique, par exemple nom@exemple.fr.", "email"))
    if len(guest.phone) > 30 or not re.fullmatch(r"[0-9+ ().-]*", guest.phone):
        faults.append(Fault("/phone", "Indiquez un numéro de téléphone, par exemple 04 42 00 51 50.", "phone"))
    faults += fault_in_subject(subject)
    if not body.strip() or len(body) > LONGEST_MESSAGE or "\x00" in body:
        faults.append(
            Fault("/body", f"Décrivez votre difficulté, en {grouped(LONGEST_MESSAGE)} caractères au plus.", "missing")
        )
    if faults:
        raise GuestInvalid(faults=faults)
