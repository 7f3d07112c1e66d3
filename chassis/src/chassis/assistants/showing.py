"""Proposals and lines of the journal as the member reads them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request

from chassis.assistants.journal import Line
from chassis.assistants.proposals import Proposal
from chassis.assistants.tools import READS, Tool, Toolbox
from chassis.problems import N_, said

AnyRequest = Request[Any, Any, Any]


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


class JournalLine(msgspec.Struct, frozen=True, kw_only=True):
    """`action`: called, proposed, modified, confirmed, refused. `page`: where people look at what it was about."""

    at: datetime
    action: str
    account_id: UUID
    assistant: str
    title: str
    page: str


def proposal_view(request: AnyRequest, tools: Toolbox, proposal: Proposal) -> ProposalView:
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


def journal_line(request: AnyRequest, line: Line, tool: Tool | None) -> JournalLine:
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
