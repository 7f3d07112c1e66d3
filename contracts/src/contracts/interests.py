"""Centres of interest that a member of an organisation may tick: what news and newsletters are addressed by."""

from typing import NamedTuple


class Interest(NamedTuple):
    """`label` is French (the msgid of its translation)."""

    key: str
    label: str


INTERESTS = (
    Interest("civil_status", "État civil et cimetières"),
    Interest("elections", "Élections"),
    Interest("finance", "Finances et comptabilité"),
    Interest("staff", "Paie et ressources humaines"),
    Interest("planning", "Urbanisme et habitat"),
    Interest("childhood", "Enfance, école et jeunesse"),
    Interest("social", "Action sociale"),
    Interest("works", "Voirie, eau et services techniques"),
    Interest("law", "Affaires juridiques et marchés publics"),
    Interest("data", "Informatique et données personnelles"),
)
INTEREST_KEYS = frozenset(interest.key for interest in INTERESTS)
