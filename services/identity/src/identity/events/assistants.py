"""What is written to a member when a key of an AI assistant was made in their name: who did not make it ends it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pages.filters import filters
from contracts import identity as said
from contracts.asks import AskMessageFacts, MessageFacts, Recipient
from identity.domain.accounts import AccountStatus
from identity.storage.tables import accounts, assistants

TEMPLATES = {said.AssistantConnected.type: "assistant_connected"}
# By « English? »: as they stand in the middle of a sentence.
POWERS = {
    (False, True): "lire et proposer",
    (False, False): "lire",
    (True, True): "read and propose",
    (True, False): "read",
}
SERVICES = {
    "demarches": ("Démarches", "Procedures"),
    "ticketing": ("Assistance", "Support"),
    "documents": ("Pièces", "Documents"),
    "notifier": ("Messages et actualités", "Messages and news"),
    "identity": ("Membres", "Members"),
}


async def message_facts(
    asked: AskMessageFacts, internal_url: str, actor: Actor, connection: AsyncConnection
) -> MessageFacts:
    """Nobody is written to once the key is revoked, or the account closed."""
    template = TEMPLATES[asked.event_type]
    connected = (
        select(assistants, accounts.c.given_name, accounts.c.family_name, accounts.c.locale)
        .join(accounts, accounts.c.id == assistants.c.account_id)
        .where(
            assistants.c.id == UUID(str(asked.data["assistant_id"])),
            assistants.c.revoked_at.is_(None),
            accounts.c.status == str(AccountStatus.ACTIVE),
        )
    )
    row = (await connection.execute(connected)).one_or_none()
    if row is None:
        return MessageFacts(template=template)
    english = row.locale == "en"
    values = {
        "assistant": row.name,
        "powers": POWERS[english, row.proposes],
        "services": ", ".join(SERVICES[name][english] for name in row.services),
        "until": filters(row.locale)["moment"](row.expires_at),
        "link": f"{internal_url}/identity/assistants",
    }
    name = f"{row.given_name} {row.family_name}".strip()
    recipient = Recipient(account_id=row.account_id, name=name, locale=row.locale)
    return MessageFacts(template=template, recipients=(recipient,), values=values)
