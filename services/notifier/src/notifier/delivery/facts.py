"""What is asked of its owners at the moment of sending."""

import hashlib
import hmac
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple
from uuid import UUID

from chassis.bus import Bus
from contracts.asks import (
    ArticleLine,
    Articles,
    AskArticles,
    AskColleagues,
    AskContacts,
    AskHolders,
    AskMessageFacts,
    AskOrganisation,
    AskReach,
    Contact,
    Contacts,
    MessageFacts,
    OrganisationFacts,
    Reach,
    Reaches,
    Recipient,
)
from notifier.commands.addresses.tell_managers import WAITING
from notifier.delivery.own_facts import OwnFacts
from notifier.domain.languages import LOCALES
from notifier.domain.notification import Notification, recipient_of

# A name or a colour may be this old in a mail; the addresses are always fresh.
ORGANISATION_FRESH = 30.0
MEND = "notifier.addresses.mend"


class Reached(NamedTuple):
    """One person, reachable now."""

    address: str
    name: str
    locale: str


class Facts:
    """`bus` gives the connection once there is one."""

    def __init__(self, bus: Callable[[], Awaitable[Bus]], *, secret: bytes, own: OwnFacts) -> None:
        self._bus = bus
        self._secret = secret
        self._own = own
        self._organisations: dict[UUID, tuple[float, OrganisationFacts]] = {}

    async def message(self, notification: Notification, *, tenant: UUID) -> MessageFacts:
        cause = notification.cause
        if cause.type == WAITING:
            managers = await self.holders(MEND, tenant=tenant)
            return await self._own.waiting(managers, await self.organisation(tenant), tenant=tenant)
        if cause.type.startswith("notifier."):
            return await self._own.of(notification, await self.organisation(tenant), tenant=tenant)
        question = AskMessageFacts(tenant=tenant, event_id=cause.event_id, event_type=cause.type, data=cause.data)
        subject = AskMessageFacts.subject_for(cause.type.split(".")[0])
        return await (await self._bus()).ask(subject, question, MessageFacts)

    async def reach(self, recipient: Recipient, *, tenant: UUID) -> Reached | None:
        """Where and how this person is written to; None when the account no longer exists."""
        if recipient.account_id is None:
            return _reached(recipient.email, recipient.name, recipient.locale)
        question = AskContacts(tenant=tenant, account_ids=(recipient.account_id,))
        told = await (await self._bus()).ask(AskContacts.subject, question, Contacts)
        for contact in told.contacts:
            if contact.account_id == recipient.account_id:
                # What was asked in another language than French, the default, is answered in it.
                locale = recipient.locale if recipient.locale != "fr" else contact.locale
                return _reached(contact.email, f"{contact.given_name} {contact.family_name}", locale)
        return None

    async def contacts(self, account_ids: Sequence[UUID], *, tenant: UUID) -> dict[UUID, Contact]:
        """How these accounts may be reached; erased ones are absent."""
        if not account_ids:
            return {}
        question = AskContacts(tenant=tenant, account_ids=tuple(account_ids))
        told = await (await self._bus()).ask(AskContacts.subject, question, Contacts)
        return {contact.account_id: contact for contact in told.contacts}

    async def articles(self, article_ids: Sequence[UUID], *, tenant: UUID) -> dict[UUID, ArticleLine]:
        """What a letter may say of these pages; those that it may not announce are absent."""
        question = AskArticles(tenant=tenant, article_ids=tuple(article_ids))
        told = await (await self._bus()).ask(AskArticles.subject, question, Articles)
        return {line.article_id: line for line in told.articles}

    async def holders(self, permission: str, *, tenant: UUID) -> tuple[Contact, ...]:
        """Active members who hold it now."""
        question = AskHolders(tenant=tenant, permission=permission)
        return (await (await self._bus()).ask(AskHolders.subject, question, Contacts)).contacts

    async def reaches(self, account_ids: Sequence[UUID], *, tenant: UUID) -> dict[UUID, Reach]:
        """How these accounts of the organisation are reached beside the mail."""
        if not account_ids:
            return {}
        question = AskReach(tenant=tenant, account_ids=tuple(account_ids))
        told = await (await self._bus()).ask(AskReach.subject, question, Reaches)
        return {reach.account_id: reach for reach in told.reaches}

    async def is_colleague(self, address: str, *, tenant: UUID) -> bool:
        """Whether it is the address of one of the organisation's active members."""
        question = AskColleagues(tenant=tenant, words=address)
        told = await (await self._bus()).ask(AskColleagues.subject, question, Contacts)
        wanted = address.strip().casefold()
        return any(contact.email.strip().casefold() == wanted for contact in told.contacts)

    async def organisation(self, tenant: UUID) -> OrganisationFacts:
        since, known = self._organisations.get(tenant, (0.0, None))
        if known is None or time.monotonic() - since > ORGANISATION_FRESH:
            known = await (await self._bus()).ask(
                AskOrganisation.subject, AskOrganisation(tenant=tenant), OrganisationFacts
            )
            self._organisations[tenant] = (time.monotonic(), known)
        return known

    def key_of(self, recipient: Recipient) -> str:
        """What stands for this person in our tables."""
        if recipient.account_id is not None:
            return recipient_of(recipient.account_id)
        return f"address:{self.trace_of(recipient.email or '')}"

    def trace_of(self, address: str) -> str:
        """By which a known address can be found again, and an unknown one cannot be guessed without our secret."""
        return hmac.new(self._secret, address.strip().casefold().encode(), hashlib.sha256).hexdigest()


def _reached(address: str | None, name: str, locale: str) -> Reached | None:
    return Reached(address, name, locale if locale in LOCALES else "fr") if address else None
