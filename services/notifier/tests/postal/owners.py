"""The other services, as the notifier meets them: real users of the real bus who speak, and answer what they are asked."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

import msgspec

from chassis import bus
from chassis.bus import Bus, Outgoing
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
from contracts.demarches import DossierSubmitted
from contracts.events import Envelope, Event
from contracts.identity import AccountRegistered
from contracts.messages import BY_KEY
from kit.servers import Servers

OWNERS = ("identity", "demarches", "ticketing")
A = TypeVar("A")
TRACEPARENT = "00-{trace}-00f067aa0ba902b7-01"


class Owners:
    """`facts` are what is answered about an event, once `thinking` is over;
    an event without any is answered with an error."""

    def __init__(self, buses: dict[str, Bus]) -> None:
        self._buses = buses
        self.facts: dict[UUID, MessageFacts] = {}
        self.contacts: dict[UUID, Contact] = {}
        self.colleagues: dict[UUID, list[Contact]] = {}
        self.holders: dict[tuple[UUID, str], list[Contact]] = {}
        self.reaches: dict[UUID, Reach] = {}
        self.organisations: dict[UUID, OrganisationFacts] = {}
        self.articles: dict[UUID, ArticleLine] = {}
        self.silent: set[UUID] = set()
        self.thinking: asyncio.Event | None = None
        self.asked: list[AskMessageFacts] = []

    @classmethod
    async def connect(cls, servers: Servers) -> "Owners":
        passwords = servers.keyring.passwords("bus")
        buses = {
            owner: await bus.connect(servers.nats.address, service=owner, user=owner, password=passwords[owner])
            for owner in OWNERS
        }
        owners = cls(buses)
        for owner in OWNERS:
            await owners._answer(owner, AskMessageFacts.subject_for(owner), owners._message_facts)
        await owners._answer("identity", AskContacts.subject, owners._contacts)
        await owners._answer("ticketing", AskArticles.subject, owners._articles)
        await owners._answer("identity", AskColleagues.subject, owners._colleagues)
        await owners._answer("identity", AskHolders.subject, owners._holders)
        await owners._answer("identity", AskReach.subject, owners._reach)
        await owners._answer("identity", AskOrganisation.subject, owners._organisation)
        return owners

    async def close(self) -> None:
        for connected in self._buses.values():
            await connected.close()

    async def asks(self, owner: str, subject: str, question: msgspec.Struct, answer: type[A]) -> A:
        """What the notifier answers this service."""
        return await self._buses[owner].ask(subject, question, answer)

    def somebody(self, **changes: Any) -> Contact:
        account_id = uuid4()
        facts = {
            "account_id": account_id,
            "email": f"{account_id.hex}@plassans.example",
            "given_name": "Camille",
            "family_name": "Rougon",
            **changes,
        }
        contact = Contact(**facts)
        self.contacts[contact.account_id] = contact
        return contact

    async def says(
        self,
        event: Event,
        *,
        tenant: UUID,
        facts: MessageFacts | None = None,
        event_id: UUID | None = None,
        trace: str | None = None,
    ) -> UUID:
        """Publish the event as its owner does, and know the answer to what will be asked about it."""
        event_id = event_id or uuid4()
        if facts is not None:
            self.facts[event_id] = facts
        owner = event.type.split(".")[0]
        envelope = Envelope(
            id=event_id,
            source=owner,
            type=event.type,
            subject=event.aggregate_id,
            time=datetime.now(UTC),
            tenant=tenant,
            sequence=1,
            actor=f"service:{owner}",
            data=msgspec.Raw(msgspec.json.encode(event)),
        )
        traceparent = TRACEPARENT.format(trace=trace) if trace else None
        # An id of its own: the bus must not be the one who drops the repetition.
        await self._buses[owner].publish([Outgoing(uuid4(), event.type, msgspec.json.encode(envelope), traceparent)])
        return event_id

    async def _answer(self, owner: str, subject: str, answer: Callable[[bytes], Awaitable[bytes]]) -> None:
        await self._buses[owner].respond(subject, owner, answer)

    async def _message_facts(self, body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskMessageFacts)
        self.asked.append(asked)
        if self.thinking is not None:
            await self.thinking.wait()
        return msgspec.json.encode(self.facts[asked.event_id])

    async def _articles(self, body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskArticles)
        if asked.tenant in self.silent:
            raise RuntimeError("silent, as this test wishes")
        known = (self.articles.get(article_id) for article_id in asked.article_ids)
        return msgspec.json.encode(Articles(articles=tuple(article for article in known if article)))

    async def _contacts(self, body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskContacts)
        known = (self.contacts.get(account_id) for account_id in asked.account_ids)
        return msgspec.json.encode(Contacts(contacts=tuple(contact for contact in known if contact)))

    async def _colleagues(self, body: bytes) -> bytes:
        """As identity finds them: by a part of the address as well."""
        asked = msgspec.json.decode(body, type=AskColleagues)
        found = [one for one in self.colleagues.get(asked.tenant, []) if asked.words.casefold() in one.email.casefold()]
        return msgspec.json.encode(Contacts(contacts=tuple(found)))

    async def _holders(self, body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskHolders)
        return msgspec.json.encode(Contacts(contacts=tuple(self.holders.get((asked.tenant, asked.permission), []))))

    async def _reach(self, body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskReach)
        known = (self.reaches.get(account_id) for account_id in asked.account_ids)
        return msgspec.json.encode(Reaches(reaches=tuple(reach for reach in known if reach)))

    async def _organisation(self, body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskOrganisation)
        return msgspec.json.encode(
            self.organisations.get(asked.tenant) or an_organisation(organisation_id=asked.tenant)
        )


def an_organisation(**changes: Any) -> OrganisationFacts:
    facts = {
        "organisation_id": uuid4(),
        "slug": "plassans",
        "name": "Ville de Plassans",
        "public_url": "http://plassans.localhost:8000",
        "colour": "#1d5c63",
        "internal_url": "http://agents.localhost:8001",
        "email": "mairie@plassans.example",
        "phone": "01 02 03 04 05",
        **changes,
    }
    return OrganisationFacts(**facts)


def facts_of(template: str, *people: Contact, **changes: Any) -> MessageFacts:
    recipients = tuple(Recipient(account_id=person.account_id) for person in people)
    facts = {"template": template, "recipients": recipients, "values": BY_KEY[template].sample, **changes}
    return MessageFacts(**facts)


def an_activation(account_id: UUID | None = None) -> AccountRegistered:
    return AccountRegistered(account_id=account_id or uuid4(), link_id=uuid4(), expires_at=datetime.now(UTC))


def a_submission(dossier_id: UUID | None = None) -> DossierSubmitted:
    return DossierSubmitted(dossier_id=dossier_id or uuid4(), demarche_id=uuid4())
