"""What the other services answer about a person's data, and what is written when all have."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pages.filters import filters
from chassis.subscriptions import Subscription
from contracts import demarches, documents, notifier, ticketing
from contracts import identity as said
from contracts.asks import AskMessageFacts, MessageFacts, Recipient
from identity.commands.erase_account import TakeAnswer, take_answer
from identity.commands.export_data import TakePart, take_part
from identity.domain.personal_data import certificate_token
from identity.storage.tables import accounts, erasures, organisations, personal_exports

TEMPLATES = {said.ExportReady.type: "export_ready", said.ErasureCompleted.type: "erasure_completed"}
SERVICES: dict[str, Any] = {
    "demarches": demarches,
    "documents": documents,
    "ticketing": ticketing,
    "notifier": notifier,
}


def _part_from(service: str) -> Callable[[Any], TakePart]:
    return lambda event: TakePart(export_id=event.export_id, service=service)


def _answer_from(service: str) -> Callable[[Any], TakeAnswer]:
    return lambda event: TakeAnswer(account_id=event.account_id, service=service, erased=event.erased, kept=event.kept)


SUBSCRIPTIONS: tuple[Subscription[Any, Any], ...] = tuple(
    subscription
    for name, module in SERVICES.items()
    for subscription in (
        Subscription(module.PersonalDataGathered, _part_from(name), take_part),
        Subscription(module.PersonalDataForgotten, _answer_from(name), take_answer),
    )
)


async def message_facts(
    asked: AskMessageFacts, public_url: Callable[[str], str], secret: bytes, actor: Actor, connection: AsyncConnection
) -> MessageFacts:
    template = TEMPLATES[asked.event_type]
    slug = await connection.scalar(select(organisations.c.slug).where(organisations.c.id == actor.tenant))
    if slug is None:
        return MessageFacts(template=template)
    site = public_url(slug)
    if asked.event_type == said.ErasureCompleted.type:
        return await _completed(template, UUID(str(asked.data["erasure_id"])), site, secret, connection)
    found = select(personal_exports.c.expires_at, accounts.c.id, accounts.c.given_name, accounts.c.locale)
    mine = found.join(accounts, accounts.c.id == personal_exports.c.account_id)
    export_id = UUID(str(asked.data["export_id"]))
    row = (await connection.execute(mine.where(personal_exports.c.id == export_id))).one_or_none()
    if row is None:
        return MessageFacts(template=template)
    values = {"link": f"{site}/mes-donnees", "expires_at": filters(row.locale)["moment"](row.expires_at)}
    recipient = Recipient(account_id=row.id, name=row.given_name, locale=row.locale)
    return MessageFacts(template=template, recipients=(recipient,), values=values, not_after=row.expires_at)


async def _completed(
    template: str, erasure_id: UUID, site: str, secret: bytes, connection: AsyncConnection
) -> MessageFacts:
    """To the address that was kept for this one mail."""
    row = (await connection.execute(select(erasures).where(erasures.c.id == erasure_id))).one_or_none()
    if row is None or not row.email:
        return MessageFacts(template=template)
    link = f"{site}/effacement/{certificate_token(erasure_id, secret)}"
    return MessageFacts(
        template=template, recipients=(Recipient(email=row.email, locale=row.locale),), values={"link": link}
    )
