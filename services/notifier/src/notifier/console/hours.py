"""Exceptional hours: closed days, and days with other hours than the usual ones."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from chassis.actor import Actor
from chassis.clock import PARIS
from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.queries import Queries
from chassis.refusals import Invalid
from notifier.commands.publishing.add_hours_exception import AddHoursException, add_hours_exception
from notifier.commands.publishing.remove_hours_exception import RemoveHoursException, remove_hours_exception
from notifier.console.doors import AnyRequest, Change, Console
from notifier.console.fields import errors_of, read_day, read_hour, sent, words
from notifier.console.labels import N_
from notifier.domain.publishing.hours import Opening
from notifier.queries.publishing.edited_publications import hours_exceptions_from
from notifier.storage.work import NotifierWork

EDIT = "notifier.publications.edit"
HOME = "/notifier/horaires"
FIRST_DAY = N_("Indiquez le premier jour.")
BAD_OPENINGS = N_("Écrivez les heures comme « 9:00 - 12:00, 14:00 - 17:00 », ou laissez vide pour une fermeture.")
_RANGE = re.compile(r"(.+?)\s*(?:-|–|—|à)\s*(.+)")


@get("/horaires", needs=EDIT)
async def index(request: AnyRequest, actor: By, queries: Ask, commands: Change, console: Console) -> Response[str]:
    return await _page(request, actor, queries, commands, console, FormState())


@post("/horaires", needs=EDIT, status_code=200)
async def add(request: AnyRequest, actor: By, queries: Ask, commands: Change, console: Console) -> Response[Any]:
    fields, said = (await sent(request)).fields, words(console, request, actor)
    errors: dict[str, str] = {}
    first = read_day(fields, "first_day", errors, said)
    last = read_day(fields, "last_day", errors, said) or first
    openings = openings_in(fields.get("openings", ""))
    if first is None and "first_day" not in errors:
        errors["first_day"] = said(FIRST_DAY)
    if openings is None:
        errors["openings"] = said(BAD_OPENINGS)
    try:
        if first is None or last is None or openings is None or errors:
            raise Invalid
        command = AddHoursException(first_day=first, last_day=last, openings=openings, reason=fields.get("reason", ""))
        await commands.run(add_hours_exception, command, actor=actor)
    except Invalid as refusal:
        told = errors if errors else errors_of(refusal, said)
        return await _page(request, actor, queries, commands, console, FormState(fields, told), status=422)
    return console.redirect(HOME, flash=said(N_("L’exception est enregistrée. Le portail la montre dès maintenant.")))


@post("/horaires/{exception_id:uuid}/suppression", needs=EDIT, status_code=200)
async def remove(
    request: AnyRequest, actor: By, commands: Change, console: Console, exception_id: FromPath[UUID]
) -> Response[Any]:
    said = words(console, request, actor)
    await commands.run(remove_hours_exception, RemoveHoursException(exception_id), actor=actor)
    return console.redirect(HOME, flash=said(N_("L’exception est supprimée : les horaires habituels s’appliquent.")))


def openings_in(text: str) -> tuple[Opening, ...] | None:
    """« 9:00 - 12:00, 14 h - 17 h 30 »; nothing typed is a closure, None what cannot be read."""
    found: list[Opening] = []
    for part in (part.strip() for part in re.split(r"[,;]|\bet\b", text)):
        if not part:
            continue
        matched = _RANGE.fullmatch(part)
        begins = read_hour(matched.group(1)) if matched else None
        ends = read_hour(matched.group(2)) if matched else None
        if begins is None or ends is None:
            return None
        found.append(Opening(begins=begins, ends=ends))
    return tuple(found)


async def _page(
    request: AnyRequest,
    actor: Actor,
    queries: Queries,
    commands: Commands[NotifierWork],
    console: ConsolePages,
    form: FormState,
    *,
    status: int = 200,
) -> Response[str]:
    today: date = commands.now().astimezone(PARIS).date()
    known = await queries.ask(hours_exceptions_from, today, actor=actor)
    return console.render(request, actor, "publications/hours.html", status, form=form, exceptions=known, today=today)


ROUTES = [index, add, remove]
