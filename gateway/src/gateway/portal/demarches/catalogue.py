"""What the town offers: by theme, by words, and each démarche before it is begun."""

import asyncio
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from markdown_it import MarkdownIt
from markupsafe import Markup

from chassis.clock import utc_now
from chassis.pages.filters import as_time
from gateway.api import Refused
from gateway.here import Here
from gateway.portal.guide import reading as guide
from gateway.words import N_

ON_LIST = N_("Vous êtes sur la liste d’attente : nous vous écrirons dès qu’une place se libère.")
OFF_LIST = N_("Vous n’êtes plus sur la liste d’attente.")
NO_SUCH_THEME = N_("Ce thème n’existe pas.")
PROSE = MarkdownIt("zero", {"breaks": True}).enable(["list", "newline"])


@get("/demarches", include_in_schema=False)
async def catalogue(here: NamedDependency[Here]) -> Response[Any]:
    found = await here.api("demarches").get("/v1/catalogue")
    return here.page("demarches/catalogue.html", themes=found["themes"])


@get(["/demarches/theme/{slug:str}", "/demarches/themes/{slug:str}"], include_in_schema=False)
async def theme(here: NamedDependency[Here], slug: FromPath[str]) -> Response[Any]:
    found = await here.api("demarches").get("/v1/catalogue")
    for number, known in enumerate(found["themes"], 1):
        if known["slug"] == slug:
            return here.page("demarches/theme.html", theme=known, hue=number)
    raise Refused(404, NO_SUCH_THEME)


@get("/recherche", include_in_schema=False)
async def search(here: NamedDependency[Here], q: FromQuery[str] = "") -> Response[Any]:
    """Démarches first, then what the guide says of it."""
    found, passages = await asyncio.gather(
        here.api("demarches").get("/v1/search", params={"q": q[:200]}), guide.passages_or_none(here, q)
    )
    return here.page("demarches/search.html", asked=q[:200], found=found, passages=passages or [])


@get("/recherche/suggestions", include_in_schema=False)
async def suggestions(here: NamedDependency[Here], q: FromQuery[str] = "") -> Response[Any]:
    """What the search box proposes as one types."""
    found = await here.api("demarches").get("/v1/search", params={"q": q[:200]})
    lines = [{"label": item["title"], "href": href_of(item)} for item in found["items"][:8]]
    return Response(lines, headers={"cache-control": "no-store"})


def href_of(entry: dict[str, Any]) -> str:
    if entry["external_url"]:
        return entry["external_url"]
    return f"/demarches/fiches/{entry['slug']}" if entry["kind"] == "page" else f"/demarches/{entry['slug']}"


@get("/demarches/fiches/{slug:str}", include_in_schema=False)
async def information(here: NamedDependency[Here], slug: FromPath[str]) -> Response[Any]:
    found = await here.api("demarches").get(f"/v1/pages/{slug}")
    # Paragraphs and lists only: whatever else the town typed, a tag as well, is shown as it stands.
    body = Markup(PROSE.render(found["body"]))  # noqa: S704 - escaped by the renderer
    return here.page("demarches/information.html", found=found, body=body)


@post("/demarches/{slug:str}/liste-attente", include_in_schema=False)
async def wait(here: NamedDependency[Here], slug: FromPath[str]) -> Response[Any]:
    """On the waiting list of a démarche whose quota is reached, or off it."""
    here.require_person()
    leaves = (await here.form()).checked("quitter")
    try:
        await here.api("demarches").post(f"/v1/demarches/{slug}/waiting{'/end' if leaves else ''}")
    except Refused as refused:
        if refused.status != 409:
            raise
        here.flash("info", refused.detail or refused.title)
        return here.redirect(f"/demarches/{slug}")
    here.flash("success", here.said(OFF_LIST if leaves else ON_LIST))
    return here.redirect(f"/demarches/{slug}")


@get("/demarches/{slug:str}", include_in_schema=False)
async def demarche(here: NamedDependency[Here], slug: FromPath[str]) -> Response[Any]:
    found = await here.api("demarches").get(f"/v1/demarches/{slug}")
    line = None
    if found["quota_reached"] and here.person is not None:
        line = await here.api("demarches").get(f"/v1/demarches/{slug}/waiting")
    ended = not found["open"] and found["closes_at"] is not None and as_time(found["closes_at"]) <= utc_now()
    told = {"draft": await _begun(here, slug), "line": line, "ended": ended}
    return here.page("demarches/demarche.html", demarche=found, **told)


@get("/demarches/{slug:str}/aide", include_in_schema=False)
async def entry_help(here: NamedDependency[Here], slug: FromPath[str]) -> Response[Any]:
    """« Aide à la saisie », in a page of its own."""
    found = await here.api("demarches").get(f"/v1/demarches/{slug}")
    return here.page("demarches/help.html", demarche=found)


async def _begun(here: Here, slug: str) -> Any:
    """The draft that this person or browser has already begun, if any."""
    if here.person is None and here.visitor_id is None:
        return None
    drafts = await here.api("demarches").get("/v1/me/dossiers", params={"view": "drafts"})
    return next((draft for draft in drafts["items"] if draft["demarche_slug"] == slug), None)


ROUTES = [information, wait, catalogue, theme, search, suggestions, demarche, entry_help]
