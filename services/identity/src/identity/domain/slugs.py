"""The word in an organisation's address: `http://<slug>.…`."""

import re

from chassis.refusals import Fault
from identity.domain.places import searchable

LONGEST = 40
# Hosts of the platform itself, and what people would take for them.
RESERVED = frozenset({"agents", "api", "www", "admin", "assistance", "support", "mail", "static", "assets", "parvis"})
_OPENINGS = re.compile(
    r"^(mairie|commune|ville|ccas|syndicat|communaute de communes|communaute d agglomeration|cc|ca|cu) "
    r"((de la|de l|des|du|de|d) )?"
)
_SLUG = re.compile(r"[a-z](?:[a-z0-9-]*[a-z0-9])?")


def proposed_slug(name: str, kind: str) -> str:
    """The organisation's own name without « Commune de »; a CCAS says what it is, since its town has the bare name. So
    does whoever has a name too short (Y), a year's, or the platform's own."""
    words = searchable(name)
    bare = _OPENINGS.sub("", words) or words
    made = f"ccas {bare}" if kind == "CCAS" else bare
    slug = _slug_of(made)
    return slug if not slug_fault(slug) else _slug_of(f"{searchable(kind)} {made}")


def _slug_of(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words)[:LONGEST].strip("-") or "guichet"


def slug_fault(slug: str) -> list[Fault]:
    if 3 <= len(slug) <= LONGEST and _SLUG.fullmatch(slug) and slug not in RESERVED:
        return []
    message = "Utilisez de 3 à 40 lettres minuscules, chiffres ou tirets, par exemple saint-denis."
    return [Fault("/slug", message, "slug")]
