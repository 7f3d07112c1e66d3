"""News and practical information: lists, one of them, their pictures."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from gateway.api import Refused
from gateway.here import Here
from gateway.portal.documents.reading import Relayed
from gateway.portal.news import telling
from gateway.portal.news.telling import PATHS, dressed, reads_as_somebody, told
from gateway.words import N_

MOST_INFORMATION = 250
# For the support side and the robots that try addresses: a slug is short and plain.
LONGEST_SLUG = 100


@get("/actualites", include_in_schema=False)
async def news(here: NamedDependency[Here], rubrique: FromQuery[str] = "", apres: FromQuery[str] = "") -> Response[Any]:
    found = await told(here, telling.listing("news", category=rubrique[:60], cursor=apres))
    following = found["publications"]["next"]
    kept = {"rubrique": rubrique[:60], "apres": following}
    return here.page(
        "news/news.html",
        articles=[dressed(here, one) for one in found["publications"]["items"]],
        categories=[(category, here.said(category)) for category in found["categories"]],
        category=rubrique[:60],
        following=f"{PATHS['news']}?{urlencode({k: v for k, v in kept.items() if v})}" if following else None,
        occasions=(await telling.upcoming(here))[:3] if not rubrique and not apres else [],
    )


@get("/infos-pratiques", include_in_schema=False)
async def information(here: NamedDependency[Here]) -> Response[Any]:
    found = await told(here, telling.listing("information", limit=MOST_INFORMATION))
    by_category: dict[str, list[dict[str, Any]]] = {category: [] for category in found["categories"]}
    for one in found["publications"]["items"]:
        by_category.setdefault(one["category"], []).append(dressed(here, one))
    groups = [
        (here.said(category), sorted(known, key=lambda one: one["title"])) for category, known in by_category.items()
    ]
    return here.page("news/information.html", groups=[group for group in groups if group[1]])


@get(["/actualites/{slug:str}", "/infos-pratiques/{slug:str}"], include_in_schema=False)
async def article(here: NamedDependency[Here], slug: FromPath[str]) -> Response[Any]:
    kind = "news" if here.path.startswith(PATHS["news"]) else "information"
    try:
        found = await told(here, telling.one(kind, slug[:LONGEST_SLUG]))
    except Refused as refused:
        if refused.status == 404 and not reads_as_somebody(here):
            detail = N_("Elle est peut-être réservée aux espaces personnels : connectez-vous pour la lire.")
            raise Refused(404, N_("Cette page n’existe pas, ou n’est plus en ligne."), detail) from refused
        raise
    if found["unread"]:
        await here.api("notifier").post(f"/v1/publications/{found['id']}/reading")
    return here.page("news/article.html", article=dressed(here, found))


@get("/publications/images/{picture_id:uuid}", include_in_schema=False)
async def picture(here: NamedDependency[Here], picture_id: FromPath[UUID]) -> Response[Any]:
    return Relayed(here, "notifier", f"/v1/publications/pictures/{picture_id}")


@post("/actualites/lectures", include_in_schema=False, status_code=200)
async def all_read(here: NamedDependency[Here]) -> Response[Any]:
    here.require_kind("citizen")
    await here.api("notifier").post("/v1/publications/readings")
    here.flash("success", here.said(N_("Toutes les actualités sont marquées comme lues.")))
    return here.redirect(PATHS["news"])


ROUTES = [news, information, article, picture, all_read]
