"""Changing one's electronic address: asked signed in, confirmed from the new one, taken back from the former one (A44)."""

import time
from typing import Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.pages import FormState
from gateway.api import Refused, ServiceDown
from gateway.here import Here
from gateway.portal.account.fields import errors_of
from gateway.words import N_

PAGE = "/mon-profil/adresse-electronique"
LINKS = "/adresse-electronique"
# The service takes a proof of ten minutes; the form is filled in meanwhile.
PROVEN = 8 * 60


@get(PAGE, include_in_schema=False)
async def form(here: NamedDependency[Here]) -> Response[Any]:
    person = here.require_person()
    if time.time() - person.authenticated_at > PROVEN:
        return here.redirect(f"/confirmation?vers={quote(PAGE, safe='/')}")
    return await _form(here, FormState())


@post(PAGE, include_in_schema=False, status_code=200)
async def ask(here: NamedDependency[Here]) -> Response[Any]:
    here.require_person()
    fields = await here.form()
    email = fields.one("email").strip()
    try:
        await here.api("identity").post("/v1/profile/email-change", {"email": email})
    except Refused as refused:
        if refused.status != 422:
            raise
        return await _form(here, FormState(fields, errors_of(here, refused)), status=422)
    return here.page("account/email_asked.html", email=email)


@get(f"{LINKS}/confirmation/{{token:str}}", include_in_schema=False)
async def look(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    """A button only: what reads mails before their owner does confirms nothing."""
    return await _look(here, "account/email_confirm.html", "/v1/email-changes", token)


@post(f"{LINKS}/confirmation/{{token:str}}", include_in_schema=False, status_code=200)
async def confirm(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    return await _use(here, "account/email_confirmed.html", "/v1/email-changes", token)


@get(f"{LINKS}/retour/{{token:str}}", include_in_schema=False)
async def look_back(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    return await _look(here, "account/email_back.html", "/v1/email-returns", token)


@post(f"{LINKS}/retour/{{token:str}}", include_in_schema=False, status_code=200)
async def take_back(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    """Says which ways in were taken away: those that came with the thief, and perhaps a new one of the owner."""
    return await _use(here, "account/email_taken_back.html", "/v1/email-returns", token)


async def _form(here: Here, form: FormState, *, status: int = 200) -> Response[Any]:
    known = await here.api("identity").get("/v1/profile")
    return here.page("account/email.html", status=status, form=form, known=known["reach"]["email"])


async def _look(here: Here, page: str, path: str, token: str) -> Response[Any]:
    try:
        link = await here.api("identity").get(f"{path}/{quote(token, safe='')}")
    except Refused as refused:
        return _dead(here, refused)
    return here.page(page, link=link, token=token)


async def _use(here: Here, page: str, path: str, token: str) -> Response[Any]:
    try:
        done = await here.api("identity").post(path, {"token": token})
    except Refused as refused:
        return _dead(here, refused)
    return here.page(page, done=done)


def _dead(here: Here, refused: Refused) -> Response[Any]:
    if isinstance(refused, ServiceDown) or refused.status not in (403, 404, 409, 410):
        raise refused
    said = here.said(
        refused.title if refused.status in (403, 409) else N_("Ce lien a servi, a expiré ou a été remplacé.")
    )
    return here.page("account/email_dead.html", status=refused.status, said=said)


ROUTES = [form, ask, look, confirm, look_back, take_back]
