"""What the checks say, on the wire between their process and ours: one line of JSON, then the cleaned content."""

from enum import StrEnum

import msgspec


class Outcome(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNABLE = "unscannable"


class Verdict(msgspec.Struct, frozen=True):
    """`cause` is the malware's name, or a French sentence that the sender of the file reads. `thumbnail` is how many of
    the bytes that follow are a small picture of the file, before the file itself."""

    outcome: Outcome
    cause: str | None = None
    media_type: str = ""
    thumbnail: int = 0
    pages: int = 0


class Unscannable(Exception):
    """The file cannot be checked, so it counts as unsafe. The message is shown to its sender."""


class Infected(Exception):
    """Malware was found; the message is its name."""


UNREADABLE = "Ce fichier est abîmé ou illisible."
TOO_LONG = "Ce fichier est trop complexe pour être contrôlé."
