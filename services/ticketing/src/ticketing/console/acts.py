"""What the support team does from a ticket's page. Each act comes back to the page."""

from collections.abc import Awaitable, Sequence
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import By
from chassis.pages import FormState
from chassis.refusals import Conflict, Invalid
from chassis.tokens import Signer, Verifier
from ticketing.commands.desk.answer_ticket import AnswerTicket, answer_ticket
from ticketing.commands.desk.log_intervention import LogIntervention, log_intervention
from ticketing.commands.desk.resolve_ticket import ResolveTicket, resolve_ticket
from ticketing.commands.desk.take_ticket import TakeTicket, take_ticket
from ticketing.commands.desk.wait_for import WaitFor, wait_for
from ticketing.commands.desk.write_note import WriteNote, write_note
from ticketing.commands.files.open_file import OpenFile, open_file
from ticketing.console.fields import fields_of, id_in, lists_of, number_in
from ticketing.console.pages import TicketPage
from ticketing.domain.policies import ANSWER
from ticketing.domain.refusals import MergeRefused, TicketMoved, TicketNotFound
from ticketing.domain.thread import InterventionKind
from ticketing.http.files import received, view_grant
from ticketing.storage.unit_of_work import TicketingWork

AnyRequest = Request[Any, Any, Any]
Doing = NamedDependency[Commands[TicketingWork]]
Console = NamedDependency[ConsolePages]
Back = NamedDependency[TicketPage]


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Marks a text for the catalogue; it is translated where it is said."""
    return text


PURPOSE = "assistance"
UNKNOWN = N_("Aucune demande n’a ce numéro.")


@post("/tickets/{ticket_id:uuid}/answers", needs=ANSWER)
async def answer(
    ticket_id: FromPath[UUID],
    request: AnyRequest,
    actor: By,
    commands: Doing,
    page: Back,
    console: Console,
    verifier: NamedDependency[Verifier],
) -> Response[Any]:
    sent = await lists_of(request)
    fields = {name: values[-1] for name, values in sent.items()}
    then = fields.get("then")
    receipts = [token for token in sent.get("receipts", []) if token]
    command = AnswerTicket(
        ticket_id,
        fields.get("body", ""),
        then if then in ("waiting_customer", "resolved") else "open",
        number_in(fields, "seen"),
        received(verifier, receipts),
        id_in(fields, "article") if fields.get("article") else None,
        await page.portal(),
    )
    doing = commands.run(answer_ticket, command, actor=actor)
    return await done(doing, page, console, ticket_id, fields, N_("Votre réponse est envoyée."), receipts=receipts)


@get("/tickets/{ticket_id:uuid}/files/{file_id:uuid}", needs=ANSWER)
async def look(
    ticket_id: FromPath[UUID], file_id: FromPath[UUID], actor: By, commands: Doing, signer: NamedDependency[Signer]
) -> Redirect:
    """To documents' own page, with leave to read this file for a minute."""
    opened = await commands.run(open_file, OpenFile(ticket_id, file_id, PURPOSE), actor=actor)
    return Redirect(f"/documents/view?grant={view_grant(signer, actor, opened, PURPOSE)}", status_code=303)


@post("/tickets/{ticket_id:uuid}/notes", needs=ANSWER)
async def note(
    ticket_id: FromPath[UUID], request: AnyRequest, actor: By, commands: Doing, page: Back, console: Console
) -> Response[Any]:
    fields = await fields_of(request)
    doing = commands.run(write_note, WriteNote(ticket_id, fields.get("note", "")), actor=actor)
    return await done(doing, page, console, ticket_id, fields, N_("La note est gardée pour l’équipe."), body="note")


@post("/tickets/{ticket_id:uuid}/interventions", needs=ANSWER)
async def intervention(
    ticket_id: FromPath[UUID], request: AnyRequest, actor: By, commands: Doing, page: Back, console: Console
) -> Response[Any]:
    fields = await fields_of(request)
    doing = commands.run(log_intervention, _intervention(ticket_id, fields), actor=actor)
    return await done(doing, page, console, ticket_id, fields, N_("L’intervention est consignée."))


@post("/tickets/{ticket_id:uuid}/assignment", needs=ANSWER)
async def take(
    ticket_id: FromPath[UUID], request: AnyRequest, actor: By, commands: Doing, page: Back, console: Console
) -> Response[Any]:
    fields = await fields_of(request)
    command = TakeTicket(ticket_id, from_colleague=fields.get("from_colleague") == "true")
    doing = commands.run(take_ticket, command, actor=actor)
    return await done(doing, page, console, ticket_id, fields, N_("Vous vous occupez de cette demande."))


@post("/tickets/{ticket_id:uuid}/waiting", needs=ANSWER)
async def wait(
    ticket_id: FromPath[UUID], request: AnyRequest, actor: By, commands: Doing, page: Back, console: Console
) -> Response[Any]:
    fields = await fields_of(request)
    whom = "third_party" if fields.get("whom") == "third_party" else "customer"
    doing = commands.run(wait_for, WaitFor(ticket_id, whom, number_in(fields, "seen")), actor=actor)
    return await done(doing, page, console, ticket_id, fields, N_("La demande est mise en attente."))


@post("/tickets/{ticket_id:uuid}/resolution", needs=ANSWER)
async def resolve(
    ticket_id: FromPath[UUID], request: AnyRequest, actor: By, commands: Doing, page: Back, console: Console
) -> Response[Any]:
    fields = await fields_of(request)
    doing = commands.run(resolve_ticket, ResolveTicket(ticket_id, number_in(fields, "seen")), actor=actor)
    return await done(doing, page, console, ticket_id, fields, N_("La demande est résolue. Le client est prévenu."))


async def done(
    doing: Awaitable[Any],
    page: TicketPage,
    console: ConsolePages,
    ticket_id: UUID,
    fields: dict[str, str],
    said: str,
    *,
    body: str = "body",
    unknown: str = "",
    receipts: Sequence[str] = (),
) -> Response[Any]:
    """Back to the page: with the news that a stale act ran into, or with errors beside what was typed.

    `receipts` are those of files that have come already.
    `unknown` is the field that holds the number of another ticket, which may not exist or not do.
    """
    path = f"/ticketing/tickets/{ticket_id}"
    words = console.pages.messages(console.context(page.request, page.actor).locale).gettext
    try:
        await doing
    except TicketMoved as moved:
        return await page.show(ticket_id, 412, form=FormState(fields), news=moved.news, receipts=receipts)
    except Invalid as invalid:
        errors = {
            body if fault.pointer == "/body" else fault.pointer.strip("/"): fault.message for fault in invalid.faults
        }
        return await page.show(
            ticket_id, 422, form=FormState(fields, errors or {"": words(invalid.title)}), receipts=receipts
        )
    except (TicketNotFound, MergeRefused) as refusal:
        if not unknown:
            raise
        said = refusal.detail or words("Aucune demande n’a ce numéro.")
        return await page.show(ticket_id, 422, form=FormState(fields, {unknown: said}))
    except Conflict as conflict:
        return console.redirect(path, flash=words(conflict.title), kind="warning")
    return console.redirect(path, flash=words(said))


def _intervention(ticket_id: UUID, fields: dict[str, str]) -> LogIntervention:
    """What is no number is refused by the domain, like a number that does not fit."""
    kind = fields.get("kind")
    return LogIntervention(
        ticket_id=ticket_id,
        kind=InterventionKind(kind) if kind in set(InterventionKind) else InterventionKind.CALL,
        minutes=number_in(fields, "minutes") or 0,
        summary=fields.get("summary", ""),
    )
