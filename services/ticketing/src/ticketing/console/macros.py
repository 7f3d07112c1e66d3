"""Macros: kept among the settings, applied from a ticket's page or to many in the queue."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.ids import new_id
from chassis.pages import FormState
from chassis.refusals import Conflict, Invalid, NotFound
from ticketing.commands.desk.keep_macro import DropMacro, KeepMacro, drop_macro, keep_macro
from ticketing.commands.desk.run_macro import RunMacro, run_macro
from ticketing.console.acts import N_, done
from ticketing.console.fields import fields_of, id_in, ids_in, lists_of, number_in
from ticketing.console.pages import TicketPage, values_for
from ticketing.console.settings import HOME, Desk
from ticketing.console.settings_forms import errors_of, id_or_none, number
from ticketing.domain.macros import Macro
from ticketing.domain.policies import ANSWER, SET_UP
from ticketing.domain.refusals import MacroNotFound
from ticketing.naming import named_ticket
from ticketing.people import People
from ticketing.queries.ticket import ShowTicket, show_ticket
from ticketing.storage.unit_of_work import TicketingWork

AnyRequest = Request[Any, Any, Any]
Doing = NamedDependency[Commands[TicketingWork]]
Console = NamedDependency[ConsolePages]
Whose = NamedDependency[People]
Back = NamedDependency[TicketPage]
Here = NamedDependency[Desk]
MOST = 100


@post("/tickets/{ticket_id:uuid}/macro", needs=ANSWER)
async def apply(
    ticket_id: FromPath[UUID], request: AnyRequest, actor: By, commands: Doing, page: Back, console: Console
) -> Response[Any]:
    fields = await fields_of(request)
    command = RunMacro(ticket_id, id_in(fields, "macro"), await page.values(ticket_id), number_in(fields, "seen"))
    doing = commands.run(run_macro, command, actor=actor)
    return await done(doing, page, console, ticket_id, fields, N_("La macro est appliquée."))


@post("/macros", needs=ANSWER)
async def apply_to_many(
    request: AnyRequest, actor: By, commands: Doing, queries: Ask, people: Whose, console: Console
) -> Response[Any]:
    """To each on its own: one that does not permit it stays as it was, and the others go on."""
    fields, chosen = await fields_of(request), await lists_of(request)
    tickets, names = ids_in(chosen, "tickets")[:MOST], await people.names([actor.account], tenant=actor.tenant)
    number = 0
    for ticket_id in dict.fromkeys(tickets):
        try:
            shown = await queries.ask(show_ticket, ShowTicket(ticket_id, commands.now(), actor.locale), actor=actor)
            ticket = await named_ticket(shown, people, actor)
            values = values_for(ticket, names.get(actor.account or ticket_id, ""))
            await commands.run(run_macro, RunMacro(ticket_id, id_in(fields, "macro"), values), actor=actor)
            number += 1
        except MacroNotFound:
            raise
        except (Conflict, NotFound):
            continue
    words = console.pages.messages(console.context(request, actor).locale)
    said = words.ngettext("%(num)s demande traitée.", "%(num)s demandes traitées.", number) % {"num": number}
    if left := len(set(tickets)) - number:
        sentence = words.ngettext("%(num)s ne le permettait pas.", "%(num)s ne le permettaient pas.", left)
        said += " " + sentence % {"num": left}
    queue = fields.get("file", "open")
    path = f"/ticketing/?file={queue}" if queue.isalpha() else "/ticketing/"
    return console.redirect(path, flash=said, kind="warning" if left else "success")


@get("/reglages/macros/nouvelle", needs=SET_UP)
async def new(desk: Here) -> Response[str]:
    return await desk.form("macro.html", new_id(), FormState({"outcome": ""}))


@get("/reglages/macros/{id:uuid}", needs=SET_UP)
async def show(id: FromPath[UUID], desk: Here) -> Response[str]:
    kept = next((one for one in (await desk.known()).macros if one.id == id), None)
    if kept is None:
        raise MacroNotFound
    return await desk.form("macro.html", id, FormState(_fields(kept)))


@post("/reglages/macros/{id:uuid}", needs=SET_UP)
async def keep(id: FromPath[UUID], desk: Here, commands: Doing) -> Response[Any]:
    fields = await fields_of(desk.request)
    try:
        await commands.run(keep_macro, KeepMacro(_macro(id, fields)), actor=desk.actor)
    except Invalid as invalid:
        return await desk.form("macro.html", id, FormState(fields, errors_of(invalid)), 422)
    return desk.console.redirect(HOME, flash=desk.said(N_("La macro est enregistrée.")))


@post("/reglages/macros/{id:uuid}/suppression", needs=SET_UP)
async def drop(id: FromPath[UUID], desk: Here, commands: Doing) -> Response[Any]:
    await commands.run(drop_macro, DropMacro(id), actor=desk.actor)
    return desk.console.redirect(HOME, flash=desk.said(N_("La macro est supprimée.")))


def _macro(id: UUID, fields: dict[str, str]) -> Macro:
    return Macro(
        id=id,
        title=fields.get("title", "").strip(),
        reply=fields.get("reply", "").replace("\r\n", "\n"),
        note=fields.get("note", "").replace("\r\n", "\n"),
        take=bool(fields.get("take")),
        team=id_or_none(fields.get("team", "")),
        outcome=fields.get("outcome", ""),
        position=number(fields.get("position", "")),
    )


def _fields(macro: Macro) -> dict[str, str]:
    return {
        "title": macro.title,
        "reply": macro.reply,
        "note": macro.note,
        "take": "true" if macro.take else "",
        "team": str(macro.team or ""),
        "outcome": macro.outcome,
        "position": str(macro.position),
    }


PAGES = (apply, apply_to_many, new, show, keep, drop)
