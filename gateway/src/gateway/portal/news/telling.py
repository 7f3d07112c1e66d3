"""What the pages know of publications: what everybody may read from memory, what one's space opens from its owner."""

from typing import Any
from urllib.parse import quote, urlencode

from gateway.api import Refused
from gateway.here import Here
from gateway.words import N_

PATHS = {"news": "/actualites", "information": "/infos-pratiques"}
# What towns are offered as categories is said in the page's language; what they write themselves stays as written.
USUAL = (
    N_("Vie municipale"),
    N_("Travaux et circulation"),
    N_("Culture et fêtes"),
    N_("Enfance et écoles"),
    N_("Environnement"),
    N_("Solidarité"),
    N_("Sport"),
    N_("Mairie et services"),
    N_("Déchets et propreté"),
    N_("Se déplacer"),
    N_("Santé et urgences"),
    N_("École et périscolaire"),
    N_("Équipements"),
)


def reads_as_somebody(here: Here) -> bool:
    return here.person is not None and here.person.kind == "citizen"


async def told(here: Here, path: str) -> Any:
    """The notifier's answer, for whoever is here."""
    if reads_as_somebody(here):
        return await here.api("notifier").get(path)
    return await here.entrance.remembered.get(here, "notifier", path)


async def told_or_none(here: Here, path: str) -> Any:
    """The same for a block of a page, which is left out while the notifier is down."""
    try:
        return await told(here, path)
    except Refused:
        return None


async def latest(here: Here, kind: str, *, limit: int) -> list[dict[str, Any]]:
    found = await told_or_none(here, listing(kind, limit=limit))
    return [dressed(here, one) for one in found["publications"]["items"]] if found else []


async def upcoming(here: Here) -> list[dict[str, Any]]:
    found = await told_or_none(here, "/v1/publications/occasions")
    return [dressed(here, one) for one in found or []]


def listing(kind: str, *, category: str = "", cursor: str = "", limit: int = 20) -> str:
    asked = {"kind": kind, "limit": str(limit), "category": category, "cursor": cursor}
    return f"/v1/publications?{urlencode({name: value for name, value in asked.items() if value})}"


def one(kind: str, slug: str) -> str:
    return f"/v1/publications/pages/{kind}/{quote(slug, safe='')}"


def dressed(here: Here, publication: dict[str, Any]) -> dict[str, Any]:
    """With the addresses of its page and of its picture, its usual category in the page's language."""
    picture = publication["picture"]
    return {
        **publication,
        "category_word": here.said(publication["category"]),
        "href": f"{PATHS[publication['kind']]}/{publication['slug']}",
        "picture_href": f"/publications/images/{picture}" if picture else None,
    }
