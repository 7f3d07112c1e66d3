"""Asking for help without an account (TK-05), behind a check against robots that nobody has to read."""

from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from chassis import robots
from chassis.access import Needs
from chassis.commands import Commands
from chassis.http import Again, By
from chassis.robot_digits import codes
from chassis.settings import Settings
from ticketing.commands.guest.ask_without_account import AskWithoutAccount, ask_without_account, spend_challenge
from ticketing.commands.guest.recognise_guest import RecogniseGuest, recognise_guest
from ticketing.domain.guest import must_be_a_request
from ticketing.domain.policies import ANSWER
from ticketing.domain.ticket import Ticket
from ticketing.http.bodies import TicketState
from ticketing.storage.unit_of_work import TicketingWork

Doing = NamedDependency[Commands[TicketingWork]]


class GuestTicket(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`proof`: the answer to `GET /v1/challenge`, or `code` the digits read or heard of `challenge`; without either, few
    are taken in an hour."""

    name: str
    email: str
    organisation: str
    subject: str
    body: str
    phone: str = ""
    proof: str = ""
    challenge: str = ""
    code: str = ""


class Received(msgspec.Struct, frozen=True):
    """A number to quote, and nothing else: the same whoever asks."""

    reference: str

    @classmethod
    def of(cls, ticket: Ticket) -> "Received":
        return cls(ticket.reference)


class Recognition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reference: str
    proof: str


@get("/challenge", needs=Needs.ANYONE)
async def challenge(actor: By, settings: NamedDependency[Settings], commands: Doing) -> robots.Challenge:
    return robots.ask(settings.read_secret(), str(actor.tenant), at=commands.now())


@post("/guest-tickets", needs=Needs.ANYONE)
async def ask(
    data: JSONBody[GuestTicket], actor: By, settings: NamedDependency[Settings], commands: Doing, once: Again
) -> Received:
    command = AskWithoutAccount(
        name=data.name,
        email=data.email,
        organisation=data.organisation,
        subject=data.subject,
        body=data.body,
        phone=data.phone,
    )
    must_be_a_request(command.guest(), command.subject, command.body)
    secret, tenant = settings.read_secret(), str(actor.tenant)
    if data.code:

        async def use(solved: robots.SolvedChallenge) -> None:
            await commands.run(spend_challenge, solved, actor=actor)

        read = await codes.solved(data.challenge, data.code, secret, tenant, use=use, at=commands.now())
        command = msgspec.structs.replace(command, solved=read, checked=True)
    elif data.proof:
        solved = robots.solved(data.proof, secret, tenant, at=commands.now())
        command = msgspec.structs.replace(command, solved=solved, checked=True)
    with codes.as_digits(data.code):
        return await commands.run(ask_without_account, command, actor=actor, show=Received.of, once=once)


@post("/desk/tickets/{ticket_id:uuid}/recognition", needs=ANSWER)
async def recognise(ticket_id: FromPath[UUID], data: JSONBody[Recognition], actor: By, commands: Doing) -> TicketState:
    command = RecogniseGuest(ticket_id, data.reference, data.proof)
    return await commands.run(recognise_guest, command, actor=actor, show=TicketState.of)


router = Router("/", route_handlers=[challenge, ask, recognise])
