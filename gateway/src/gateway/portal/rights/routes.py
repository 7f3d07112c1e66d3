"""« Mes données » (ID-26): asked for, fetched while it is there; left for good, with a certificate."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.pages import FormState
from gateway.api import Refused
from gateway.here import Here
from gateway.portal.account.fields import errors_of
from gateway.portal.rights.archive import NAMES, packed
from gateway.words import N_

HOME = "/mes-donnees"
STEP_UP = 403


@get(HOME, include_in_schema=False)
async def home(here: NamedDependency[Here]) -> Response[Any]:
    person = here.require_person()
    exports = await here.api("identity").get("/v1/personal-data/exports")
    return here.page("rights/home.html", exports=exports, may_leave=person.kind == "citizen")


@post(f"{HOME}/demande", include_in_schema=False, status_code=200)
async def ask(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    try:
        await here.api("identity").post("/v1/personal-data/exports")
    except Refused as refused:
        if refused.status == STEP_UP:
            return here.redirect(f"/confirmation?vers={HOME}")
        if refused.status != 429:
            raise
        here.flash("warning", here.said(N_("Trois archives par jour suffisent : réessayez demain.")))
        return here.redirect(HOME)
    here.flash("success", here.said(N_("C’est demandé. Un courriel vous dira quand l’archive est prête.")))
    return here.redirect(HOME)


@get(f"{HOME}/{{export_id:uuid}}/mes-donnees.zip", include_in_schema=False)
async def fetch(here: NamedDependency[Here], export_id: FromPath[UUID]) -> Response[Any]:
    """Each service's part as it was told then. Identity says first whether it is this person's, ready and not over."""
    person = here.require_person()
    try:
        await here.api("identity").get(f"/v1/personal-data/exports/{export_id}")
    except Refused as refused:
        if refused.status == STEP_UP:
            return here.redirect(f"/confirmation?vers={HOME}/{export_id}/mes-donnees.zip")
        raise
    path = f"/internal/personal-data/{export_id}"
    asked = {"tenant": str(person.organisation)}
    told = await asyncio.gather(*(here.api_as_gateway(service).get(path, asked) for service in NAMES))
    content = packed(here, dict(zip(NAMES, told, strict=True)))
    headers = {"cache-control": "no-store", "content-disposition": 'attachment; filename="mes-donnees.zip"'}
    return Response(content, media_type="application/zip", headers=headers)


@get(f"{HOME}/effacement", include_in_schema=False)
async def ask_erasure(here: NamedDependency[Here]) -> Response[Any]:
    here.require_kind("citizen")
    return here.page("rights/erasure.html", form=FormState())


@post(f"{HOME}/effacement", include_in_schema=False, status_code=200)
async def erase(here: NamedDependency[Here]) -> Response[Any]:
    here.require_kind("citizen")
    fields = await here.form()
    body = {"confirmed": fields.checked("confirmed")}
    try:
        started = await here.api("identity").post("/v1/personal-data/erasure", body)
    except Refused as refused:
        if refused.status == STEP_UP:
            return here.redirect(f"/confirmation?vers={HOME}/effacement")
        form = FormState(fields, errors_of(here, refused))
        return here.page("rights/erasure.html", status=refused.status, form=form)
    await here.sign_out()
    return here.redirect(f"/effacement/{started['token']}")


@get("/effacement/{token:str}", include_in_schema=False)
async def certificate(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    """Needs no account: there is none left. Before the last service has answered, the page comes back by itself."""
    try:
        told = await here.api("identity").get(f"/v1/personal-data/certificates/{token}")
    except Refused as refused:
        if refused.status != 409:
            raise
        return here.page("rights/certificate.html", certificate=None, token=token)
    return here.page("rights/certificate.html", certificate=told, token=token)


@get("/effacement/{token:str}/certificat.pdf", include_in_schema=False)
async def document(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    content = await here.api("identity").get(f"/v1/personal-data/certificates/{token}/document")
    headers = {"cache-control": "no-store", "content-disposition": 'attachment; filename="certificat-effacement.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


ROUTES = [home, ask, fetch, ask_erasure, erase, certificate, document]
