"""The endpoint of assistants, and what the member does with what they propose."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from chassis.access import ENDPOINT, Needs
from chassis.actor import Actor
from chassis.assistants import protocol, words
from chassis.assistants.acting import Acting, subject_of
from chassis.assistants.calling import Answer
from chassis.assistants.journal import AskJournal, Line, read_journal
from chassis.assistants.proposals import (
    NoteCall,
    Proposal,
    Settle,
    Status,
    list_proposals,
    note_call,
    read_proposal,
    settle_proposal,
)
from chassis.assistants.tools import READS, Operation, Tool, Toolbox
from chassis.commands import Commands
from chassis.http import Ask, By
from chassis.problems import N_, PROBLEM, said, status_of
from chassis.refusals import Invalid, Refusal
from chassis.settings import Settings

AnyRequest = Request[Any, Any, Any]
LARGEST = 200_000
PROPOSALS = Tool(
    title=N_("Suivre ses propositions"),
    description=N_("Ce que cet assistant a proposé et qui attend, ou ce qui est confirmé ou refusé (settled)."),
)


class Field(msgspec.Struct, frozen=True):
    """`name` where the member may put it into their own words before confirming."""

    label: str
    text: str
    name: str = ""


class ProposalView(msgspec.Struct, frozen=True, kw_only=True):
    """`fields` is all that would be sent, in words and order; `page` where people look at what it concerns."""

    id: UUID
    status: str
    assistant_id: UUID
    assistant: str
    title: str
    named: str
    page: str
    fields: list[Field]
    proposed_at: str
    expires_at: str
    modified_at: str | None
    settled_at: str | None


class Confirmation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`anyway`: what it concerns has changed since, and the member has been told."""

    anyway: bool = False


class JournalLine(msgspec.Struct, frozen=True, kw_only=True):
    """`action`: called, proposed, modified, confirmed, refused. `page`: where people look at what it was about."""

    at: datetime
    action: str
    account_id: UUID
    assistant: str
    title: str
    page: str


class Modification(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`words` by the field's name."""

    words: dict[str, str]


@post("/mcp", needs=Needs.MEMBER, assistants=ENDPOINT, include_in_schema=False, status_code=200)
async def endpoint(
    request: AnyRequest, actor: By, commands: NamedDependency[Commands[Any]], settings: NamedDependency[Settings]
) -> Response[bytes]:
    number: int | str | None = None
    try:
        asked = protocol.read(await request.body(), request.headers.get("mcp-protocol-version"))
        number = asked.id
        if number is None:
            return Response(b"", status_code=202)
        result = await _result(asked, Acting(*_of(request, actor, commands)), request, actor, commands, settings)
    except protocol.Wrong as wrong:
        return Response(protocol.refused(number, wrong), status_code=wrong.status, media_type="application/json")
    return Response(protocol.answered(asked, result), media_type="application/json")


@get("/", needs=Needs.MEMBER, operation_id="list_proposals", assistants=PROPOSALS)
async def index(
    request: AnyRequest, state: State, actor: By, queries: Ask, settled: FromQuery[bool] = False
) -> list[ProposalView]:
    found = await queries.ask(list_proposals, settled, actor=actor)
    return [_view(request, state.toolbox, proposal) for proposal in found]


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
    return [_told_of(request, line, known.get(line.tool)) for line in lines]


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
    acting = Acting(*_of(request, actor, commands))
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
    acting = Acting(*_of(request, actor, commands))
    await acting.modify(proposal, data.words)
    return _view(request, acting.tools, await queries.ask(read_proposal, proposal_id, actor=actor))


@post("/{proposal_id:uuid}/refusal", needs=Needs.MEMBER, operation_id="refuse_proposal", status_code=204)
async def refuse(proposal_id: FromPath[UUID], actor: By, commands: NamedDependency[Commands[Any]]) -> None:
    command = Settle(proposal_id=proposal_id, status=Status.REFUSED)
    await commands.run(settle_proposal, command, actor=actor)


router = Router(
    "/proposals", route_handlers=[index, journal, confirm, modify, refuse], tags=["Propositions d'assistants"]
)


def _of(request: AnyRequest, actor: Actor, commands: Commands[Any]) -> tuple[Any, Commands[Any], Actor, str]:
    return request.app, commands, actor, request.headers["authorization"]


async def _result(
    asked: protocol.Asked,
    acting: Acting,
    request: AnyRequest,
    actor: Actor,
    commands: Commands[Any],
    settings: Settings,
) -> dict[str, Any]:
    match asked.method:
        case "initialize":
            return protocol.welcome(asked, settings.service, words.INSTRUCTIONS)
        case "server/discover":
            return protocol.discovered(words.INSTRUCTIONS)
        case "ping":
            return {}
        case "tools/list":
            told = [_told(request, acting.tools, one) for one in acting.tools if one.is_for(actor)]
            return {"tools": sorted(told, key=lambda one: one["name"]), **protocol.COMPLETE, **protocol.FRESH}
        case "tools/call":
            name, arguments = asked.params.get("name"), asked.params.get("arguments", {})
            if not isinstance(name, str) or not isinstance(arguments, dict):
                raise protocol.Wrong(protocol.BAD_PARAMS, "A tool is called by its name, with an object of arguments.")
            return await _called(name, arguments, acting, request, actor, commands, settings)
        case _:
            raise protocol.Wrong(protocol.NO_SUCH_METHOD, "This method does not exist here.")


async def _called(
    name: str,
    arguments: Mapping[str, Any],
    acting: Acting,
    request: AnyRequest,
    actor: Actor,
    commands: Commands[Any],
    settings: Settings,
) -> dict[str, Any]:
    try:
        operation = acting.tools.find(name)
        called = NoteCall(tool=operation.name, subject=subject_of(operation, arguments, actor))
        await commands.run(note_call, called, actor=actor)
        if operation.reads:
            answer: Proposal | Answer = await acting.read(operation, arguments)
        else:
            answer = await acting.propose(operation, arguments)
    except Refusal as refusal:
        faults = refusal.faults if isinstance(refusal, Invalid) else ()
        errors = [{"pointer": fault.pointer, "detail": fault.message} for fault in faults]
        return _refused(status_of(refusal), said(request, refusal.title), {"errors": errors} if errors else None)
    if isinstance(answer, Proposal):
        return protocol.content(
            {
                "status": "awaiting_confirmation",
                "said": words.PROPOSED,
                "proposal_id": str(answer.id),
                "expires_at": answer.expires_at.isoformat(),
                "link": f"{settings.internal_url}/propositions",
            }
        )
    if answer.is_refusal:
        told = dict(answer.body or {})
        title = str(told.pop("title", ""))
        # A sentence may quote what was sent or is kept: it stands with the rest of what is not to be believed.
        return _refused(answer.status, title, {key: told[key] for key in ("detail", "errors") if key in told})
    return protocol.content({"note": words.UNTRUSTED, "untrusted_data": answer.body})


def _refused(status: int, title: str, quoted: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"refused": {"status": status, "title": title}}
    return protocol.content({**told, **({"untrusted_data": quoted} if quoted else {})}, is_error=True)


def _told(request: AnyRequest, tools: Toolbox, operation: Operation) -> dict[str, Any]:
    described = said(request, operation.tool.description)
    hints = {"readOnlyHint": operation.reads, "destructiveHint": False, "openWorldHint": False}
    return {
        "name": operation.name,
        "title": said(request, operation.tool.title),
        "description": described if operation.reads else f"{described} {words.PROPOSES}",
        "inputSchema": tools.schema_of(operation),
        "annotations": {**hints, "idempotentHint": operation.reads},
    }


def _view(request: AnyRequest, tools: Toolbox, proposal: Proposal) -> ProposalView:
    operation = next((one for one in tools if one.name == proposal.tool and one.method != READS), None)
    arguments = proposal.arguments or {}
    fields: list[Field] = []
    if operation is not None:
        labels, written = operation.tool.labels, operation.written(arguments)
        fields = [
            Field(
                said(request, labels.get(name, name)),
                _text(request, value, operation.tool.values),
                name if name in written else "",
            )
            for name, value in operation.body_of(arguments).items()
        ]
    page = operation.tool.page.format(id=proposal.subject) if operation is not None else ""
    return ProposalView(
        id=proposal.id,
        status=str(proposal.status),
        assistant_id=proposal.assistant.id,
        assistant=proposal.assistant.name,
        title=said(request, operation.tool.title) if operation is not None else proposal.tool,
        named=proposal.named,
        page=page,
        fields=fields,
        proposed_at=proposal.proposed_at.isoformat(),
        expires_at=proposal.expires_at.isoformat(),
        modified_at=proposal.modified_at.isoformat() if proposal.modified_at else None,
        settled_at=proposal.settled_at.isoformat() if proposal.settled_at else None,
    )


def _told_of(request: AnyRequest, line: Line, tool: Tool | None) -> JournalLine:
    return JournalLine(
        at=line.at,
        action=line.action,
        account_id=line.account_id,
        assistant=line.assistant,
        title=said(request, tool.title) if tool is not None else line.tool,
        page=tool.page.format(id=line.subject) if tool is not None else "",
    )


def _text(request: AnyRequest, value: Any, known: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return said(request, N_("oui") if value else N_("non"))
    if isinstance(value, str):
        return said(request, known[value]) if value in known else value
    return msgspec.json.encode(value).decode()
