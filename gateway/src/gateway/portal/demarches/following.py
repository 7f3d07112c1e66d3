"""What one has sent: the lists, and one dossier from every side."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.pages import FormState
from chassis.pages import question_names as names
from gateway.api import Refused
from gateway.csrf import PageGrewOld
from gateway.here import Here
from gateway.portal.demarches import journey
from gateway.portal.demarches.session_over import give_back, is_over, session_over
from gateway.words import N_

TABS = ("historique", "demandeur", "demande", "echanges", "pieces", "rendez-vous")
NO_SUCH_TAB = N_("Cette page n’existe pas.")
WRITTEN = N_("Votre message est envoyé.")
REASONS_ASKED = N_("Votre demande de motifs est envoyée. L’administration a un mois pour vous répondre.")
CANCELLED = N_("Votre demande est annulée. Vous la retrouvez parmi vos demandes archivées.")


@get("/mes-demandes", include_in_schema=False)
async def mine(
    here: NamedDependency[Here], vue: FromQuery[str] = "", apres: FromQuery[str | None] = None
) -> Response[Any]:
    here.require_person()
    view = "archived" if vue == "archivees" else "open"
    found = await here.api("demarches").get("/v1/me/dossiers", params={"view": view, "cursor": apres, "limit": 20})
    drafts = await here.api("demarches").get("/v1/me/dossiers", params={"view": "drafts"}) if view == "open" else None
    return here.page("demarches/mine.html", found=found, view=view, drafts=drafts["items"] if drafts else [])


@get("/mes-echanges", include_in_schema=False)
async def exchanges(here: NamedDependency[Here]) -> Response[Any]:
    """« Échanges à lire »."""
    here.require_person()
    found = await here.api("demarches").get("/v1/me/dossiers", params={"view": "all", "limit": 100})
    unread = [line for line in found["items"] if line["unread"]]
    return here.page("demarches/exchanges.html", unread=unread)


@get(["/mes-demandes/{dossier_id:uuid}", "/mes-demandes/{dossier_id:uuid}/{tab:str}"], include_in_schema=False)
async def follow(
    here: NamedDependency[Here], dossier_id: FromPath[UUID], tab: FromPath[str] = "historique"
) -> Response[Any]:
    return await _tab(here, dossier_id, tab)


@get("/mes-demandes/{dossier_id:uuid}/rendez-vous", include_in_schema=False)
async def follow_appointments(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    """A tab like the others, named in full: addresses of one appointment go on below it, and the router takes the
    longest fixed part without ever coming back to `{tab}`."""
    return await _tab(here, dossier_id, "rendez-vous")


async def _tab(here: Here, dossier_id: UUID, tab: str) -> Response[Any]:
    if tab not in TABS:
        raise Refused(404, NO_SUCH_TAB)
    dossier = await _mine(here, dossier_id)
    if dossier["draft"] is not None:
        return here.redirect(journey.where_to_go_on(dossier))
    if tab == "echanges" and dossier["unread"]:
        await here.api("demarches").post(f"/v1/dossiers/{dossier_id}/messages/reading")
    return _page(here, dossier, tab)


@post(
    "/mes-demandes/{dossier_id:uuid}/messages",
    include_in_schema=False,
    gives_back=True,
    exception_handlers={PageGrewOld: give_back},
)
async def write(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    fields, api = await here.form(), here.api("demarches")
    key = fields.one("cle") or None
    try:
        await api.post(f"/v1/dossiers/{dossier_id}/messages", json={"body": fields.one("body")}, idempotency_key=key)
    except Refused as refused:
        if refused.status == 404 and is_over(here, fields):
            return session_over(here, fields, here.path)
        if refused.status != 422:
            raise
        errors = {names.of_pointer(e["pointer"]): e["detail"] for e in refused.errors}
        return _page(here, await _mine(here, dossier_id), "echanges", FormState(fields, errors))
    here.flash("success", here.said(WRITTEN))
    return here.redirect(f"/mes-demandes/{dossier_id}/echanges")


@post("/mes-demandes/{dossier_id:uuid}/motifs", include_in_schema=False)
async def ask_reasons(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    """Of a rejection by silence."""
    await here.api("demarches").post(f"/v1/dossiers/{dossier_id}/reasons-request")
    here.flash("success", here.said(REASONS_ASKED))
    return here.redirect(f"/mes-demandes/{dossier_id}")


@get("/mes-demandes/{dossier_id:uuid}/annulation", include_in_schema=False)
async def ask_cancel(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    return here.page("demarches/cancel.html", dossier=await _mine(here, dossier_id))


@post("/mes-demandes/{dossier_id:uuid}/annulation", include_in_schema=False)
async def cancel(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    fields = await here.form()
    body = {"confirm": fields.checked("confirme")}
    await here.api("demarches").post(f"/v1/dossiers/{dossier_id}/cancellation", json=body)
    here.flash("success", here.said(CANCELLED))
    return here.redirect(f"/mes-demandes/{dossier_id}")


@post("/demandes/{dossier_id:uuid}/abandon", include_in_schema=False)
async def discard(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    """Throws a draft away."""
    await here.api("demarches").delete(f"/v1/dossiers/{dossier_id}")
    here.flash("success", here.said(N_("Votre brouillon est supprimé.")))
    return here.redirect("/mon-tableau-de-bord" if here.person else "/demarches")


async def _mine(here: Here, dossier_id: UUID) -> Any:
    """A mail's link leads here before one has signed in: then the door is asked for, not the wall shown."""
    try:
        return await here.api("demarches").get(f"/v1/dossiers/{dossier_id}")
    except Refused as refused:
        if refused.status == 404:
            here.require_person()
        raise


def _page(here: Here, dossier: Any, tab: str, form: FormState | None = None) -> Response[Any]:
    waiting = [request for request in dossier["piece_requests"] if request["answered_at"] is None]
    own = [section for section in dossier["sections"] if section["step"] == dossier["applicant_step"]]
    asked = [section for section in dossier["sections"] if section["step"] != dossier["applicant_step"]]
    return here.page(
        "demarches/follow.html",
        status=422 if form and form.errors else 200,
        dossier=dossier,
        tab=tab,
        waiting=waiting if dossier["may"]["add_pieces"] else [],
        refused=journey.refused(dossier) if dossier["may"]["add_pieces"] else [],
        sections=own if tab == "demandeur" else asked,
        form=form or FormState(),
    )


ROUTES = [mine, exchanges, ask_cancel, cancel, follow, follow_appointments, write, ask_reasons, discard]
