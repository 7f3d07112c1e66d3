"""What is written because of the chain of trust: codes to the official mailbox, news to who asked."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pages.filters import filters
from contracts import identity as said
from contracts.asks import AskMessageFacts, MessageFacts, Recipient
from identity.domain.mandates import code_for, grouped
from identity.queries.mandates import letter_facts
from identity.storage.tables import accounts, organisations

TEMPLATES = {
    said.MandateRequested.type: "mandate_codes",
    said.MandateActivated.type: "mandate_activated",
    said.MandateEnded.type: "mandate_ended",
}


async def message_facts(
    asked: AskMessageFacts,
    public_url: Callable[[str], str],
    internal_url: str,
    secret: bytes,
    actor: Actor,
    connection: AsyncConnection,
) -> MessageFacts:
    template = TEMPLATES[asked.event_type]
    if asked.event_type == said.MandateRequested.type:
        return await _codes(template, UUID(str(asked.data["mandate_id"])), public_url, secret, actor, connection)
    account_id = UUID(str(asked.data["account_id"]))
    account = (await connection.execute(select(accounts).where(accounts.c.id == account_id))).one_or_none()
    if account is None:
        return MessageFacts(template=template)
    name = f"{account.given_name} {account.family_name}".strip()
    recipient = Recipient(account_id=account.id, name=name, locale=account.locale)
    values = {"link": f"{internal_url}/identity/administrator"}
    return MessageFacts(template=template, recipients=(recipient,), values=values)


async def _codes(
    template: str,
    mandate_id: UUID,
    public_url: Callable[[str], str],
    secret: bytes,
    actor: Actor,
    connection: AsyncConnection,
) -> MessageFacts:
    """The second channel: only to the address that the public directory names, beside the letter on paper."""
    wanted = select(organisations.c.official_email).where(organisations.c.id == actor.tenant)
    mailbox = await connection.scalar(wanted)
    letter = await letter_facts(mandate_id, actor, connection)
    if not mailbox or letter is None:
        return MessageFacts(template=template)
    mandate = letter.mandate
    values = {
        "applicant": letter.applicant,
        "reference": grouped(mandate.reference),
        "code": grouped(code_for(mandate.id, secret)),
        "link": f"{public_url(letter.slug)}/validation-administrateur",
        "expires_at": filters("fr")["moment"](mandate.expires_at),
    }
    name = f"{mandate.representative_title} {mandate.representative_name}"
    return MessageFacts(
        template=template,
        recipients=(Recipient(email=mailbox, name=name),),
        values=values,
        not_after=mandate.expires_at,
    )
