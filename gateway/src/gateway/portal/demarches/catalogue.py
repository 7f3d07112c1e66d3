"""What the town offers: by theme, by words, and each démarche before it is begun."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from gateway.api import Refused
from gateway.here import Here
from gateway.words import N_

NO_SUCH_THEME = N_("Ce thème n’existe pas.")


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
    found = await here.api("demarches").get("/v1/search", params={"q": q[:200]})
    return here.page("demarches/search.html", asked=q[:200], found=found)


@get("/recherche/suggestions", include_in_schema=False)
async def suggestions(here: NamedDependency[Here], q: FromQuery[str] = "") -> Response[Any]:
    """What the search box proposes as one types."""
    found = await here.api("demarches").get("/v1/search", params={"q": q[:200]})
    lines = [
        {"label": item["title"], "href": item["external_url"] or f"/demarches/{item['slug']}"}
        for item in found["items"][:8]
    ]
    return Response(lines, headers={"cache-control": "no-store"})


@get("/demarches/{slug:str}", include_in_schema=False)
async def demarche(here: NamedDependency[Here], slug: FromPath[str]) -> Response[Any]:
    found = await here.api("demarches").get(f"/v1/demarches/{slug}")
    return here.page("demarches/demarche.html", demarche=found, draft=await _begun(here, slug))


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


ROUTES = [catalogue, theme, search, suggestions, demarche, entry_help]
