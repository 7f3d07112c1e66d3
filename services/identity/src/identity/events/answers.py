"""Questions that other services ask at the moment of use."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar
from uuid import UUID

import msgspec

from chassis.actor import Actor
from chassis.clock import Clock
from chassis.queries import Queries
from chassis.settings import Settings
from chassis.worker import Answer
from contracts.asks import (
    AskColleagues,
    AskContacts,
    AskFeatures,
    AskHolders,
    AskMessageFacts,
    AskOrganisation,
    AskReach,
    Contacts,
    FeatureStates,
    MessageFacts,
    OrganisationFacts,
    Reaches,
)
from identity.events.message_facts import MessageFactsOf, message_facts
from identity.queries.colleagues import ColleaguesLike, colleagues_like
from identity.queries.contacts import ContactsOf, contacts_of
from identity.queries.features import feature_states
from identity.queries.holders import HoldersOf, holders_of
from identity.queries.organisations import ById, organisation_by_id
from identity.queries.reach import reaches_of

Q = TypeVar("Q")


def answers(settings: Settings, queries: Queries, *, now: Clock) -> Mapping[str, Answer]:
    """By subject. Each is asked in the tenant that the question names."""
    secret = settings.read_secret()

    async def contacts(asked: AskContacts, actor: Actor) -> Contacts:
        return Contacts(contacts=await queries.ask(contacts_of, ContactsOf(asked.account_ids), actor=actor))

    async def colleagues(asked: AskColleagues, actor: Actor) -> Contacts:
        return Contacts(contacts=await queries.ask(colleagues_like, ColleaguesLike(asked.words), actor=actor))

    async def reach(asked: AskReach, actor: Actor) -> Reaches:
        return Reaches(reaches=await queries.ask(reaches_of, ContactsOf(asked.account_ids), actor=actor))

    async def holders(asked: AskHolders, actor: Actor) -> Contacts:
        return Contacts(contacts=await queries.ask(holders_of, HoldersOf(asked.permission), actor=actor))

    async def organisation(asked: AskOrganisation, actor: Actor) -> OrganisationFacts:
        """One that is closed too: its administrator is written to a last time."""
        o = await queries.ask(organisation_by_id, ById(asked.tenant, even_closed=True), actor=actor)
        return OrganisationFacts(
            organisation_id=o.id,
            slug=o.slug,
            name=o.name,
            public_url=settings.organisation_url(o.slug),
            colour=o.colour,
            internal_url=settings.internal_url,
            phone=o.phone,
            email=o.email,
            address=o.address,
        )

    async def features(_: AskFeatures, actor: Actor) -> FeatureStates:
        return await queries.ask(feature_states, None, actor=actor)

    async def facts(asked: AskMessageFacts, actor: Actor) -> MessageFacts:
        question = MessageFactsOf(
            asked,
            secret=secret,
            public_url=settings.organisation_url,
            internal_url=settings.internal_url,
            now=now(),
        )
        return await queries.ask(message_facts, question, actor=actor)

    return {
        AskContacts.subject: _answer(AskContacts, contacts),
        AskColleagues.subject: _answer(AskColleagues, colleagues),
        AskReach.subject: _answer(AskReach, reach),
        AskHolders.subject: _answer(AskHolders, holders),
        AskOrganisation.subject: _answer(AskOrganisation, organisation),
        AskFeatures.subject: _answer(AskFeatures, features),
        AskMessageFacts.subject_for("identity"): _answer(AskMessageFacts, facts),
    }


def _answer(question: type[Q], answer: Callable[[Q, Actor], Awaitable[object]]) -> Answer:
    async def answered(body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=question)
        tenant: UUID = getattr(asked, "tenant")  # noqa: B009
        return msgspec.json.encode(await answer(asked, Actor.of_service("identity", tenant)))

    return answered
