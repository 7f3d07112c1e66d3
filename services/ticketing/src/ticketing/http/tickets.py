"""What customers do with their tickets."""

from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.commands import Commands
from chassis.http import Again, Ask, By, etag
from chassis.tokens import Verifier
from ticketing.commands.customer.ask_session import AskSession, ask_session
from ticketing.commands.customer.cancel_ticket import CancelTicket, cancel_ticket
from ticketing.commands.customer.confirm_resolution import ConfirmResolution, confirm_resolution
from ticketing.commands.customer.open_ticket import OpenTicket, open_ticket
from ticketing.commands.customer.post_reply import PostReply, post_reply
from ticketing.commands.customer.read_ticket import ReadTicket, read_ticket
from ticketing.commands.customer.reopen_ticket import ReopenTicket, reopen_ticket
from ticketing.domain.policies import OPEN
from ticketing.http.bodies import NewTicket, Posted, Read, Reply, TicketState, WantedSession
from ticketing.http.files import received
from ticketing.naming import named_ticket
from ticketing.people import People
from ticketing.queries.ticket import ShowTicket, TicketView, show_ticket
from ticketing.storage.unit_of_work import TicketingWork

Doing = NamedDependency[Commands[TicketingWork]]


@post("/", needs=OPEN)
async def create(
    data: JSONBody[NewTicket], actor: By, commands: Doing, once: Again, verifier: NamedDependency[Verifier]
) -> TicketState:
    command = OpenTicket(
        entry=data.entry,
        subject=data.subject,
        answers=data.answers,
        impact=data.impact,
        urgency=data.urgency,
        ticket_id=data.ticket_id,
        receipts=received(verifier, data.receipts),
    )
    return await commands.run(open_ticket, command, actor=actor, show=TicketState.of, once=once)


@get("/{ticket_id:uuid}", needs=Needs.MEMBER)
async def show(
    ticket_id: FromPath[UUID],
    actor: By,
    queries: Ask,
    commands: Doing,
    people: NamedDependency[People],
) -> Response[TicketView]:
    question = ShowTicket(ticket_id, commands.now(), actor.locale)
    ticket = await named_ticket(await queries.ask(show_ticket, question, actor=actor), people, actor)
    return Response(ticket, headers=etag(ticket.version))


@post("/{ticket_id:uuid}/messages", needs=Needs.MEMBER)
async def reply(
    ticket_id: FromPath[UUID],
    data: JSONBody[Reply],
    actor: By,
    commands: Doing,
    once: Again,
    verifier: NamedDependency[Verifier],
) -> Posted:
    command = PostReply(ticket_id, data.body, received(verifier, data.receipts))
    return await commands.run(post_reply, command, actor=actor, show=Posted.of, once=once)


@post("/{ticket_id:uuid}/session-request", needs=Needs.MEMBER)
async def ask_for_session(
    ticket_id: FromPath[UUID], data: JSONBody[WantedSession], actor: By, commands: Doing, once: Again
) -> Posted:
    """A technician is to see the customer's screen with them."""
    command = AskSession(ticket_id=ticket_id, phone=data.phone, when=data.when)
    return await commands.run(ask_session, command, actor=actor, show=Posted.of, once=once)


@post("/{ticket_id:uuid}/reading", needs=Needs.MEMBER, status_code=200)
async def read(ticket_id: FromPath[UUID], actor: By, commands: Doing) -> Read:
    return await commands.run(read_ticket, ReadTicket(ticket_id), actor=actor, show=Read)


@post("/{ticket_id:uuid}/confirmation", needs=Needs.MEMBER)
async def confirm(ticket_id: FromPath[UUID], actor: By, commands: Doing) -> TicketState:
    return await commands.run(confirm_resolution, ConfirmResolution(ticket_id), actor=actor, show=TicketState.of)


@post("/{ticket_id:uuid}/reopening", needs=Needs.MEMBER)
async def reopen(ticket_id: FromPath[UUID], actor: By, commands: Doing) -> TicketState:
    return await commands.run(reopen_ticket, ReopenTicket(ticket_id), actor=actor, show=TicketState.of)


@post("/{ticket_id:uuid}/cancellation", needs=Needs.MEMBER)
async def cancel(ticket_id: FromPath[UUID], actor: By, commands: Doing) -> TicketState:
    return await commands.run(cancel_ticket, CancelTicket(ticket_id), actor=actor, show=TicketState.of)


router = Router("/tickets", route_handlers=[create, show, ask_for_session, reply, read, confirm, reopen, cancel])
