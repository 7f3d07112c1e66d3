"""What the support team does beside answering: assign, merge, link, act on many, say who is there."""

from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.commands import Commands
from chassis.http import Ask, By, IfMatch
from ticketing.commands.customer.rate_help import RateHelp, rate_help
from ticketing.commands.desk.act_on_many import Act, ActOnMany, Done, act_on_many
from ticketing.commands.desk.assign_ticket import AssignTicket, assign_ticket
from ticketing.commands.desk.keep_macro import KeepMacro, keep_macro
from ticketing.commands.desk.keep_reply import KeepReply, keep_reply
from ticketing.commands.desk.keep_team import KeepTeam, keep_team
from ticketing.commands.desk.link_tickets import LinkTickets, link_tickets
from ticketing.commands.desk.merge_ticket import MergeTicket, merge_ticket
from ticketing.commands.desk.note_presence import NotePresence, note_presence
from ticketing.commands.desk.run_macro import RunMacro, run_macro
from ticketing.commands.desk.split_ticket import SplitTicket, split_ticket
from ticketing.commands.desk.undo_merge import UndoMerge, undo_merge
from ticketing.commands.desk.undo_split import UndoSplit, undo_split
from ticketing.domain.canned import CannedReply
from ticketing.domain.macros import Macro
from ticketing.domain.policies import ANSWER, SET_UP
from ticketing.domain.refusals import TicketMoved
from ticketing.domain.teams import Team
from ticketing.http.bodies import TicketState
from ticketing.http.desk import moved
from ticketing.queries.desk import Presence, WhoIsHere, who_is_here
from ticketing.queries.statistics import ShowStatistics, Statistics, show_statistics
from ticketing.storage.unit_of_work import TicketingWork

Doing = NamedDependency[Commands[TicketingWork]]


class Whom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    agent: UUID


class Other(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ticket's number."""

    reference: str


class Parting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Messages of the customer that are another matter, and what it is called."""

    messages: tuple[UUID, ...]
    subject: str


class Applying(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    macro: UUID
    values: dict[str, str] = {}


class Many(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tickets: tuple[UUID, ...]
    act: Act


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    writing: bool = False


class Rating(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    score: int
    comment: str = ""


@post("/desk/tickets/{ticket_id:uuid}/assignee", needs=ANSWER)
async def assign(ticket_id: FromPath[UUID], data: JSONBody[Whom], actor: By, commands: Doing) -> TicketState:
    return await commands.run(assign_ticket, AssignTicket(ticket_id, data.agent), actor=actor, show=TicketState.of)


@post("/desk/tickets/{ticket_id:uuid}/merger", needs=ANSWER)
async def merge(ticket_id: FromPath[UUID], data: JSONBody[Other], actor: By, commands: Doing) -> TicketState:
    """Answers with the ticket where it goes on."""
    return await commands.run(merge_ticket, MergeTicket(ticket_id, data.reference), actor=actor, show=TicketState.of)


@post("/desk/tickets/{ticket_id:uuid}/merger/undoing", needs=ANSWER)
async def unmerge(ticket_id: FromPath[UUID], actor: By, commands: Doing) -> TicketState:
    return await commands.run(undo_merge, UndoMerge(ticket_id), actor=actor, show=TicketState.of)


@post("/desk/tickets/{ticket_id:uuid}/split", needs=ANSWER)
async def split(ticket_id: FromPath[UUID], data: JSONBody[Parting], actor: By, commands: Doing) -> TicketState:
    """Answers with the ticket that was made."""
    command = SplitTicket(ticket_id, data.messages, data.subject)
    return await commands.run(split_ticket, command, actor=actor, show=TicketState.of)


@post("/desk/tickets/{ticket_id:uuid}/split/undoing", needs=ANSWER)
async def unsplit(ticket_id: FromPath[UUID], actor: By, commands: Doing) -> TicketState:
    """Answers with the ticket where it goes on."""
    return await commands.run(undo_split, UndoSplit(ticket_id), actor=actor, show=TicketState.of)


@post("/desk/tickets/{ticket_id:uuid}/macro", needs=ANSWER)
async def macro(
    ticket_id: FromPath[UUID], data: JSONBody[Applying], actor: By, commands: Doing, if_match: IfMatch
) -> TicketState:
    """`values` fill the variables of its texts; 409 when one is missing."""
    command = RunMacro(ticket_id, data.macro, data.values, if_match)
    return await commands.run(run_macro, command, actor=actor, show=TicketState.of)


@put("/desk/macros/{macro_id:uuid}", needs=SET_UP)
async def keep(macro_id: FromPath[UUID], data: JSONBody[Macro], actor: By, commands: Doing) -> Macro:
    return await commands.run(keep_macro, KeepMacro(msgspec.structs.replace(data, id=macro_id)), actor=actor)


@post("/desk/tickets/{ticket_id:uuid}/links", needs=ANSWER)
async def link(ticket_id: FromPath[UUID], data: JSONBody[Other], actor: By, commands: Doing) -> TicketState:
    return await commands.run(link_tickets, LinkTickets(ticket_id, data.reference), actor=actor, show=TicketState.of)


@post("/desk/tickets/{ticket_id:uuid}/presence", needs=ANSWER, status_code=200)
async def presence(
    ticket_id: FromPath[UUID], data: JSONBody[Reading], actor: By, commands: Doing, queries: Ask
) -> list[Presence]:
    """Says that one reads or writes, and answers who else does."""
    await commands.run(note_presence, NotePresence(ticket_id, data.writing), actor=actor)
    return await queries.ask(who_is_here, WhoIsHere(ticket_id, commands.now()), actor=actor)


@post("/desk/acts", needs=ANSWER)
async def many(data: JSONBody[Many], actor: By, commands: Doing) -> Done:
    return await commands.run(act_on_many, ActOnMany(data.tickets, data.act), actor=actor)


@get("/desk/statistics", needs=ANSWER)
async def statistics(actor: By, queries: Ask, commands: Doing) -> Statistics:
    """Of the last twelve weeks."""
    return await queries.ask(show_statistics, ShowStatistics(commands.now(), actor.locale), actor=actor)


@put("/desk/teams/{team_id:uuid}", needs=SET_UP)
async def team(team_id: FromPath[UUID], data: JSONBody[Team], actor: By, commands: Doing) -> Team:
    return await commands.run(keep_team, KeepTeam(msgspec.structs.replace(data, id=team_id)), actor=actor)


@put("/desk/replies/{reply_id:uuid}", needs=SET_UP)
async def reply(reply_id: FromPath[UUID], data: JSONBody[CannedReply], actor: By, commands: Doing) -> CannedReply:
    return await commands.run(keep_reply, KeepReply(msgspec.structs.replace(data, id=reply_id)), actor=actor)


@put("/tickets/{ticket_id:uuid}/opinion", needs=Needs.MEMBER, status_code=204)
async def rate(ticket_id: FromPath[UUID], data: JSONBody[Rating], actor: By, commands: Doing) -> None:
    """Of its requester, once it is solved."""
    await commands.run(rate_help, RateHelp(ticket_id, data.score, data.comment), actor=actor)


router = Router(
    "/",
    route_handlers=[
        assign,
        merge,
        unmerge,
        split,
        unsplit,
        macro,
        keep,
        link,
        presence,
        many,
        statistics,
        team,
        reply,
        rate,
    ],
    exception_handlers={TicketMoved: moved},  # pyright: ignore[reportArgumentType]
)
