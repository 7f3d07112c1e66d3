"""Communes and groupings of communes as the State counts them: what an access request is filled from (ID-02)."""

import re
import unicodedata

import msgspec

COMMUNE = "commune"
_SAINTS = (re.compile(r"\bst\b"), "saint"), (re.compile(r"\bste\b"), "sainte")


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """`code` is a commune's INSEE code or a grouping's SIREN; `kind` « commune », CC, CA, CU, METRO or MET69."""

    kind: str
    code: str
    siren: str
    name: str
    postal_codes: tuple[str, ...]
    department: str
    population: int

    @property
    def is_commune(self) -> bool:
        return self.kind == COMMUNE


def searchable(text: str) -> str:
    """As names are compared: no accents, no hyphens, « St » written out."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = " ".join(re.sub(r"[^a-z0-9]+", " ", letters).split())
    for short, long in _SAINTS:
        words = short.sub(long, words)
    return words
