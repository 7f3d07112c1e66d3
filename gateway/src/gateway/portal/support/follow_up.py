"""Following one's requests: lists, one request with everything said and done, answering it, ending it."""

from functools import partial
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.pages import Badges, FormState
from gateway.api import Refused
from gateway.csrf import PageGrewOld
from gateway.forms import FormFields
from gateway.here import Here
from gateway.portal.demarches.session_over import give_back, must_still_be_there
from gateway.portal.support.attaching import FIELD, leave, received
from gateway.portal.support.where import NO_SUCH_PAGE, VIEWS, must_be_member, must_be_support_portal, views_of
from gateway.words import N_

AnyRequest = Request[Any, Any, Any]
PAGE = 20
ACTS = {
    "confirmation": N_("Merci. Votre demande est clôturée."),
    "reopening": N_("Votre demande est rouverte. Dites-nous ce qui ne va pas."),
    "cancellation": N_("Votre demande est annulée."),
}
CROSSED = N_("Une réponse est partie d’une autre page entre-temps. Relisez les échanges, puis envoyez celle-ci.")
RATED = N_("Merci de votre avis.")
REPLIED = N_("Votre réponse est envoyée.")


@get("/mes-tickets", include_in_schema=False)
async def tickets(
    here: NamedDependency[Here],
    vue: FromQuery[str] = "",
    archives: FromQuery[str] = "",
    q: FromQuery[str] = "",
    apres: FromQuery[str | None] = None,
) -> Response[Any]:
    must_be_member(here)
    views = views_of(here)
    view = vue if vue in views else ""
    asked = {"archived": bool(archives), "q": q or None, "cursor": apres, "limit": PAGE}
    found = await here.api("ticketing").get(f"/v1/{VIEWS[view]}/tickets", asked)
    return here.page("support/tickets.html", found=found, view=view, views=views, archived=bool(archives), q=q)


@get("/tickets-a-lire", include_in_schema=False)
async def exchanges(here: NamedDependency[Here]) -> Response[Any]:
    must_be_member(here)
    found = await here.api("ticketing").get("/v1/me/tickets", {"unread": True, "limit": 100})
    return here.page("support/exchanges.html", unread=found["items"])


@get("/mes-tickets/{ticket_id:uuid}", include_in_schema=False)
async def ticket(here: NamedDependency[Here], ticket_id: FromPath[UUID]) -> Response[Any]:
    """What is shown is read: the answers are marked, and the header's count says so at once."""
    person = must_be_member(here)
    api = here.api("ticketing")
    found = await api.get(f"/v1/tickets/{ticket_id}")
    if found["organisation_id"] != str(person.organisation):
        # The support team has its console; its own notes are no part of a customer's page.
        raise Refused(404, NO_SUCH_PAGE)
    if any(message["unread"] for message in found["messages"]):
        read = (await api.post(f"/v1/tickets/{ticket_id}/reading"))["messages"]
        if found["mine"]:
            left = max(0, here.badges.exchanges - read)
            here.badges = Badges(exchanges=left, dossiers=here.badges.dossiers, news=here.badges.news)
    return here.page("support/ticket.html", ticket=found, form=FormState(), host=here.host)


@post(
    "/mes-tickets/{ticket_id:uuid}/messages",
    include_in_schema=False,
    streams=True,
    gives_back=True,
    exception_handlers={PageGrewOld: give_back},
)
async def reply(here: NamedDependency[Here], request: AnyRequest, ticket_id: FromPath[UUID]) -> Response[Any]:
    """Who is no longer signed in finds their words in the page that asks them to sign in."""
    must_be_support_portal(here)
    came = await received(here, request, partial(_leave, here, ticket_id))
    must_still_be_there(here, came.fields)
    must_be_member(here)
    fields, api = came.fields, here.api("ticketing")
    errors, status = ({FIELD: " ".join(came.refused)} if came.refused else {}), 422
    if not errors:
        try:
            sent = {"body": fields.one("body"), "receipts": came.receipts}
            await api.post(f"/v1/tickets/{ticket_id}/messages", sent, idempotency_key=fields.one("cle") or None)
        except Refused as refused:
            if refused.status not in (409, 422):
                raise
            errors, status = _errors(here, refused), refused.status
    if errors:
        found = await api.get(f"/v1/tickets/{ticket_id}")
        told = {"ticket": found, "form": FormState(fields, errors), "receipts": came.receipts}
        return here.page("support/ticket.html", status=status, host=here.host, **told)
    here.flash("success", here.said(REPLIED))
    return here.redirect(f"/mes-tickets/{ticket_id}")


@get("/mes-tickets/{ticket_id:uuid}/annulation", include_in_schema=False)
async def cancel_question(here: NamedDependency[Here], ticket_id: FromPath[UUID]) -> Response[Any]:
    must_be_member(here)
    return here.page("support/cancel.html", ticket=await here.api("ticketing").get(f"/v1/tickets/{ticket_id}"))


@post("/mes-tickets/{ticket_id:uuid}/avis", include_in_schema=False)
async def rate(here: NamedDependency[Here], ticket_id: FromPath[UUID]) -> Response[Any]:
    must_be_member(here)
    fields = await here.form()
    score = fields.one("score")
    sent = {"score": int(score) if score in {"1", "2", "3", "4", "5"} else 0, "comment": fields.one("comment")}
    api = here.api("ticketing")
    try:
        await api.put(f"/v1/tickets/{ticket_id}/opinion", sent)
    except Refused as refused:
        if refused.status not in (409, 422):
            raise
        found = await api.get(f"/v1/tickets/{ticket_id}")
        form = FormState(fields, _errors(here, refused))
        return here.page("support/ticket.html", status=refused.status, ticket=found, form=form, host=here.host)
    here.flash("success", here.said(RATED))
    return here.redirect(f"/mes-tickets/{ticket_id}")


@post("/mes-tickets/{ticket_id:uuid}/{act:str}", include_in_schema=False)
async def end(here: NamedDependency[Here], ticket_id: FromPath[UUID], act: FromPath[str]) -> Response[Any]:
    """Confirm, reopen, cancel: each is a noun of the API."""
    must_be_member(here)
    if act not in ACTS:
        raise Refused(404, NO_SUCH_PAGE)
    try:
        await here.api("ticketing").post(f"/v1/tickets/{ticket_id}/{act}")
        here.flash("success", here.said(ACTS[act]))
    except Refused as refused:
        if refused.status != 409:
            raise
        here.flash("warning", refused.title)
    return here.redirect(f"/mes-tickets/{ticket_id}")


async def _leave(here: Here, ticket_id: UUID, fields: FormFields) -> tuple[UUID, str]:
    must_still_be_there(here, fields)
    must_be_member(here)
    return ticket_id, await leave(here, ticket_id)


def _errors(here: Here, refused: Refused) -> dict[str, str]:
    if any(error["pointer"] == "/Idempotency-Key" for error in refused.errors):
        return {"": here.said(CROSSED)}
    return refused.by_field if refused.status == 422 else {"": refused.title}


ROUTES = [tickets, exchanges, ticket, reply, cancel_question, rate, end]
