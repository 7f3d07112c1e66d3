"""Questions that other services ask at the moment of use."""

from collections.abc import Mapping

import msgspec

from chassis.actor import Actor
from chassis.clock import Clock
from chassis.queries import Queries
from chassis.settings import Settings
from chassis.worker import Answer
from contracts.asks import (
    AskColleagues,
    AskContacts,
    AskHolders,
    AskMessageFacts,
    AskOrganisation,
    AskReach,
    Contacts,
    OrganisationFacts,
    Reaches,
)
from identity.events.message_facts import MessageFactsOf, message_facts
from identity.queries.colleagues import ColleaguesLike, colleagues_like
from identity.queries.contacts import ContactsOf, contacts_of
from identity.queries.holders import HoldersOf, holders_of
from identity.queries.organisations import ById, organisation_by_id
from identity.queries.reach import reaches_of


def answers(settings: Settings, queries: Queries, *, now: Clock) -> Mapping[str, Answer]:
    """By subject."""
    secret = settings.read_secret()

    async def contacts(body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskContacts)
        actor = Actor.of_service("identity", asked.tenant)
        return msgspec.json.encode(
            Contacts(contacts=await queries.ask(contacts_of, ContactsOf(asked.account_ids), actor=actor))
        )

    async def colleagues(body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskColleagues)
        actor = Actor.of_service("identity", asked.tenant)
        found = await queries.ask(colleagues_like, ColleaguesLike(asked.words), actor=actor)
        return msgspec.json.encode(Contacts(contacts=found))

    async def reach(body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskReach)
        actor = Actor.of_service("identity", asked.tenant)
        return msgspec.json.encode(
            Reaches(reaches=await queries.ask(reaches_of, ContactsOf(asked.account_ids), actor=actor))
        )

    async def holders(body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskHolders)
        actor = Actor.of_service("identity", asked.tenant)
        found = await queries.ask(holders_of, HoldersOf(asked.permission), actor=actor)
        return msgspec.json.encode(Contacts(contacts=found))

    async def organisation(body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskOrganisation)
        o = await queries.ask(
            organisation_by_id, ById(asked.tenant, even_closed=True), actor=Actor.of_service("identity", asked.tenant)
        )
        facts = OrganisationFacts(
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
        return msgspec.json.encode(facts)

    async def facts(body: bytes) -> bytes:
        asked = msgspec.json.decode(body, type=AskMessageFacts)
        question = MessageFactsOf(
            asked,
            secret=secret,
            public_url=settings.organisation_url,
            internal_url=settings.internal_url,
            now=now(),
        )
        actor = Actor.of_service("identity", asked.tenant)
        return msgspec.json.encode(await queries.ask(message_facts, question, actor=actor))

    return {
        AskContacts.subject: contacts,
        AskColleagues.subject: colleagues,
        AskReach.subject: reach,
        AskHolders.subject: holders,
        AskOrganisation.subject: organisation,
        AskMessageFacts.subject_for("identity"): facts,
    }
