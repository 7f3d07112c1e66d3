"""A support portal under test: who is there, and short ways to open, answer and look."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec

from chassis import bus
from chassis.actor import Actor
from contracts.asks import (
    AskColleagues,
    AskContacts,
    AskMessageFacts,
    AskOrganisation,
    Contact,
    Contacts,
    MessageFacts,
    OrganisationFacts,
)
from contracts.forms import read_form
from kit.actors import a_member
from kit.service import ServiceUnderTest
from ticketing.commands.catalogue.arrange_catalogue import ArrangeCatalogue, arrange_catalogue
from ticketing.domain.catalogue import CatalogueEntry, Product, RequestKind

OPEN, READ, ANSWER = (f"ticketing.tickets.{verb}" for verb in ("open", "read_organisation", "answer"))
# What identity's stand-in knows of the members of organisations, by organisation and what is typed.
COLLEAGUES: dict[tuple[UUID, str], tuple[UUID, ...]] = {}
STRANGERS: set[UUID] = set()
REQUEST: dict[str, Any] = {
    "entry": "anomalie",
    "subject": "Le bouton reste gris",
    "impact": "department",
    "urgency": "high",
    "answers": {"description": "Rien ne se passe."},
}
FORM = read_form(
    {
        "version": 1,
        "steps": [
            {
                "id": "request",
                "title": "Votre demande",
                "items": [
                    {"kind": "long_text", "id": "description", "label": "Que se passe-t-il ?", "required": True},
                    {"kind": "text", "id": "screen", "label": "Quel écran ?"},
                ],
            }
        ],
    }
)


class Portal:
    def __init__(self, service: ServiceUnderTest, tenant: UUID) -> None:
        self.service, self.tenant, self.town = service, tenant, uuid4()
        self.customer = self.a_customer(OPEN)
        self.agent = a_member(tenant, ANSWER)

    def a_customer(self, *permissions: str, organisation: UUID | None = None, department: str = "") -> Actor:
        return a_member(self.tenant, *permissions, organisation=organisation or self.town, department=department)

    def agent_who_asks(self) -> Actor:
        """A member of the provider, asking for help like anybody else."""
        return a_member(self.tenant, OPEN)

    async def furnish(self) -> "Portal":
        product = Product(id=uuid4(), name="Parvis", icon="building-community")
        entries = (
            CatalogueEntry(uuid4(), "anomalie", product.id, RequestKind.SOFTWARE_ANOMALY, "Anomalie – logiciel", FORM),
            CatalogueEntry(uuid4(), "evolution", product.id, RequestKind.EVOLUTION, "Évolution", FORM, position=1),
        )
        operator = Actor.of_service("ticketing", self.tenant)
        await self.service.run(arrange_catalogue, ArrangeCatalogue((product,), entries), actor=operator)
        return self

    async def open(self, actor: Actor | None = None, **changes: Any) -> str:
        """The id of a new ticket."""
        answer = await self.call(actor or self.customer, "POST", "/v1/tickets", json={**REQUEST, **changes})
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    async def call(self, actor: Actor | None, method: str, path: str, **options: Any) -> httpx.Response:
        return await self.service.call(actor, method, path, **options)

    async def reply(self, ticket: str, body: str = "Toujours gris.", actor: Actor | None = None) -> httpx.Response:
        return await self.call(actor or self.customer, "POST", f"/v1/tickets/{ticket}/messages", json={"body": body})

    async def answer(self, ticket: str, body: str = "Essayez ceci.", **more: Any) -> httpx.Response:
        headers = more.pop("headers", {})
        path = f"/v1/desk/tickets/{ticket}/answers"
        return await self.call(self.agent, "POST", path, json={"body": body, **more}, headers=headers)

    async def note(self, ticket: str, body: str) -> httpx.Response:
        return await self.call(self.agent, "POST", f"/v1/desk/tickets/{ticket}/notes", json={"body": body})

    async def show(self, ticket: str, actor: Actor | None = None) -> dict[str, Any]:
        answer = await self.call(actor or self.customer, "GET", f"/v1/tickets/{ticket}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def desk(self, ticket: str) -> dict[str, Any]:
        return (await self.call(self.agent, "GET", f"/v1/desk/tickets/{ticket}")).json()

    async def as_notifier(self, asked: AskMessageFacts) -> MessageFacts:
        """What the notifier is answered, over the real bus and with its own credentials."""
        password = self.service.servers.keyring.passwords("bus")["notifier"]
        notifier = await bus.connect(
            self.service.servers.nats.address, service="notifier", user="notifier", password=password
        )
        try:
            return await notifier.ask(AskMessageFacts.subject_for("ticketing"), asked, MessageFacts)
        finally:
            await notifier.close()

    async def told(self) -> list[tuple[str, str]]:
        """Events of this provider, oldest first: the type's middle, and its status or author."""
        events = await self.service.published(self.tenant)
        return [(e["type"].split(".")[2], e["data"].get("status") or e["data"].get("author") or "") for e in events]


async def answer_contacts(body: bytes) -> bytes:
    asked = msgspec.json.decode(body, type=AskContacts)
    told = [
        Contact(account_id=one, email=f"{one}@exemple.fr", given_name="Camille", family_name=str(one)[:8])
        for one in asked.account_ids
    ]
    return msgspec.json.encode(Contacts(contacts=tuple(told)))


async def answer_colleagues(body: bytes) -> bytes:
    """Every id is a member's of whatever organisation asks, but for those that are registered as strangers."""
    asked = msgspec.json.decode(body, type=AskColleagues)
    try:
        found = (UUID(asked.words),)
    except ValueError:
        found = COLLEAGUES.get((asked.tenant, asked.words), ())
    told = [
        Contact(account_id=one, email=f"{one}@exemple.fr", given_name="Camille", family_name=str(one)[:8])
        for one in found
        if one not in STRANGERS
    ]
    return msgspec.json.encode(Contacts(contacts=tuple(told)))


async def answer_organisation(body: bytes) -> bytes:
    asked = msgspec.json.decode(body, type=AskOrganisation)
    facts = OrganisationFacts(
        organisation_id=asked.tenant,
        slug="assistance",
        name="Assistance",
        public_url="http://assistance.localhost:8000",
        colour="#3b4a8f",
    )
    return msgspec.json.encode(facts)
