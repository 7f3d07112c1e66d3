"""Calendars arranged by agents: their list, their rules, their closures."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.clock import Clock
from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.ids import new_id
from chassis.pages import FormState
from chassis.refusals import Invalid, Stale
from demarches.commands.appointments.arrange_calendar import arrange_calendar
from demarches.commands.appointments.arrange_venue import ArrangeVenue, arrange_venue
from demarches.commands.appointments.close_days import close_days
from demarches.commands.appointments.reopen_days import ReopenDays, reopen_days
from demarches.console.acting import N_
from demarches.console.agenda.reading import (
    calendar_fields,
    closure_from,
    command_from,
    fields_of,
    saved_otherwise,
    shown_errors,
)
from demarches.domain.answers import today_at
from demarches.domain.policies import ARRANGE, READ
from demarches.queries.appointments.agenda import AskAgenda, read_agenda
from demarches.queries.appointments.arranged import AskArranged, list_calendars, read_arranged, read_choices
from demarches.queries.words import plurals, translation
from demarches.storage.unit_of_work import DemarchesWork

AnyRequest = Request[Any, Any, Any]
Run = NamedDependency[Commands[DemarchesWork]]
SAVED = N_("Agenda enregistré. Les rendez-vous déjà donnés ne changent pas.")
CLOSED = N_("Fermeture enregistrée.")
REOPENED = N_("Ces jours sont à nouveau ouverts.")
VENUE_SAVED = N_("Lieu enregistré.")


@get("/agenda/calendars", needs=READ)
async def listing(
    request: AnyRequest, actor: By, queries: Ask, console: NamedDependency[ConsolePages]
) -> Response[str]:
    known = await queries.ask(list_calendars, None, actor=actor)
    choices = await queries.ask(read_choices, None, actor=actor)
    return console.render(request, actor, "demarches/calendars.html", calendars=known, venues=choices.venues)


@get("/agenda/calendars/new", needs=ARRANGE)
async def new(request: AnyRequest, actor: By, queries: Ask, console: NamedDependency[ConsolePages]) -> Response[str]:
    return await _form(request, actor, queries, console, None, FormState(calendar_fields(None)))


@get("/agenda/calendars/{calendar_id:uuid}", needs=ARRANGE)
async def edit(
    request: AnyRequest,
    calendar_id: FromPath[UUID],
    actor: By,
    queries: Ask,
    console: NamedDependency[ConsolePages],
    clock: NamedDependency[Clock],
) -> Response[str]:
    found = await queries.ask(read_arranged, AskArranged(calendar_id, today_at(clock())), actor=actor)
    return await _form(request, actor, queries, console, found, FormState(calendar_fields(found)))


@post(["/agenda/calendars/new", "/agenda/calendars/{calendar_id:uuid}"], needs=ARRANGE)
async def save(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Run,
    console: NamedDependency[ConsolePages],
    clock: NamedDependency[Clock],
    calendar_id: FromPath[UUID | None] = None,
) -> Response[Any]:
    fields = await fields_of(request)
    found = None
    if calendar_id is not None:
        found = await queries.ask(read_arranged, AskArranged(calendar_id, today_at(clock())), actor=actor)
    try:
        command = command_from(fields, calendar_id or new_id(), found)
        calendar = await commands.run(arrange_calendar, command, actor=actor)
    except Invalid as invalid:
        form = FormState(fields, shown_errors(invalid, fields))
        return await _form(request, actor, queries, console, found, form)
    except Stale:
        assert calendar_id is not None
        found = await queries.ask(read_arranged, AskArranged(calendar_id, today_at(clock())), actor=actor)
        form = FormState(fields | {"version": str(found.version)}, saved_otherwise(fields, found, actor.locale))
        return await _form(request, actor, queries, console, found, form, stale=True)
    return console.redirect(_address(calendar.id), flash=translation(actor.locale)(SAVED))


@post("/agenda/calendars/{calendar_id:uuid}/closures", needs=ARRANGE)
async def close(
    request: AnyRequest,
    calendar_id: FromPath[UUID],
    actor: By,
    queries: Ask,
    commands: Run,
    console: NamedDependency[ConsolePages],
    clock: NamedDependency[Clock],
) -> Response[Any]:
    """Whoever closes over appointments already given is told how many, and sees them."""
    fields = await fields_of(request)
    found = await queries.ask(read_arranged, AskArranged(calendar_id, today_at(clock())), actor=actor)
    try:
        closure = await commands.run(close_days, closure_from(fields, calendar_id), actor=actor)
    except Invalid as invalid:
        typed = {**calendar_fields(found), **fields}
        errors = {"closure-" + fault.pointer.strip("/"): fault.message for fault in invalid.faults}
        return await _form(request, actor, queries, console, found, FormState(typed, errors))
    met = await _met(calendar_id, closure.since, closure.until, actor, queries)
    _, ngettext = translation(actor.locale), plurals(actor.locale)
    if met:
        said = ngettext(
            "Fermeture enregistrée. %(num)s rendez-vous déjà donné ces jours-là : annulez-le ou gardez-le.",
            "Fermeture enregistrée. %(num)s rendez-vous déjà donnés ces jours-là : annulez-les ou gardez-les.",
            met,
        )
        path = f"/demarches/agenda?agenda={calendar_id}&jour={closure.since}&vue=semaine"
        return console.redirect(path, flash=said % {"num": met}, kind="warning")
    return console.redirect(_address(calendar_id) + "#fermetures", flash=_(CLOSED))


@post("/agenda/calendars/{calendar_id:uuid}/closures/{closure_id:uuid}/end", needs=ARRANGE)
async def reopen(
    calendar_id: FromPath[UUID],
    closure_id: FromPath[UUID],
    actor: By,
    commands: Run,
    console: NamedDependency[ConsolePages],
) -> Response[Any]:
    await commands.run(reopen_days, ReopenDays(closure_id), actor=actor)
    return console.redirect(_address(calendar_id) + "#fermetures", flash=translation(actor.locale)(REOPENED))


@post("/agenda/venues", needs=ARRANGE)
async def save_venue(
    request: AnyRequest, actor: By, queries: Ask, commands: Run, console: NamedDependency[ConsolePages]
) -> Response[Any]:
    """A place changed, or a new one when no id is given."""
    fields = await fields_of(request)
    command = ArrangeVenue(
        venue_id=UUID(fields["venue"]) if fields.get("venue") else new_id(),
        name=fields.get("venue-name", ""),
        address=fields.get("venue-address", ""),
        access=fields.get("venue-access", ""),
        access_en=fields.get("venue-access_en"),
    )
    try:
        await commands.run(arrange_venue, command, actor=actor)
    except Invalid as invalid:
        errors = {"venue-" + fault.pointer.strip("/"): fault.message for fault in invalid.faults}
        known = await queries.ask(list_calendars, None, actor=actor)
        choices = await queries.ask(read_choices, None, actor=actor)
        shown = {"calendars": known, "venues": choices.venues, "form": FormState(fields, errors)}
        return console.render(request, actor, "demarches/calendars.html", 422, **shown)
    return console.redirect("/demarches/agenda/calendars", flash=translation(actor.locale)(VENUE_SAVED))


async def _form(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    console: ConsolePages,
    found: Any,
    form: FormState,
    *,
    stale: bool = False,
) -> Response[str]:
    choices = await queries.ask(read_choices, None, actor=actor)
    shown = {"found": found, "choices": choices, "form": form, "stale": stale}
    status = 412 if stale else 422 if form.errors else 200
    return console.render(request, actor, "demarches/calendar.html", status, **shown)


async def _met(calendar_id: UUID, since: date, until: date, actor: By, queries: Ask) -> int:
    days = min((until - since).days + 1, 366)
    found = await queries.ask(read_agenda, AskAgenda(calendar_id, since, days), actor=actor)
    return sum(len(day.outside) for day in found.days)


def _address(calendar_id: UUID | None) -> str:
    return f"/demarches/agenda/calendars/{calendar_id or 'new'}"


ROUTES = [listing, new, edit, save, close, reopen, save_venue]
