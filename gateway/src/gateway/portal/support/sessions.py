"""Asking for a remote maintenance session while a request is dealt with (TK-10)."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.ids import new_id
from chassis.pages import FormState
from gateway.api import Refused
from gateway.here import Here
from gateway.portal.support.where import NO_SUCH_PAGE, must_be_member
from gateway.words import N_

ASKED = N_("Votre demande de session est envoyée. Un technicien vous appelle.")


@get("/mes-tickets/{ticket_id:uuid}/telemaintenance", include_in_schema=False)
async def wish(here: NamedDependency[Here], ticket_id: FromPath[UUID]) -> Response[Any]:
    must_be_member(here)
    ticket = await here.api("ticketing").get(f"/v1/tickets/{ticket_id}")
    if "reply" not in ticket["can"]:
        raise Refused(404, NO_SUCH_PAGE)
    return here.page("support/session.html", ticket=ticket, form=FormState(), key=new_id())


@post("/mes-tickets/{ticket_id:uuid}/telemaintenance", include_in_schema=False)
async def ask(here: NamedDependency[Here], ticket_id: FromPath[UUID]) -> Response[Any]:
    must_be_member(here)
    fields = await here.form()
    api, sent = here.api("ticketing"), {"phone": fields.one("phone"), "when": fields.one("when")}
    try:
        await api.post(f"/v1/tickets/{ticket_id}/session-request", sent, idempotency_key=fields.one("cle") or None)
    except Refused as refused:
        if refused.status not in (409, 422):
            raise
        ticket = await api.get(f"/v1/tickets/{ticket_id}")
        errors = refused.by_field if refused.status == 422 else {"": refused.title}
        told = {"ticket": ticket, "form": FormState(fields, errors), "key": new_id()}
        return here.page("support/session.html", status=refused.status, **told)
    here.flash("success", here.said(ASKED))
    return here.redirect(f"/mes-tickets/{ticket_id}")


ROUTES = [wish, ask]
