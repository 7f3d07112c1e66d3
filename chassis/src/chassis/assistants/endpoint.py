"""Where an assistant speaks to a service (MCP): what it may ask, and what it is answered."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency

from chassis.access import ENDPOINT, Needs
from chassis.actor import Actor
from chassis.assistants import protocol, words
from chassis.assistants.acting import Acting, subject_of
from chassis.assistants.calling import Answer
from chassis.assistants.proposals import NoteCall, Proposal, note_call
from chassis.assistants.tools import Operation, Toolbox
from chassis.commands import Commands
from chassis.features import Features
from chassis.http import By
from chassis.problems import said, status_of
from chassis.refusals import Forbidden, Invalid, Refusal
from chassis.settings import Settings
from contracts.features import ASSISTANTS

AnyRequest = Request[Any, Any, Any]


class AssistantsClosed(Forbidden):
    """Les assistants n’entrent pas pour le moment. Leurs clés restent, et ce qu’ils ont proposé attend dans « Propositions »."""


@post("/mcp", needs=Needs.MEMBER, assistants=ENDPOINT, include_in_schema=False, status_code=200)
async def endpoint(
    request: AnyRequest,
    actor: By,
    commands: NamedDependency[Commands[Any]],
    settings: NamedDependency[Settings],
    features: NamedDependency[Features],
) -> Response[bytes]:
    if not features.is_on(ASSISTANTS, actor.tenant):
        raise AssistantsClosed
    number: int | str | None = None
    try:
        asked = protocol.read(await request.body(), request.headers.get("mcp-protocol-version"))
        number = asked.id
        if number is None:
            return Response(b"", status_code=202)
        result = await _result(asked, acting_for(request, actor, commands), request, actor, commands, settings)
    except protocol.Wrong as wrong:
        return Response(protocol.refused(number, wrong), status_code=wrong.status, media_type="application/json")
    return Response(protocol.answered(asked, result), media_type="application/json")


def acting_for(request: AnyRequest, actor: Actor, commands: Commands[Any]) -> Acting:
    return Acting(request.app, commands, actor, request.headers["authorization"])


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
