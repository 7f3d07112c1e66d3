"""What is written to who asked for an organisation's access: they have no account yet, only an address."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts import identity as said
from contracts.asks import AskMessageFacts, MessageFacts, Recipient
from identity.storage import tables
from identity.storage.access_requests import access_request_from
from identity.storage.grants import is_alive_grant

TEMPLATES = {
    said.AccessRequested.type: "access_request_received",
    said.AccessRequestRefused.type: "access_request_refused",
    said.AccessRequestWaiting.type: "access_request_waiting",
}
REVIEW = "platform.organisations.manage"


async def message_facts(
    asked: AskMessageFacts,
    public_url: Callable[[str], str],
    internal_url: str,
    actor: Actor,
    connection: AsyncConnection,
) -> MessageFacts:
    template = TEMPLATES[asked.event_type]
    found = select(tables.access_requests).where(tables.access_requests.c.id == UUID(str(asked.data["request_id"])))
    row = (await connection.execute(found)).one_or_none()
    slug = await connection.scalar(select(tables.organisations.c.slug).where(tables.organisations.c.id == actor.tenant))
    if row is None or slug is None:
        return MessageFacts(template=template)
    request = access_request_from(row)
    if template == "access_request_waiting":
        link = f"{internal_url}/identity/access-requests/{request.id}"
        who = f"{request.applicant.name}, {request.applicant.function}"
        values = {"asked_for": request.facts.name, "applicant": who, "link": link}
        return MessageFacts(template=template, recipients=await _reviewers(connection), values=values)
    recipient = Recipient(email=request.applicant.email, name=request.applicant.name, locale=request.locale)
    values = {"asked_for": request.facts.name, "reason": request.reason, "link": f"{public_url(slug)}/demande-acces"}
    wanted = ("asked_for", "reason", "link") if template == "access_request_refused" else ("asked_for", "link")
    return MessageFacts(template=template, recipients=(recipient,), values={name: values[name] for name in wanted})


async def _reviewers(connection: AsyncConnection) -> tuple[Recipient, ...]:
    """Active members of the operator who may answer it, along a live path."""
    a, g = tables.accounts.c, tables.permission_grants.c
    found = select(a.id, a.given_name, a.locale).join(tables.permission_grants, g.account_id == a.id)
    may = found.where(g.permission == REVIEW, a.status == "active", is_alive_grant()).order_by(a.id)
    rows = await connection.execute(may)
    return tuple(Recipient(account_id=row.id, name=row.given_name, locale=row.locale) for row in rows)
