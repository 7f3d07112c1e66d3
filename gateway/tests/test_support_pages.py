"""The support portal, in front of the real ticketing service and its database."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from doorstep.browser import Browser
from doorstep.house import House
from doorstep.serving import served
from litestar import Litestar

from chassis.actor import Actor
from chassis.service import Service
from kit.actors import a_member
from kit.servers import Servers
from kit.service import settings_for
from ticketing.commands.catalogue.arrange_catalogue import ArrangeCatalogue, arrange_catalogue
from ticketing.commands.desk.answer_ticket import AnswerTicket, answer_ticket
from ticketing.commands.desk.write_note import WriteNote, write_note
from ticketing.commands.knowledge.arrange_shelves import ArrangeShelves, arrange_shelves
from ticketing.commands.knowledge.keep_article import KeepArticle, keep_article
from ticketing.commands.knowledge.publish_article import PublishArticle, publish_article
from ticketing.demo import shelf as DEMO_SHELF  # noqa: N812
from ticketing.demo.catalogue import ENTRIES, PRODUCTS
from ticketing.main import create_app as create_ticketing

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


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def entrance(shared_house: House, servers: Servers) -> AsyncIterator[tuple[Litestar, str]]:
    ticketing = create_ticketing(settings_for("ticketing", servers, await servers.database("ticketing")))
    async with served(ticketing) as address:
        urls = ",".join(f"{n}={u}" for n, u in {**shared_house.urls, "ticketing": address}.items())
        async with shared_house.entrance(services=urls) as public:
            yield ticketing, public


@pytest_asyncio.fixture
async def portal(house: House, entrance: tuple[Litestar, str]) -> Portal:
    ticketing, address = entrance
    return await Portal(house, ticketing.state.service, address).furnish()


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
    return unescape(page.text)


@pytest.mark.requirement("TK-01")
async def test_everybody_sees_the_services_grouped_by_product(portal: Portal):
    page = seen(await portal.a_visitor().get("/"))

    assert "Sélectionnez un service" in page
    for product in ("Votre compte", "Vigie", "Ribambelle", "Constat", "Créneau"):
        assert product in page
    assert page.count('href="/assistance/') == len(ENTRIES) == 16


@pytest.mark.requirement("TK-10")
async def test_the_home_page_says_how_to_reach_support_and_how_it_helps(portal: Portal):
    page = seen(await portal.a_visitor().get("/"))

    for said in ("01 84 00 00 00", "aide@assistance.example", "Lundi", "9 h – 17 h"):
        assert said in page
    assert "L’assistance s’effectue principalement par télémaintenance" in page


@pytest.mark.requirement("TK-01")
async def test_a_visitor_who_wants_help_signs_in_and_comes_back_to_the_form(portal: Portal):
    answer = await portal.a_visitor().get("/assistance/assistance-parvis")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/connexion?vers=/assistance/assistance-parvis"


@pytest.mark.requirement("TK-02")
async def test_a_member_asks_for_help_and_gets_a_number(portal: Portal):
    member = portal.a_member(OPEN)

    answer = await ask(member)
    page = seen(await member.get(answer.headers["location"]))

    assert answer.status_code == 303
    assert re.search(r"ASS-\d{4}-000001", page)
    assert "Votre demande est enregistrée" in page


@pytest.mark.requirement("TK-02")
async def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(portal: Portal):
    answer = await ask(
        portal.a_member(OPEN), _subject="", description="", remote_session="yes", expected="Qu'il marche."
    )

    page = seen(answer)
    assert answer.status_code == 422
    for name in ("_subject", "description", "phone"):
        assert f'href="#champ-{name}"' in page
    assert "Qu'il marche." in page
    assert re.search(r'name="_impact" value="department"[^>]* checked', page)


@pytest.mark.requirement("TK-02")
async def test_two_clicks_are_one_request(portal: Portal):
    member = portal.a_member(OPEN)
    page = await member.get("/assistance/anomalie-logiciel-parvis")
    key, token = (re.search(rf'name="{n}" value="([^"]+)"', page.text) for n in ("_cle", "csrf_token"))
    assert key
    assert token

    answers = [
        await member.send_form("/assistance/anomalie-logiciel-parvis", {"_cle": key[1], **REQUEST}, token=token[1])
        for _ in range(2)
    ]

    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert seen(await member.get("/mes-tickets")).count('href="/mes-tickets/') == 1


@pytest.mark.requirement("TK-02")
async def test_a_member_without_the_permission_is_told_whom_to_ask(portal: Portal):
    page = seen(await portal.a_member().get("/assistance/assistance-parvis"))

    assert "Demandez à l’administrateur de votre organisation" in page
    assert 'name="_subject"' not in page


@pytest.mark.requirement("TK-04")
async def test_an_answer_is_counted_in_the_header_until_it_is_read(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)
    await portal.answer(ticket, "Quelle est la version ?", "waiting_customer")

    before = seen(await member.get("/mes-tickets"))
    listed = seen(await member.get("/tickets-a-lire"))
    page = seen(await member.get(f"/mes-tickets/{ticket}"))
    after = seen(await member.get("/tickets-a-lire"))

    assert "1 échange à lire" in before
    assert "1 demande vous attend" in before
    assert "Le bouton reste gris" in listed
    assert "Quelle est la version ?" in page
    assert "1 échange à lire" not in page
    assert "Vous avez tout lu" in after


@pytest.mark.requirement("TK-03")
async def test_the_page_tells_the_state_and_takes_an_answer(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)
    await portal.answer(ticket, "Quelle est la version ?", "waiting_customer")
    page = await member.get(f"/mes-tickets/{ticket}")
    token, key = (re.search(rf'name="{n}" value="([^"]+)"', page.text) for n in ("csrf_token", "cle"))
    assert token
    assert key

    answer = await member.send_form(
        f"/mes-tickets/{ticket}/messages", {"body": "La 3.2.", "cle": key[1]}, token=token[1]
    )
    again = seen(await member.get(f"/mes-tickets/{ticket}"))

    assert "En attente de votre réponse" in seen(page)
    assert answer.status_code == 303
    assert "Votre réponse est envoyée." in again
    assert "La 3.2." in again
    assert "Prise en charge" in again


@pytest.mark.requirement("TK-03")
async def test_a_solved_request_is_confirmed_with_a_button_and_then_archived(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)
    await portal.answer(ticket, "C'est corrigé.", "resolved")
    page = await member.get(f"/mes-tickets/{ticket}")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token

    await member.send_form(f"/mes-tickets/{ticket}/confirmation", {}, token=token[1])

    assert "Résolue — à confirmer" in seen(page)
    assert "Clôturée" in seen(await member.get(f"/mes-tickets/{ticket}"))
    assert "Le bouton reste gris" in seen(await member.get("/mes-tickets?archives=oui"))
    assert "Aucune demande en cours" in seen(await member.get("/mes-tickets"))


@pytest.mark.requirement("TK-04")
async def test_colleagues_see_each_others_requests_when_permitted_and_strangers_do_not(portal: Portal):
    ticket = await a_ticket(portal.a_member(OPEN))

    reader = seen(await portal.a_member(READ).get("/mes-tickets?vue=collectivite"))
    other = await portal.a_member(OPEN).get(f"/mes-tickets/{ticket}")
    nobody = await portal.a_visitor().get(f"/mes-tickets/{ticket}")

    assert "Le bouton reste gris" in reader
    assert other.status_code == 404
    assert nobody.status_code == 303


@pytest.mark.requirement("TK-06")
async def test_an_internal_note_is_on_no_page_of_the_customer(portal: Portal):
    member = portal.a_member(OPEN, READ)
    ticket = await a_ticket(member)
    await portal.note(ticket, "canari-interne-51c2")

    for path in ("/", "/mes-tickets", "/tickets-a-lire", f"/mes-tickets/{ticket}", "/mes-tickets?vue=collectivite"):
        assert "canari-interne-51c2" not in (await member.get(path)).text


@pytest.mark.requirement("TK-06")
async def test_the_support_team_reads_in_its_console_and_not_on_the_customers_page(portal: Portal):
    ticket = await a_ticket(portal.a_member(OPEN))
    await portal.note(ticket, "canari-interne-51c2")
    agent = portal.house.visit(portal.provider, a_member(portal.tenant, ANSWER), at=portal.address)

    page = await agent.get(f"/mes-tickets/{ticket}")

    assert page.status_code == 404
    assert "canari-interne-51c2" not in page.text


async def test_a_request_is_cancelled_after_one_question(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)
    question = await member.get(f"/mes-tickets/{ticket}/annulation")
    token = re.search(r'name="csrf_token" value="([^"]+)"', question.text)
    assert token

    await member.send_form(f"/mes-tickets/{ticket}/cancellation", {}, token=token[1])

    assert "L’assistance ne traitera plus « Le bouton reste gris »" in seen(question)
    assert "Annulée" in seen(await member.get(f"/mes-tickets/{ticket}"))


async def test_a_town_has_no_such_pages(portal: Portal):
    town = portal.house.visit(portal.town, portal.house.member_of(portal.town, OPEN), at=portal.address)

    for path in ("/mes-tickets", "/tickets-a-lire", "/assistance/assistance-parvis"):
        assert (await town.get(path)).status_code == 404


async def test_the_home_page_still_says_how_to_call_while_ticketing_is_down(portal: Portal):
    house = portal.house
    browser = house.visit(portal.provider, at=house.public)
    house.services["ticketing"].is_down = True

    page = await browser.get("/")

    assert page.status_code == 200
    assert "momentanément indisponibles" in seen(page)
    assert "01 84 00 00 00" in seen(page)


@pytest.mark.requirement("TK-05")
async def test_a_visitor_asks_without_account_and_gets_a_number_to_quote(portal: Portal):
    browser, path = portal.a_visitor(), "/assistance-sans-compte"
    page = await browser.get(path)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    key = re.search(r'name="cle" value="([^"]+)"', page.text)
    assert token is not None
    assert key is not None
    fields = {
        "cle": key[1],
        "name": "Jeanne Coste",
        "organisation": "Les Tulettes",
        "email": "jeanne@exemple.fr",
        "subject": "Mon compte est désactivé",
        "body": "Je n’ai rien reçu.",
    }

    wrong = await browser.send_form(path, {**fields, "email": "jeanne"}, token=token[1])
    right = await browser.send_form(path, fields, token=token[1])

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert 'href="#champ-email"' in wrong.text
    assert "Je n’ai rien reçu." in seen(wrong)
    assert "ASS-" in (await browser.get(right.headers["location"])).text


@pytest.mark.requirement("TK-08")
async def test_the_documentation_is_read_searched_and_judged_by_a_visitor(portal: Portal):
    for article in DEMO_SHELF.ARTICLES:
        if article.article_id in DEMO_SHELF.FILES:
            continue
        await portal.publish(article)
    browser = portal.a_visitor()

    listed, found = seen(await browser.get("/documentation")), seen(await browser.get("/documentation?q=guichet"))
    page = await browser.get("/documentation/mot-de-passe-oublie?question=oui")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token is not None
    answer = await browser.send_form("/documentation/mot-de-passe-oublie/avis", {"avis": "evite"}, token=token[1])

    assert "Instruire une demande de bout en bout" in listed
    assert "Guide de la police municipale" not in listed
    assert "Mettre le guichet aux couleurs de la commune" in found
    assert "cela a répondu à ma question" in seen(page)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "J’ai oublié mon mot de passe" in seen(await browser.get("/questions-frequentes"))
    suggested = (await browser.get("/suggestions?q=mot de passe")).json()
    assert suggested[0]["href"].startswith("/documentation/mot-de-passe-oublie")
    assert (await browser.get("/documentation/inconnue")).status_code == 404


@pytest.mark.requirement("TK-04")
@pytest.mark.parametrize(
    ("permissions", "lists"),
    [
        ((OPEN,), ["Mes demandes", "Partagées avec moi"]),
        ((OPEN, DEPARTMENT), ["Mes demandes", "Partagées avec moi", "Mon service"]),
        ((OPEN, READ), ["Mes demandes", "Partagées avec moi", "Mon organisation"]),
    ],
)
async def test_one_chooses_between_the_lists_that_one_may_open(
    permissions: tuple[str, ...], lists: list[str], portal: Portal
):
    member = portal.a_member(*permissions)

    page = await member.get("/mes-tickets?vue=collectivite")

    tabs = re.search(r'aria-label="Demandes de qui".*?</nav>', seen(page), re.DOTALL)
    assert tabs is not None
    assert re.findall(r">\s*([^<>\n]+?)\s*</a>", tabs[0]) == lists


@pytest.mark.requirement("TK-04")
async def test_sharing_is_the_requesters_and_goes_on_without_the_directory(portal: Portal):
    member = portal.a_member(OPEN)
    ticket = await a_ticket(member)

    page = await member.get(f"/mes-tickets/{ticket}/partage?q=mouret")

    assert "Vous n’avez partagé cette demande avec personne." in seen(page)
    assert "L’annuaire de votre organisation ne répond pas" in seen(page)
    assert (await portal.a_member(OPEN, READ).get(f"/mes-tickets/{ticket}/partage")).status_code == 404


@pytest.mark.requirement("TK-03")
async def test_ones_list_leaves_for_a_spreadsheet(portal: Portal):
    member = portal.a_member(OPEN)
    await a_ticket(member)

    answer = await member.get("/export/mes-tickets/csv?q=bouton")

    assert answer.headers["content-type"].startswith("text/csv")
    assert "Le bouton reste gris" in answer.text
    for refused in ("/export/mes-tickets/pdf", "/export/mes-tickets/csv?vue=collectivite"):
        assert (await member.get(refused)).status_code == 404
