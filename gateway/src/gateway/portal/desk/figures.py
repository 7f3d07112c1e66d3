"""Open data of the démarches, when the town publishes them; and how it went, from those who asked."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.pages import FormState
from gateway.api import Refused
from gateway.here import Here
from gateway.words import N_

THANKS = N_("Merci : votre réponse aide à simplifier cette démarche.")


@get("/donnees-ouvertes/demarches", include_in_schema=False)
async def figures(here: NamedDependency[Here]) -> Response[Any]:
    return here.page("desk/figures.html", found=await here.api("demarches").get("/v1/open-data/statistics"))


@get("/donnees-ouvertes/demarches.csv", include_in_schema=False)
async def figures_csv(here: NamedDependency[Here]) -> Response[Any]:
    answer = await here.api("demarches").call("GET", "/v1/open-data/statistics.csv")
    headers = {"content-disposition": answer.headers["content-disposition"]}
    return Response(answer.body, media_type="text/csv; charset=utf-8", headers=headers)


@get("/mes-demandes/{dossier:uuid}/satisfaction", include_in_schema=False)
async def ask(here: NamedDependency[Here], dossier: FromPath[UUID]) -> Response[Any]:
    here.require_person()
    return await _page(here, dossier, FormState())


@post("/mes-demandes/{dossier:uuid}/satisfaction", include_in_schema=False)
async def rate(here: NamedDependency[Here], dossier: FromPath[UUID]) -> Response[Any]:
    fields = await here.form()
    score = fields.one("score")
    body = {"score": int(score) if score.isdecimal() else 0, "comment": fields.one("comment")}
    try:
        await here.api("demarches").post(f"/v1/dossiers/{dossier}/satisfaction", body)
    except Refused as refused:
        if refused.status != 422:
            raise
        return await _page(here, dossier, FormState(fields, refused.by_field))
    here.flash("success", here.said(THANKS))
    return here.redirect(f"/mes-demandes/{dossier}")


async def _page(here: Here, dossier: UUID, form: FormState) -> Response[Any]:
    found = await here.api("demarches").get(f"/v1/dossiers/{dossier}")
    return here.page("desk/satisfaction.html", status=422 if form.errors else 200, dossier=found, form=form)


ROUTES = [figures, figures_csv, ask, rate]
