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

TEMPLATES = {
    said.AccessRequested.type: "access_request_received",
    said.AccessRequestRefused.type: "access_request_refused",
}


async def message_facts(
    asked: AskMessageFacts, public_url: Callable[[str], str], actor: Actor, connection: AsyncConnection
) -> MessageFacts:
    template = TEMPLATES[asked.event_type]
    found = select(tables.access_requests).where(tables.access_requests.c.id == UUID(str(asked.data["request_id"])))
    row = (await connection.execute(found)).one_or_none()
    slug = await connection.scalar(select(tables.organisations.c.slug).where(tables.organisations.c.id == actor.tenant))
    if row is None or slug is None:
        return MessageFacts(template=template)
    request = access_request_from(row)
    recipient = Recipient(email=request.applicant.email, name=request.applicant.name, locale=request.locale)
    values = {"asked_for": request.facts.name, "reason": request.reason, "link": f"{public_url(slug)}/demande-acces"}
    wanted = ("asked_for", "reason", "link") if template == "access_request_refused" else ("asked_for", "link")
    return MessageFacts(template=template, recipients=(recipient,), values={name: values[name] for name in wanted})
