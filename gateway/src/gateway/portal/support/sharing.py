"""Letting colleagues read one's request (TK-04)."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from gateway.api import Refused, ServiceDown
from gateway.here import Here
from gateway.portal.support.where import NO_SUCH_PAGE, must_be_member
from gateway.words import N_

SHORTEST = 2
SHARED = N_("Votre collègue peut lire cette demande. Un courriel le lui dit.")
UNSHARED = N_("Le partage est retiré.")


@get("/mes-tickets/{ticket_id:uuid}/partage", include_in_schema=False)
async def choose(here: NamedDependency[Here], ticket_id: FromPath[UUID], q: FromQuery[str] = "") -> Response[Any]:
    must_be_member(here)
    api = here.api("ticketing")
    ticket = await api.get(f"/v1/tickets/{ticket_id}")
    if "share" not in ticket["can"]:
        raise Refused(404, NO_SUCH_PAGE)
    words = q.strip()[:200]
    searched, silent, found = len(words) >= SHORTEST, False, []
    try:
        found = await api.get("/v1/colleagues", {"q": words}) if searched else []
    except ServiceDown:
        # The directory is another service's: without it one reads who is there already, and may still take away.
        silent = True
    others = [one for one in found if one["id"] not in ticket["shared_with"]]
    told = {"q": words, "found": others, "searched": searched, "silent": silent}
    return here.page("support/sharing.html", ticket=ticket, **told)


@post("/mes-tickets/{ticket_id:uuid}/partage", include_in_schema=False)
async def share(here: NamedDependency[Here], ticket_id: FromPath[UUID]) -> Response[Any]:
    must_be_member(here)
    fields = await here.form()
    try:
        await here.api("ticketing").post(f"/v1/tickets/{ticket_id}/shares", {"colleague": fields.one("colleague")})
        here.flash("success", here.said(SHARED))
    except Refused as refused:
        if refused.status not in (400, 409, 422):
            raise
        here.flash("warning", refused.by_field.get("colleague", refused.title))
    return here.redirect(f"/mes-tickets/{ticket_id}/partage")


@post("/mes-tickets/{ticket_id:uuid}/partage/{colleague:uuid}/retrait", include_in_schema=False)
async def unshare(here: NamedDependency[Here], ticket_id: FromPath[UUID], colleague: FromPath[UUID]) -> Response[Any]:
    must_be_member(here)
    await here.api("ticketing").delete(f"/v1/tickets/{ticket_id}/shares/{colleague}")
    here.flash("success", here.said(UNSHARED))
    return here.redirect(f"/mes-tickets/{ticket_id}/partage")


ROUTES = [choose, share, unshare]
