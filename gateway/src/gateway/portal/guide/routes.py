"""The guide by theme and page by page, the map of the site, and questions answered from the town's pages."""

import asyncio
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from gateway.api import Refused
from gateway.here import Here
from gateway.portal.guide import reading

MOST_DEMARCHES = 3
MOST_NEIGHBOURS = 5


@get("/guide", include_in_schema=False)
async def guide(here: NamedDependency[Here]) -> Response[Any]:
    reading.must_be_a_town(here)
    return here.page("guide/guide.html", themes=await reading.themes(here))


@get("/guide/memo.pdf", include_in_schema=False)
async def memo(here: NamedDependency[Here]) -> Response[bytes]:
    """One page to print: how things are done here, for whoever helps somebody."""
    reading.must_be_a_town(here)
    made = await here.entrance.memos.of("citizen", here.locale)
    headers = {"content-disposition": f'inline; filename="memo-{here.locale}.pdf"'}
    return Response(made, media_type="application/pdf", headers=headers)


@get("/guide/{slug:str}", include_in_schema=False)
async def one(here: NamedDependency[Here], slug: FromPath[str]) -> Response[Any]:
    reading.must_be_a_town(here)
    found, themes = await asyncio.gather(reading.page(here, slug), reading.themes_or_none(here))
    theme = next((theme for theme in themes or [] if theme["slug"] == found["theme"]), None)
    beside = [page for page in theme["pages"] if page["slug"] != slug] if theme else []
    return here.page("guide/page.html", guide=found, beside=beside[:MOST_NEIGHBOURS])


@get("/plan-du-site", include_in_schema=False)
async def site_map(here: NamedDependency[Here]) -> Response[Any]:
    """Every public page; a part whose service is down says so."""
    reading.must_be_a_town(here)
    catalogue, themes = await asyncio.gather(_catalogue(here), reading.themes_or_none(here))
    return here.page("guide/site_map.html", catalogue=catalogue, themes=themes)


@get("/aide", include_in_schema=False)
async def ask(here: NamedDependency[Here], q: FromQuery[str] = "") -> Response[Any]:
    """Answers only with passages of the town's own pages, each with its page; then a démarche, or a person."""
    reading.must_answer(here)
    asked = q.strip()[: reading.LONGEST_QUESTION]
    passages, demarches = await asyncio.gather(reading.passages_or_none(here, asked), _demarches(here, asked))
    return here.page("guide/ask.html", asked=asked, passages=passages, demarches=demarches)


async def _catalogue(here: Here) -> Any:
    try:
        return await here.entrance.remembered.get(here, "demarches", "/v1/catalogue")
    except Refused:
        return None


async def _demarches(here: Here, asked: str) -> list[dict[str, Any]]:
    if not asked:
        return []
    try:
        found = await here.api("demarches").get("/v1/search", params={"q": asked[:200]})
    except Refused:
        return []
    return found["items"][:MOST_DEMARCHES]


ROUTES = [guide, memo, one, site_map, ask]
