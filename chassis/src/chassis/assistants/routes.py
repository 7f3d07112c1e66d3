"""What the member does with what their assistants propose."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from chassis.access import Needs
from chassis.assistants.endpoint import acting_for
from chassis.assistants.journal import AskJournal, read_journal
from chassis.assistants.proposals import Settle, Status, list_proposals, read_proposal, settle_proposal
from chassis.assistants.showing import JournalLine, ProposalView, journal_line, proposal_view
from chassis.assistants.tools import Tool
from chassis.commands import Commands
from chassis.http import Ask, By
from chassis.problems import N_, PROBLEM

AnyRequest = Request[Any, Any, Any]
PROPOSALS = Tool(
    title=N_("Suivre ses propositions"),
    description=N_("Ce que cet assistant a proposé et qui attend, ou ce qui est confirmé ou refusé (settled)."),
)


class Confirmation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`anyway`: what it concerns has changed since, and the member has been told."""

    anyway: bool = False


class Modification(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`words` by the field's name."""

    words: dict[str, str]


@get("/", needs=Needs.MEMBER, operation_id="list_proposals", assistants=PROPOSALS)
async def index(
    request: AnyRequest, state: State, actor: By, queries: Ask, settled: FromQuery[bool] = False
) -> list[ProposalView]:
    found = await queries.ask(list_proposals, settled, actor=actor)
    return [proposal_view(request, state.toolbox, proposal) for proposal in found]


@get("/journal", needs=Needs.MEMBER, operation_id="read_assistants_journal")
async def journal(
    request: AnyRequest,
    state: State,
    actor: By,
    queries: Ask,
    everybodys: FromQuery[bool] = False,
    before: FromQuery[datetime | None] = None,
) -> list[JournalLine]:
    """What was done through one's assistants here, newest first; everybody's for who grants rights."""
    lines = await queries.ask(read_journal, AskJournal(everybodys, before), actor=actor)
    known = {operation.name: operation.tool for operation in state.toolbox}
    return [journal_line(request, line, known.get(line.tool)) for line in lines]


@post("/{proposal_id:uuid}/confirmation", needs=Needs.MEMBER, operation_id="confirm_proposal")
async def confirm(
    request: AnyRequest,
    proposal_id: FromPath[UUID],
    data: JSONBody[Confirmation],
    actor: By,
    queries: Ask,
    commands: NamedDependency[Commands[Any]],
) -> Response[Any]:
    """Does what was proposed, as the member: what its route answers, refusals included. 412 where what it concerns has
    changed since it was proposed."""
    proposal = await queries.ask(read_proposal, proposal_id, actor=actor)
    acting = acting_for(request, actor, commands)
    seen = await acting.version_of(proposal) if data.anyway else None
    answer = await acting.confirm(proposal, seen=seen)
    kind = PROBLEM if answer.is_refusal else "application/json"
    return Response(msgspec.json.encode(answer.body), status_code=answer.status, media_type=kind)


@post("/{proposal_id:uuid}/modification", needs=Needs.MEMBER, operation_id="modify_proposal")
async def modify(
    request: AnyRequest,
    proposal_id: FromPath[UUID],
    data: JSONBody[Modification],
    actor: By,
    queries: Ask,
    commands: NamedDependency[Commands[Any]],
) -> ProposalView:
    """The member's words in the place of the assistant's. It still waits for confirmation; the journal tells of both."""
    proposal = await queries.ask(read_proposal, proposal_id, actor=actor)
    acting = acting_for(request, actor, commands)
    await acting.modify(proposal, data.words)
    return proposal_view(request, acting.tools, await queries.ask(read_proposal, proposal_id, actor=actor))


@post("/{proposal_id:uuid}/refusal", needs=Needs.MEMBER, operation_id="refuse_proposal", status_code=204)
async def refuse(proposal_id: FromPath[UUID], actor: By, commands: NamedDependency[Commands[Any]]) -> None:
    command = Settle(proposal_id=proposal_id, status=Status.REFUSED)
    await commands.run(settle_proposal, command, actor=actor)


router = Router(
    "/proposals", route_handlers=[index, journal, confirm, modify, refuse], tags=["Propositions d’assistants"]
)
