"""What the notifier tells of the guide, with the town's name in its place."""

from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from gateway.api import Refused
from gateway.here import Here
from gateway.words import N_

TOWN = "{{ commune }}"
LONGEST_QUESTION = 300
NO_GUIDE = N_("Cette page n’existe pas.")


def must_be_a_town(here: Here) -> None:
    """The support portal has documentation of its own."""
    if not here.organisation.slug or here.organisation.is_support_portal:
        raise Refused(404, NO_GUIDE)


def must_answer(here: Here) -> None:
    """Questions are answered where the organisation's plan has it and it wants it."""
    must_be_a_town(here)
    if not here.organisation.answers:
        raise Refused(404, NO_GUIDE)


async def themes(here: Here) -> list[dict[str, Any]]:
    found = await here.entrance.remembered.get(here, "notifier", "/v1/guide")
    return [{**theme, "pages": [named(here, page) for page in theme["pages"]]} for theme in found]


async def themes_or_none(here: Here) -> list[dict[str, Any]] | None:
    """For a block of a page, which says that it cannot tell."""
    try:
        return await themes(here)
    except Refused:
        return None


async def page(here: Here, slug: str) -> dict[str, Any]:
    found = await here.entrance.remembered.get(here, "notifier", f"/v1/guide/pages/{quote(slug, safe='')}")
    # The page is made of Markdown by the notifier, cleaned there; the name enters as text.
    html = Markup(found["html"]).replace(TOWN, escape(here.organisation.name))  # noqa: S704
    return {**named(here, found), "html": html}


async def passages(here: Here, asked: str) -> list[dict[str, Any]]:
    """What the town's own pages say of it, word for word; not kept in memory, since everyone asks something else."""
    if not asked.strip():
        return []
    found = await here.api("notifier").get(f"/v1/guide/passages?{urlencode({'q': asked[:LONGEST_QUESTION]})}")
    return [named(here, one) for one in found]


async def passages_or_none(here: Here, asked: str) -> list[dict[str, Any]] | None:
    try:
        return await passages(here, asked)
    except Refused:
        return None


def named(here: Here, told: dict[str, Any]) -> dict[str, Any]:
    """Every text but the HTML, with the town's name; and where the page is."""
    texts = {
        name: value.replace(TOWN, here.organisation.name)
        for name, value in told.items()
        if isinstance(value, str) and name != "html"
    }
    return {**told, **texts, "href": f"/guide/{told['slug']}"}
