"""What has to be written to whom because of one of our events. Asked by the notifier when it is about to send."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pages.filters import filters
from contracts import identity as said
from contracts.asks import AskMessageFacts, MessageFacts, Recipient
from identity.domain.accounts import AccountKind, Deactivation
from identity.domain.links import AccountLink, Purpose, token_for
from identity.events import access_requests, alarms, assistants, mandates, personal_data, standing
from identity.storage.tables import account_links, accounts, organisations

TEMPLATES = {
    said.AccountRegistered.type: "account_activation",
    said.PasswordResetRequested.type: "password_reset",
    said.IdentifierReminderRequested.type: "identifier_reminder",
    said.RegistrationRepeated.type: "registration_repeated",
    said.PasswordChanged.type: "password_changed",
    said.EmailChangeRequested.type: "email_change",
    said.EmailChanged.type: "email_changed",
    said.SignInThrottled.type: "sign_in_throttled",
    said.SecondFactorChanged.type: "second_factor_added",
    said.AccountInactiveSoon.type: "account_inactive_soon",
    said.AccountDeactivated.type: "account_deactivated",
}
# What is said otherwise to who works for the organisation.
MEMBERS = {"account_activation": "member_activation"}
# As they stand in the middle of a sentence, in English and in French.
FACTORS = (
    {
        "application": "an authenticator application",
        "passkey": "a passkey",
        "recovery_codes": "ten new recovery codes; the former ones no longer open anything",
        "franceconnect": "FranceConnect",
        "proconnect": "ProConnect",
    },
    {
        "application": "une application d’authentification",
        "passkey": "une clé d’accès",
        "recovery_codes": "dix nouveaux codes de secours ; les anciens n’ouvrent plus rien",
        "franceconnect": "FranceConnect",
        "proconnect": "ProConnect",
    },
)
PATHS = {
    Purpose.ACTIVATION: "activation",
    Purpose.RESET: "reinitialisation",
    Purpose.EMAIL: "adresse-electronique/confirmation",
    Purpose.EMAIL_BACK: "adresse-electronique/retour",
}


@dataclass(frozen=True)
class MessageFactsOf:
    asked: AskMessageFacts
    secret: bytes
    public_url: Callable[[str], str]
    internal_url: str
    now: datetime


async def message_facts(question: MessageFactsOf, actor: Actor, connection: AsyncConnection) -> MessageFacts:
    """Without recipients where there is nothing to send: no such account, or a link that has died meanwhile."""
    if question.asked.event_type in access_requests.TEMPLATES:
        site, internal = question.public_url, question.internal_url
        return await access_requests.message_facts(question.asked, site, internal, actor, connection)
    if question.asked.event_type in mandates.TEMPLATES:
        site, internal, secret = question.public_url, question.internal_url, question.secret
        return await mandates.message_facts(question.asked, site, internal, secret, actor, connection)
    if question.asked.event_type in personal_data.TEMPLATES:
        site, secret = question.public_url, question.secret
        return await personal_data.message_facts(question.asked, site, secret, actor, connection)
    if question.asked.event_type in alarms.TEMPLATES:
        return await alarms.message_facts(question.asked, question.internal_url, actor, connection)
    if question.asked.event_type in assistants.TEMPLATES:
        return await assistants.message_facts(question.asked, question.internal_url, actor, connection)
    if question.asked.event_type in standing.TEMPLATES:
        return await standing.message_facts(question.asked, question.public_url, actor, connection)
    template = TEMPLATES.get(question.asked.event_type)
    if template is None:
        return MessageFacts(template="none")
    account = (await connection.execute(_account(UUID(str(question.asked.data["account_id"]))))).one_or_none()
    slug = await connection.scalar(select(organisations.c.slug).where(organisations.c.id == actor.tenant))
    if question.asked.data.get("reason") == Deactivation.NEVER_ACTIVATED:
        return MessageFacts(template=template)
    if account is None or slug is None:
        return MessageFacts(template=template)
    if account.kind == AccountKind.MEMBER:
        template = MEMBERS.get(template, template)
    if question.asked.data.get("reason") == Deactivation.INVALIDATED:
        template = "account_invalidated"
    site = question.public_url(slug)
    values = {
        "identifier": str(account.identifier),
        "given_name": account.given_name,
        "sign_in": f"{site}/connexion",
        "recovery": f"{site}/connexion/oubli",
    }
    if "enabled" in question.asked.data:
        if not question.asked.data["enabled"]:
            template = "second_factor_removed"
        factor = str(question.asked.data.get("factor", "application"))
        values["factor"] = FACTORS[account.locale != "en"].get(factor, factor)
    if "until" in question.asked.data:
        values["until"] = str(question.asked.data["until"])
    if template == "account_deactivated":
        values["link"] = f"{site}/activation"
    link: AccountLink | None = None
    if "link_id" in question.asked.data:
        link = await _usable_link(question, connection)
        if link is None:
            return MessageFacts(template=template)
        values["link"] = f"{site}/{PATHS[link.purpose]}/{token_for(link.id, link.purpose, question.secret)}"
        values["expires_at"] = filters(account.locale)["moment"](link.expires_at)
    name = f"{account.given_name} {account.family_name}".strip()
    recipient = Recipient(account_id=account.id, name=name, locale=account.locale)
    if link is not None and link.email:
        # To the address that the link is about, which is not the account's.
        recipient = Recipient(email=link.email, name=name, locale=account.locale)
    return MessageFacts(
        template=template, recipients=(recipient,), values=values, not_after=link.expires_at if link else None
    )


def _account(account_id: UUID) -> Any:
    return select(accounts).where(accounts.c.id == account_id)


async def _usable_link(question: MessageFactsOf, connection: AsyncConnection) -> AccountLink | None:
    found = select(account_links).where(account_links.c.id == UUID(str(question.asked.data["link_id"])))
    row = (await connection.execute(found)).one_or_none()
    if row is None:
        return None
    link = AccountLink(
        row.id, Purpose(row.purpose), row.account_id, row.created_at, row.expires_at, row.used_at, row.replaced_at
    )
    link.email = row.email
    return link if link.is_usable(at=question.now) else None
