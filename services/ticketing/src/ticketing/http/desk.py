"""What the support team does, for programs; the console runs the same commands."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from chassis.commands import Commands
from chassis.http import Again, Ask, By, IfMatch, etag
from chassis.pagination import Page
from chassis.problems import PROBLEM
from chassis.tokens import Verifier
from ticketing.commands.desk.answer_ticket import AnswerTicket, answer_ticket
from ticketing.commands.desk.log_intervention import LogIntervention, log_intervention
from ticketing.commands.desk.open_ticket_page import OpenTicketPage, open_ticket_page
from ticketing.commands.desk.resolve_ticket import ResolveTicket, resolve_ticket
from ticketing.commands.desk.reweigh_ticket import ReweighTicket, reweigh_ticket
from ticketing.commands.desk.take_ticket import TakeTicket, take_ticket
from ticketing.commands.desk.wait_for import WaitFor, wait_for
from ticketing.commands.desk.write_note import WriteNote, write_note
from ticketing.domain.policies import ANSWER
from ticketing.domain.refusals import TicketMoved
from ticketing.http import assistants
from ticketing.http.bodies import Answer, Logged, NewIntervention, Posted, Taking, TicketState, Waiting, Weight, Words
from ticketing.http.files import received
from ticketing.naming import named_lines, named_ticket
from ticketing.people import People
from ticketing.queries.lines import TicketLine
from ticketing.queries.queue import ListQueue, Queue, list_queue
from ticketing.queries.sla import ShowSla, SlaView, show_sla
from ticketing.queries.ticket import ShowTicket, TicketView, show_ticket
from ticketing.storage.unit_of_work import TicketingWork

Doing = NamedDependency[Commands[TicketingWork]]
Whose = NamedDependency[People]
AnyRequest = Request[Any, Any, Any]


@get("/", needs=ANSWER, operation_id="list_tickets", assistants=assistants.LIST)
async def queue(
    actor: By,
    queries: Ask,
    people: Whose,
    queue: FromQuery[Queue] = "open",
    q: FromQuery[str] = "",
    severity: FromQuery[str] = "",
    status: FromQuery[str] = "",
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> Page[TicketLine]:
    question = ListQueue(
        locale=actor.locale, queue=queue, search=q, severity=severity, status=status, cursor=cursor, limit=limit
    )
    return await named_lines(await queries.ask(list_queue, question, actor=actor), people, actor)


@get("/{ticket_id:uuid}", needs=ANSWER, operation_id="open_ticket", assistants=assistants.OPEN)
async def show(
    ticket_id: FromPath[UUID], actor: By, queries: Ask, commands: Doing, people: Whose
) -> Response[TicketView]:
    """With the internal notes. The journal says who opened it."""
    await commands.run(open_ticket_page, OpenTicketPage(ticket_id), actor=actor)
    question = ShowTicket(ticket_id, commands.now(), actor.locale)
    ticket = await named_ticket(await queries.ask(show_ticket, question, actor=actor), people, actor)
    return Response(ticket, headers=etag(ticket.version))


@post("/{ticket_id:uuid}/assignment", needs=ANSWER, operation_id="take_ticket", assistants=assistants.TAKE)
async def take(ticket_id: FromPath[UUID], data: JSONBody[Taking], actor: By, commands: Doing) -> TicketState:
    command = TakeTicket(ticket_id, data.from_colleague)
    return await commands.run(take_ticket, command, actor=actor, show=TicketState.of)


@post("/{ticket_id:uuid}/answers", needs=ANSWER, operation_id="answer_ticket", assistants=assistants.ANSWER)
async def answer(
    ticket_id: FromPath[UUID],
    data: JSONBody[Answer],
    actor: By,
    commands: Doing,
    once: Again,
    if_match: IfMatch,
    verifier: NamedDependency[Verifier],
    people: Whose,
) -> Posted:
    receipts = received(verifier, data.receipts)
    portal = await people.portal(actor.tenant) if data.article else ""
    command = AnswerTicket(ticket_id, data.body, data.then, if_match, receipts, data.article or None, portal)
    return await commands.run(answer_ticket, command, actor=actor, show=Posted.of, once=once)


@post("/{ticket_id:uuid}/notes", needs=ANSWER, operation_id="write_ticket_note", assistants=assistants.NOTE)
async def note(ticket_id: FromPath[UUID], data: JSONBody[Words], actor: By, commands: Doing, once: Again) -> Posted:
    return await commands.run(write_note, WriteNote(ticket_id, data.body), actor=actor, show=Posted.of, once=once)


@post("/{ticket_id:uuid}/interventions", needs=ANSWER)
async def log(
    ticket_id: FromPath[UUID], data: JSONBody[NewIntervention], actor: By, commands: Doing, once: Again
) -> Logged:
    command = LogIntervention(
        ticket_id=ticket_id, kind=data.kind, minutes=data.minutes, summary=data.summary, started_at=data.started_at
    )
    return await commands.run(log_intervention, command, actor=actor, show=Logged.of, once=once)


@post("/{ticket_id:uuid}/waiting", needs=ANSWER)
async def wait(
    ticket_id: FromPath[UUID], data: JSONBody[Waiting], actor: By, commands: Doing, if_match: IfMatch
) -> TicketState:
    return await commands.run(wait_for, WaitFor(ticket_id, data.whom, if_match), actor=actor, show=TicketState.of)


@post("/{ticket_id:uuid}/resolution", needs=ANSWER, operation_id="resolve_ticket", assistants=assistants.RESOLVE)
async def resolve(ticket_id: FromPath[UUID], actor: By, commands: Doing, if_match: IfMatch) -> TicketState:
    return await commands.run(resolve_ticket, ResolveTicket(ticket_id, if_match), actor=actor, show=TicketState.of)


@post("/{ticket_id:uuid}/weight", needs=ANSWER)
async def reweigh(
    ticket_id: FromPath[UUID], data: JSONBody[Weight], actor: By, commands: Doing, if_match: IfMatch
) -> TicketState:
    command = ReweighTicket(ticket_id, data.impact, data.urgency, if_match)
    return await commands.run(reweigh_ticket, command, actor=actor, show=TicketState.of)


@get("/{ticket_id:uuid}/sla", needs=ANSWER, operation_id="read_promises", assistants=assistants.PROMISES)
async def sla(ticket_id: FromPath[UUID], actor: By, queries: Ask, commands: Doing) -> SlaView | None:
    """Each promise, and each stretch of time that was counted for it or not."""
    return await queries.ask(show_sla, ShowSla(ticket_id, commands.now(), actor.locale), actor=actor)


def moved(_: AnyRequest, refusal: TicketMoved) -> Response[bytes]:
    """412 with the version that the ticket has now, and what came since the one that was read."""
    body = {
        "type": "/problems/ticket-moved",
        "title": refusal.title,
        "status": 412,
        "version": refusal.version,
        "news": refusal.news,
    }
    return Response(msgspec.json.encode(body), status_code=412, media_type=PROBLEM, headers=etag(refusal.version))


router = Router(
    "/desk/tickets",
    route_handlers=[queue, show, take, answer, note, log, wait, resolve, reweigh, sla],
    exception_handlers={TicketMoved: moved},  # pyright: ignore[reportArgumentType]
)
