"""« Rattacher cette demande à mon espace personnel »: from a tracking link, with a proof."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.pages import FormState
from gateway.api import Refused
from gateway.here import Here
from gateway.portal.demarches.visitors import kept_private
from gateway.words import N_

ATTACHED = N_("Cette demande est maintenant dans votre espace.")
SENT = N_("Un code vous est envoyé à l’adresse donnée avec la demande. Il est valable 15 minutes.")
WRONG = N_("Ce code n’est pas le bon, ou il n’est plus valable. Vérifiez-le, ou demandez-en un autre.")


@get("/suivi/{token:str}/rattachement", include_in_schema=False)
async def ask(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    here.require_kind("citizen")
    return await _page(here, token)


@post("/suivi/{token:str}/rattachement/code", include_in_schema=False)
async def send_code(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    here.require_kind("citizen")
    try:
        await here.api("demarches").post(f"/v1/tracking/{token}/attachment-codes")
        here.flash("success", here.said(SENT))
    except Refused as refused:
        if refused.status != 409:
            raise
        here.flash("warning", refused.detail or refused.title)
    return here.redirect(f"/suivi/{token}/rattachement")


@post("/suivi/{token:str}/rattachement", include_in_schema=False)
async def attach(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    here.require_kind("citizen")
    fields = await here.form()
    try:
        body = {"code": fields.one("code")[:20]}
        attached = await here.api("demarches").post(f"/v1/tracking/{token}/attachment", json=body)
    except Refused as refused:
        if refused.status != 404 or not fields.one("code"):
            raise
        return await _page(here, token, FormState(fields, {"code": here.said(WRONG)}))
    here.flash("success", here.said(ATTACHED))
    return here.redirect(f"/mes-demandes/{attached['id']}")


async def _page(here: Here, token: str, form: FormState | None = None) -> Response[Any]:
    found = await here.api("demarches").get(f"/v1/tracking/{token}/attachment")
    if found["dossier_id"]:
        return here.redirect(f"/mes-demandes/{found['dossier_id']}")
    status = 422 if form else 200
    page = here.page("demarches/attachment.html", status=status, found=found, token=token, form=form or FormState())
    return kept_private(page)


ROUTES = [ask, send_code, attach]
