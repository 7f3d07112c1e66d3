"""« Mon rendez-vous »: a step of the journey, and what one does with an appointment afterwards."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.clock import utc_now
from gateway.api import Refused
from gateway.here import Here
from gateway.portal.demarches import journey
from gateway.words import N_

BOOKED = N_("Votre rendez-vous est confirmé. Nous vous envoyons un courriel.")
HELD = N_("Ce créneau est gardé pour vous pendant 10 minutes. Il sera confirmé avec l’envoi de votre demande.")
MOVED = N_("Votre rendez-vous est changé. L’ancien est annulé.")
CANCELLED = N_("Votre rendez-vous est annulé.")
WAITING = N_("Vous êtes sur la liste d’attente : nous vous écrirons dès qu’un créneau se libère.")
NOT_WAITING = N_("Vous n’êtes plus sur la liste d’attente.")


@get("/demandes/{dossier_id:uuid}/rendez-vous", include_in_schema=False)
async def choose(
    here: NamedDependency[Here],
    dossier_id: FromPath[UUID],
    agenda: FromQuery[str] = "",
    semaine: FromQuery[str] = "",
    creneau: FromQuery[str] = "",
) -> Response[Any]:
    """A week of slots; `creneau` shows the detail of one of them before it is taken."""
    dossier = await here.api("demarches").get(f"/v1/dossiers/{dossier_id}")
    if dossier["appointment"] is None or not dossier["may"]["book"]:
        return here.redirect(f"/demandes/{dossier_id}")
    return await _page(here, dossier, agenda, semaine, creneau)


@post("/demandes/{dossier_id:uuid}/rendez-vous", include_in_schema=False)
async def take(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    """Held for a draft, confirmed at once for a dossier already sent. A slot just taken is said with a fresh list."""
    fields, api = await here.form(), here.api("demarches")
    dossier = await api.get(f"/v1/dossiers/{dossier_id}")
    former = fields.one("a_la_place") or None
    body = {"calendar_id": fields.one("agenda"), "starts_at": fields.one("creneau")}
    try:
        if dossier["draft"] is not None:
            await api.post(f"/v1/dossiers/{dossier_id}/hold", json=body)
        else:
            await api.post(f"/v1/dossiers/{dossier_id}/bookings", json={**body, "instead_of": former})
    except Refused as refused:
        if refused.status not in (409, 422):
            raise
        here.flash("warning", refused.detail or refused.title)
        return await _page(here, dossier, fields.one("agenda"), fields.one("semaine"), "", status=refused.status)
    if dossier["draft"] is not None:
        here.flash("success", here.said(HELD))
        return here.redirect(journey.after_appointment(dossier))
    here.flash("success", here.said(MOVED if former else BOOKED))
    return here.redirect(f"/mes-demandes/{dossier_id}/rendez-vous")


@post("/demandes/{dossier_id:uuid}/rendez-vous/sans", include_in_schema=False)
async def go_without(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    """Where the appointment is optional: on without, and the slot chosen goes back."""
    dossier = await here.api("demarches").get(f"/v1/dossiers/{dossier_id}")
    for booking in dossier["bookings"]:
        if booking["status"] in ("held", "expired"):
            path = f"/v1/dossiers/{dossier_id}/bookings/{booking['id']}/cancellation"
            await here.api("demarches").post(path, json={"confirm": True})
    return here.redirect(journey.after_appointment(dossier))


@get("/mes-demandes/{dossier_id:uuid}/rendez-vous/{booking_id:uuid}/annulation", include_in_schema=False)
async def ask_cancel(
    here: NamedDependency[Here], dossier_id: FromPath[UUID], booking_id: FromPath[UUID]
) -> Response[Any]:
    dossier = await here.api("demarches").get(f"/v1/dossiers/{dossier_id}")
    booking = next((known for known in dossier["bookings"] if known["id"] == str(booking_id)), None)
    if booking is None or not booking["may_cancel"]:
        return here.redirect(f"/mes-demandes/{dossier_id}/rendez-vous")
    return here.page("demarches/appointment_cancel.html", dossier=dossier, booking=booking)


@post("/mes-demandes/{dossier_id:uuid}/rendez-vous/{booking_id:uuid}/annulation", include_in_schema=False)
async def cancel(here: NamedDependency[Here], dossier_id: FromPath[UUID], booking_id: FromPath[UUID]) -> Response[Any]:
    fields = await here.form()
    path = f"/v1/dossiers/{dossier_id}/bookings/{booking_id}/cancellation"
    await here.api("demarches").post(path, json={"confirm": fields.checked("confirme")})
    here.flash("success", here.said(CANCELLED))
    return here.redirect(f"/mes-demandes/{dossier_id}/rendez-vous")


@post("/mes-demandes/{dossier_id:uuid}/rendez-vous/{booking_id:uuid}/confirmation", include_in_schema=False)
async def confirm(here: NamedDependency[Here], dossier_id: FromPath[UUID], booking_id: FromPath[UUID]) -> Response[Any]:
    """Yes to the slot that was offered."""
    path = f"/v1/dossiers/{dossier_id}/bookings/{booking_id}/confirmation"
    try:
        await here.api("demarches").post(path)
        here.flash("success", here.said(BOOKED))
    except Refused as refused:
        if refused.status != 409:
            raise
        here.flash("warning", refused.detail or refused.title)
    return here.redirect(f"/mes-demandes/{dossier_id}/rendez-vous")


@post("/demandes/{dossier_id:uuid}/liste-attente", include_in_schema=False)
async def wait(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    fields = await here.form()
    agenda, leaves = fields.one("agenda"), fields.checked("quitter")
    path = f"/v1/dossiers/{dossier_id}/waiting/{UUID(agenda)}{'/end' if leaves else ''}"
    await here.api("demarches").post(path)
    here.flash("success", here.said(NOT_WAITING if leaves else WAITING))
    return here.redirect(f"/demandes/{dossier_id}/rendez-vous?agenda={agenda}")


@get("/mes-demandes/{dossier_id:uuid}/rendez-vous/{booking_id:uuid}/agenda.ics", include_in_schema=False)
async def file(here: NamedDependency[Here], dossier_id: FromPath[UUID], booking_id: FromPath[UUID]) -> Response[bytes]:
    return await _file(here, f"/v1/dossiers/{dossier_id}/bookings/{booking_id}/file.ics")


@get("/suivi/{token:str}/rendez-vous/{booking_id:uuid}/agenda.ics", include_in_schema=False)
async def tracked_file(
    here: NamedDependency[Here], token: FromPath[str], booking_id: FromPath[UUID]
) -> Response[bytes]:
    return await _file(here, f"/v1/tracking/{token}/bookings/{booking_id}/file.ics")


async def _file(here: Here, path: str) -> Response[bytes]:
    answer = await here.api("demarches").call("GET", path)
    headers = {
        "content-disposition": answer.headers["content-disposition"],
        "cache-control": "private, no-store",
        "referrer-policy": "no-referrer",
    }
    return Response(answer.body, media_type="text/calendar", headers=headers)


async def _page(here: Here, dossier: Any, agenda: str, week: str, chosen: str, *, status: int = 200) -> Response[Any]:
    asked = {"calendar": agenda or None, "of": _day(week)}
    found = await here.api("demarches").get(
        f"/v1/dossiers/{dossier['id']}/slots", params={name: value for name, value in asked.items() if value}
    )
    slots = {slot["starts_at"]: slot for day in found["days"] for slot in day["slots"]}
    return here.page(
        "demarches/appointment.html",
        status=status,
        dossier=dossier,
        found=found,
        chosen=slots.get(chosen),
        now=utc_now(),
        steps=journey.step_names(here, dossier) if dossier["draft"] else [],
        number=2,
        forward=journey.after_appointment(dossier),
    )


def _day(typed: str) -> str | None:
    try:
        return datetime.fromisoformat(typed).date().isoformat()
    except ValueError:
        return None


ROUTES = [choose, take, go_without, ask_cancel, cancel, confirm, wait, file, tracked_file]
