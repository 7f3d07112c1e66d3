"""Signing in with a passkey, and proving with one who one is, at both entrances (ID-25)."""

from typing import Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from chassis.pages import FormState
from gateway import second_step, signing
from gateway.api import Refused, ServiceDown
from gateway.here import Here
from gateway.redirects import local


@get("/connexion/cle/options", include_in_schema=False)
async def options(here: NamedDependency[Here]) -> Response[Any]:
    """The question that the browser's script puts to the device."""
    return Response(await signing.passkey_options(here), media_type="application/json")


@post("/connexion/cle", include_in_schema=False, status_code=200)
async def sign_in(here: NamedDependency[Here], vers: FromQuery[str] = "") -> Response[Any]:
    """Alone; or as the second step, when the ticket of the first comes with it."""
    fields = await here.form()
    ticket = fields.one("ticket")
    try:
        await signing.sign_in_by_passkey(here, fields.one("credential"), ticket)
    except ServiceDown:
        raise
    except Refused as refused:
        said = here.said(refused.detail or refused.by_field.get("credential") or refused.title)
        if ticket and refused.status != 401:
            needed = signing.SecondStepNeeded(ticket, fields.one("slug"), fields.one("kind"), passkey=True)
            return second_step.ask(here, needed, local(vers), form=FormState({}, {"": said}), status=422)
        here.flash("error", said)
    # The sign-in page sends on who is signed in, each to their own page.
    onwards = f"?vers={quote(local(vers), safe='/')}" if vers else ""
    return here.redirect(f"{here.entrance.urls.sign_in}{onwards}")


@post("/confirmation/cle", include_in_schema=False, status_code=200)
async def confirm(here: NamedDependency[Here], vers: FromQuery[str] = "/") -> Response[Any]:
    here.require_person()
    fields = await here.form()
    try:
        await signing.step_up_by_passkey(here, fields.one("credential"))
    except ServiceDown:
        raise
    except Refused as refused:
        if refused.status == 401:
            raise
        here.flash("error", here.said(refused.detail or refused.by_field.get("credential") or refused.title))
        return here.redirect(f"/confirmation?vers={quote(local(vers), safe='/')}")
    return here.redirect(vers)


ROUTES = [options, sign_in, confirm]
