"""What is written when somebody tries stolen passwords at an organisation (A19): to who decides about its accounts."""

from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts import identity as said
from contracts.asks import AskMessageFacts, MessageFacts, Recipient
from identity.domain.accounts import AccountStatus
from identity.domain.mandates import MandateStatus
from identity.domain.members import GRANT
from identity.storage import tables
from identity.storage.grants import is_alive_grant

TEMPLATES = {said.SignInsSuspected.type: "sign_ins_suspected"}


async def message_facts(
    asked: AskMessageFacts, internal_url: str, actor: Actor, connection: AsyncConnection
) -> MessageFacts:
    values = {"link": f"{internal_url}/identity/security"}
    recipients = await in_charge(actor, connection)
    return MessageFacts(template=TEMPLATES[asked.event_type], recipients=recipients, values=values)


async def in_charge(actor: Actor, connection: AsyncConnection) -> tuple[Recipient, ...]:
    """The administrator and those who decide about permissions; where there is nobody yet, the organisation's official
    mailbox, if the public directory names one."""
    rows = await connection.execute(_in_charge())
    recipients = tuple(
        Recipient(account_id=row.id, name=f"{row.given_name} {row.family_name}".strip(), locale=row.locale)
        for row in rows
    )
    if not recipients:
        mailbox = await connection.scalar(
            select(tables.organisations.c.official_email).where(tables.organisations.c.id == actor.tenant)
        )
        recipients = (Recipient(email=mailbox),) if mailbox else ()
    return recipients


def _in_charge() -> Any:
    a, g, m = tables.accounts.c, tables.permission_grants.c, tables.mandates.c
    in_office = exists().where(m.account_id == a.id, m.status == str(MandateStatus.ACTIVE))
    may = exists().where(g.account_id == a.id, g.permission == GRANT, is_alive_grant())
    found = select(a.id, a.given_name, a.family_name, a.locale).where(a.status == str(AccountStatus.ACTIVE))
    return found.where(in_office | may).order_by(a.id)
