"""The knowledge base: ranges and rubrics, documents, questions, downloads. Visible to all, as far as each page is (TK-08, TK-09)."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from chassis.pages.typography import text_in_french
from gateway.here import Here
from gateway.portal.support.where import must_be_member, must_be_support_portal
from gateway.portal.support.without_account import offered
from gateway.words import N_

PAGE = 20
THANKS = N_("Merci de votre avis.")
SPARED = N_("Tant mieux ! Votre question a sa réponse, sans demande à suivre.")


@get("/documentation", include_in_schema=False)
async def index(
    here: NamedDependency[Here],
    gamme: FromQuery[str] = "",
    rubrique: FromQuery[str] = "",
    tri: FromQuery[str] = "date",
    q: FromQuery[str] = "",
    apres: FromQuery[str | None] = None,
) -> Response[Any]:
    must_be_support_portal(here)
    api = here.api("ticketing")
    shelves = await api.get("/v1/knowledge")
    order = "application" if tri == "application" else "date"
    asked = {"gamme": gamme, "rubric": rubrique, "order": order, "q": q or None, "cursor": apres, "limit": PAGE}
    found = await api.get("/v1/knowledge/articles", asked)
    told = {"shelves": shelves["ranges"], "chosen": gamme, "rubric": rubrique, "order": order, "q": q}
    return here.page("support/documentation.html", found=found, ask=await offered(here), **told)


@get("/questions-frequentes", include_in_schema=False)
async def questions(here: NamedDependency[Here], q: FromQuery[str] = "") -> Response[Any]:
    must_be_support_portal(here)
    asked = {"kind": "question", "q": q or None, "limit": 250}
    found = await here.api("ticketing").get("/v1/knowledge/articles", asked)
    themes: dict[str, list[Any]] = {}
    for question in found["items"]:
        themes.setdefault(question["theme"], []).append(question)
    return here.page("support/questions.html", themes=themes, q=q, ask=await offered(here))


@get("/suggestions", include_in_schema=False)
async def suggestions(here: NamedDependency[Here], q: FromQuery[str] = "") -> Response[Any]:
    """What may answer a question before it is asked."""
    must_be_support_portal(here)
    found = await here.api("ticketing").get("/v1/knowledge/suggestions", {"q": q[:200]})
    # Written in French alone, as all of the documentation.
    shown = [
        {"label": text_in_french(one["title"]), "href": f"/documentation/{one['slug']}?question=oui", "lang": "fr"}
        for one in found
    ]
    return Response(shown, media_type="application/json")


@get("/documentation/{slug:str}", include_in_schema=False)
async def article(here: NamedDependency[Here], slug: FromPath[str], question: FromQuery[str] = "") -> Response[Any]:
    """`question`: the reader came from a request that is not sent yet."""
    must_be_support_portal(here)
    found = await here.api("ticketing").get(f"/v1/knowledge/articles/{slug}")
    return here.page("support/article.html", article=found, asking=bool(question), ask=await offered(here))


@get("/documentation/{slug:str}/fichier", include_in_schema=False)
async def download(here: NamedDependency[Here], slug: FromPath[str]) -> Stream:
    must_be_member(here)
    opened = here.api("ticketing").stream("GET", f"/v1/knowledge/articles/{slug}/file")
    response = await opened.__aenter__()
    kept = ("content-disposition", "content-length", "x-content-type-options", "digest")
    headers = {name: response.headers[name] for name in kept if name in response.headers}

    async def body() -> AsyncGenerator[bytes, None]:
        try:
            async for chunk in response.content.iter_any():
                yield chunk
        finally:
            await opened.__aexit__(None, None, None)

    return Stream(
        body(), media_type="application/octet-stream", headers={**headers, "cache-control": "private, no-store"}
    )


@post("/documentation/{slug:str}/avis", include_in_schema=False)
async def vote(here: NamedDependency[Here], slug: FromPath[str]) -> Response[Any]:
    must_be_support_portal(here)
    fields = await here.form()
    await here.ensure_visitor()
    api = here.api("ticketing")
    found = await api.get(f"/v1/knowledge/articles/{slug}")
    spared = fields.one("avis") == "evite"
    sent = {"helped": fields.one("avis") != "non", "instead_of_asking": spared}
    await api.post(f"/v1/knowledge/articles/{UUID(found['id'])}/votes", sent)
    here.flash("success", here.said(SPARED if spared else THANKS))
    return here.redirect("/" if spared else f"/documentation/{slug}")


ROUTES = [index, questions, suggestions, article, download, vote]
