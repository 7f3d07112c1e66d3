"""A support portal in front of the real ticketing service and its database: who is there, and short ways to ask and answer."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from uuid import UUID

import httpx
from doorstep.browser import Browser
from doorstep.house import House

from chassis.actor import Actor
from chassis.service import Service
from kit.actors import a_member
from ticketing.commands.catalogue.arrange_catalogue import ArrangeCatalogue, arrange_catalogue
from ticketing.commands.desk.answer_ticket import AnswerTicket, answer_ticket
from ticketing.commands.desk.write_note import WriteNote, write_note
from ticketing.commands.knowledge.arrange_shelves import ArrangeShelves, arrange_shelves
from ticketing.commands.knowledge.keep_article import KeepArticle, keep_article
from ticketing.commands.knowledge.publish_article import PublishArticle, publish_article
from ticketing.demo import shelf as DEMO_SHELF  # noqa: N812
from ticketing.demo.catalogue import ENTRIES, PRODUCTS

OPEN, READ, ANSWER = (f"ticketing.tickets.{verb}" for verb in ("open", "read_organisation", "answer"))
DEPARTMENT = "ticketing.tickets.read_department"
REQUEST = {
    "_subject": "Le bouton reste gris",
    "_impact": "department",
    "_urgency": "high",
    "description": "Rien ne se passe.",
    "environment": "windows",
    "remote_session": "no",
}
WEEK = [{"day": "Lundi", "hours": "9 h – 17 h"}]


@dataclass
class Portal:
    """A provider's public entrance before the real ticketing service, with the catalogue of the demonstration."""

    house: House
    ticketing: Service[Any]
    address: str
    provider: dict[str, Any] = field(default_factory=dict)
    town: dict[str, Any] = field(default_factory=dict)

    async def furnish(self) -> "Portal":
        facts = {"phone": "01 84 00 00 00", "email": "aide@assistance.example", "opening_hours": WEEK}
        self.provider = self.house.town(name="Assistance Parvis", is_support_portal=True, **facts)
        self.town = self.house.town(name="Ville de Plassans")
        operator = Actor.of_service("ticketing", self.tenant)
        await self.ticketing.commands.run(arrange_catalogue, ArrangeCatalogue(PRODUCTS, ENTRIES), actor=operator)
        return self

    @property
    def tenant(self) -> UUID:
        return UUID(self.provider["id"])

    def a_member(self, *permissions: str) -> Browser:
        person = a_member(self.tenant, *permissions, organisation=UUID(self.town["id"]))
        return self.house.visit(self.provider, person, at=self.address)

    def a_visitor(self) -> Browser:
        return self.house.visit(self.provider, at=self.address)

    async def answer(self, ticket: str, body: str, then: Any = "open") -> None:
        agent = a_member(self.tenant, ANSWER)
        await self.ticketing.commands.run(answer_ticket, AnswerTicket(UUID(ticket), body, then), actor=agent)

    async def publish(self, article: KeepArticle) -> None:
        author = a_member(self.tenant, "ticketing.articles.edit")
        shelves = ArrangeShelves(DEMO_SHELF.RANGES, DEMO_SHELF.RUBRICS)
        await self.ticketing.commands.run(arrange_shelves, shelves, actor=author)
        await self.ticketing.commands.run(keep_article, article, actor=author)
        await self.ticketing.commands.run(publish_article, PublishArticle(article.article_id), actor=author)

    async def note(self, ticket: str, body: str) -> None:
        await self.ticketing.commands.run(
            write_note, WriteNote(UUID(ticket), body), actor=a_member(self.tenant, ANSWER)
        )


async def ask(browser: Browser, **fields: str) -> httpx.Response:
    """Open the form of a service, fill it in, send it."""
    path = "/assistance/anomalie-logiciel-parvis"
    page = await browser.get(path)
    key = re.search(r'name="_cle" value="([^"]+)"', page.text)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert key is not None, page.text[:2000]
    assert token is not None
    return await browser.send_form(path, {"_cle": key[1], **REQUEST, **fields}, token=token[1])


async def a_ticket(browser: Browser) -> str:
    answer = await ask(browser)
    assert answer.status_code == 303, unescape(answer.text)[-3000:]
    return answer.headers["location"].split("/")[2]


def seen(page: httpx.Response) -> str:
    """The spaces that no line may break at are spaces to whoever reads."""
    return unescape(page.text).replace("\u00a0", " ").replace("\u2060", "")
