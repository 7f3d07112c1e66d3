"""The day and the week of a calendar, and cancelling an appointment."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.clock import Clock
from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.refusals import Conflict, Invalid
from demarches.commands.appointments.cancel_booking import CancelBooking, cancel_booking
from demarches.console.acting import N_
from demarches.domain.answers import today_at
from demarches.domain.policies import INSTRUCT, READ
from demarches.queries.appointments.agenda import AskAgenda, read_agenda
from demarches.queries.appointments.arranged import list_calendars
from demarches.queries.appointments.free import monday_of
from demarches.queries.dossier.read import AskDossier, read_instruction
from demarches.queries.words import translation
from demarches.storage.unit_of_work import DemarchesWork

AnyRequest = Request[Any, Any, Any]
Run = NamedDependency[Commands[DemarchesWork]]
CANCELLED = N_("Rendez-vous annulé. Le demandeur est averti par courriel.")


@get("/agenda", needs=READ)
async def agenda(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    console: NamedDependency[ConsolePages],
    clock: NamedDependency[Clock],
    agenda: FromQuery[str] = "",
    jour: FromQuery[str] = "",
    vue: FromQuery[str] = "jour",
) -> Response[str]:
    known = await queries.ask(list_calendars, None, actor=actor)
    today = today_at(clock())
    chosen = next((line for line in known if str(line.id) == agenda), known[0] if known else None)
    day, weekly = _day(jour) or today, vue == "semaine"
    found = None
    if chosen is not None:
        question = AskAgenda(chosen.id, monday_of(day) if weekly else day, 7 if weekly else 1)
        found = await queries.ask(read_agenda, question, actor=actor)
    step = timedelta(days=7 if weekly else 1)
    shown = {
        "calendars": known,
        "chosen": chosen,
        "found": found,
        "day": day,
        "today": today,
        "weekly": weekly,
        "previous": day - step,
        "following": day + step,
    }
    return console.render(request, actor, "demarches/agenda.html", **shown)


@get("/agenda/dossiers/{dossier_id:uuid}/bookings/{booking_id:uuid}/cancellation", needs=INSTRUCT)
async def ask_cancel(
    request: AnyRequest,
    dossier_id: FromPath[UUID],
    booking_id: FromPath[UUID],
    actor: By,
    queries: Ask,
    console: NamedDependency[ConsolePages],
    clock: NamedDependency[Clock],
) -> Response[str]:
    return await _ask(request, dossier_id, booking_id, actor, queries, console, clock, FormState())


@post("/agenda/dossiers/{dossier_id:uuid}/bookings/{booking_id:uuid}/cancellation", needs=INSTRUCT)
async def cancel(
    request: AnyRequest,
    dossier_id: FromPath[UUID],
    booking_id: FromPath[UUID],
    actor: By,
    queries: Ask,
    commands: Run,
    console: NamedDependency[ConsolePages],
    clock: NamedDependency[Clock],
) -> Response[Any]:
    typed = parse_qs((await request.body()).decode(), keep_blank_values=True)
    reason = typed.get("reason", [""])[0]
    command = CancelBooking(dossier_id=dossier_id, booking_id=booking_id, confirmed=True, reason=reason)
    try:
        booking = await commands.run(cancel_booking, command, actor=actor)
    except Invalid as invalid:
        form = FormState({"reason": reason}, {f.pointer.strip("/"): f.message for f in invalid.faults})
        return await _ask(request, dossier_id, booking_id, actor, queries, console, clock, form)
    except Conflict as conflict:
        said = translation(actor.locale)(conflict.title)
        return console.redirect("/demarches/agenda", flash=said, kind="warning")
    path = f"/demarches/agenda?agenda={booking.calendar_id}&jour={today_at(booking.starts_at)}"
    return console.redirect(path, flash=translation(actor.locale)(CANCELLED))


async def _ask(
    request: AnyRequest,
    dossier_id: UUID,
    booking_id: UUID,
    actor: By,
    queries: Ask,
    console: ConsolePages,
    clock: Clock,
    form: FormState,
) -> Response[Any]:
    found = await queries.ask(read_instruction, AskDossier(dossier_id, clock()), actor=actor)
    booking = next((known for known in found.dossier.bookings if known.id == booking_id), None)
    if booking is None or booking.status not in ("held", "confirmed"):
        return console.redirect("/demarches/agenda")
    shown = {"dossier": found.dossier, "booking": booking, "form": form}
    return console.render(request, actor, "demarches/booking_cancel.html", 422 if form.errors else 200, **shown)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


ROUTES = [agenda, ask_cancel, cancel]
