"""Files sent with a request for help, in front of the real ticketing and documents services."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from doorstep.browser import Browser
from doorstep.house import House
from doorstep.pictures import EICAR, a_photo
from doorstep.serving import served
from litestar import Litestar
from sqlalchemy import select

from chassis.actor import Actor
from chassis.service import Service
from documents.main import create_app as create_documents
from kit.actors import a_member
from kit.servers import Servers
from kit.service import settings_for
from ticketing.commands.catalogue.arrange_catalogue import ArrangeCatalogue, arrange_catalogue
from ticketing.commands.files.note_verdict import NoteVerdict, note_verdict
from ticketing.demo.catalogue import ENTRIES, PRODUCTS
from ticketing.domain.attachment import FileStatus
from ticketing.main import create_app as create_ticketing
from ticketing.storage.attachment_tables import attachments

pytestmark = pytest.mark.requirement("TK-02")
FORM = "/assistance/anomalie-logiciel-parvis"
REQUEST = {
    "_subject": "Le bouton reste gris",
    "_impact": "department",
    "_urgency": "high",
    "description": "Rien ne se passe.",
    "environment": "windows",
    "remote_session": "no",
}
Files = list[tuple[str, bytes]]


@dataclass
class Portal:
    house: House
    ticketing: Service[Any]
    documents: Litestar
    address: str
    provider: dict[str, Any] = field(default_factory=dict)
    town: dict[str, Any] = field(default_factory=dict)

    async def furnish(self) -> "Portal":
        self.provider = self.house.town(name="Assistance Parvis", is_support_portal=True)
        self.town = self.house.town(name="Ville de Plassans")
        operator = Actor.of_service("ticketing", self.tenant)
        await self.ticketing.commands.run(arrange_catalogue, ArrangeCatalogue(PRODUCTS, ENTRIES), actor=operator)
        return self

    @property
    def tenant(self) -> UUID:
        return UUID(self.provider["id"])

    def a_member(self) -> Browser:
        person = a_member(self.tenant, "ticketing.tickets.open", organisation=UUID(self.town["id"]))
        return self.house.visit(self.provider, person, at=self.address)

    async def check_everything(self) -> None:
        """What the scanner does, and what its events tell ticketing."""
        while await self.documents.state.scanner.scan_next():
            pass

    async def tell(self, ticket: str, file: str, status: FileStatus) -> None:
        actor = Actor.of_service("documents", self.tenant)
        await self.ticketing.commands.run(note_verdict, NoteVerdict(UUID(ticket), UUID(file), status), actor=actor)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def entrance(shared_house: House, servers: Servers) -> AsyncIterator[tuple[Litestar, Litestar, str]]:
    s3 = {
        "s3_url": servers.s3.url,
        "s3_access_key": "documents",
        "s3_secret_key": servers.keyring.passwords("objects")["documents"],
        "s3_bucket": "documents",
    }
    ticketing = create_ticketing(settings_for("ticketing", servers, await servers.database("ticketing")))
    documents = create_documents(settings_for("documents", servers, await servers.database("documents"), **s3))
    async with served(ticketing) as tickets, served(documents) as papers:
        urls = {**shared_house.urls, "ticketing": tickets, "documents": papers}
        told = ",".join(f"{name}={url}" for name, url in urls.items())
        async with shared_house.entrance(services=told) as public:
            yield ticketing, documents, public


@pytest_asyncio.fixture
async def portal(house: House, entrance: tuple[Litestar, Litestar, str]) -> Portal:
    ticketing, documents, address = entrance
    return await Portal(house, ticketing.state.service, documents, address).furnish()


async def send(browser: Browser, page: str, to: str, files: Files, **fields: str) -> httpx.Response:
    """Fill in the form of a page as a browser without script does."""
    shown = await browser.get(page)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)"', shown.text))
    parts = [("_fichiers", (name, content, "application/octet-stream")) for name, content in files]
    headers = {"origin": browser.origin, "sec-fetch-site": "same-origin"}
    sent: Any = parts or {"_fichiers": ("", b"")}
    return await browser.post(to, data={**hidden, **fields}, files=sent, headers=headers)


async def a_ticket(browser: Browser, *files: tuple[str, bytes]) -> str:
    answer = await send(browser, FORM, FORM, list(files), **REQUEST)
    assert answer.status_code == 303, answer.text[-3000:]
    return answer.headers["location"].split("/")[2]


def links(page: str) -> list[str]:
    return re.findall(r'href="(/mes-tickets/[0-9a-f-]{36}/fichiers/[0-9a-f-]{36})"', page)


async def file_ids(portal: Portal, ticket: str) -> list[str]:
    actor = Actor.of_service("documents", portal.tenant)
    async with portal.ticketing.database.transaction(actor) as connection:
        rows = await connection.execute(select(attachments.c.id).where(attachments.c.ticket_id == UUID(ticket)))
        return [str(file) for file in rows.scalars()]


async def test_a_screenshot_goes_with_the_request_and_is_read_once_it_was_checked(portal: Portal):
    browser = portal.a_member()

    ticket = await a_ticket(browser, ("écran.jpg", a_photo()))
    before = (await browser.get(f"/mes-tickets/{ticket}")).text
    await portal.check_everything()
    for file in await file_ids(portal, ticket):
        await portal.tell(ticket, file, FileStatus.CLEAN)
    after = (await browser.get(f"/mes-tickets/{ticket}")).text

    assert "écran.jpg" in before
    assert "Analyse en cours" in before
    assert links(before) == []
    [link] = links(after)
    read = await browser.get(link)
    assert (read.status_code, read.headers["content-type"]) == (200, "image/jpeg")
    stranger = await portal.a_member().get(link)
    assert stranger.status_code == 404


async def test_what_is_refused_says_why_and_what_was_sent_and_typed_stays(portal: Portal):
    browser = portal.a_member()

    answer = await send(browser, FORM, FORM, [("écran.jpg", a_photo()), ("virus.pdf", EICAR)], **REQUEST)

    assert answer.status_code == 422
    assert "virus.pdf" in answer.text
    assert "1 fichier est déjà arrivé" in answer.text
    assert "Rien ne se passe." in answer.text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)"', answer.text))
    again = await browser.post(
        FORM,
        data={**hidden, **REQUEST},
        files={"_fichiers": ("", b"")},
        headers={"origin": browser.origin, "sec-fetch-site": "same-origin"},
    )
    assert again.status_code == 303, again.text[-2000:]
    assert "écran.jpg" in (await browser.get(f"/mes-tickets/{again.headers['location'].split('/')[2]}")).text


async def test_a_reply_carries_files_and_a_fifth_is_refused_beside_the_field(portal: Portal):
    browser = portal.a_member()
    ticket = await a_ticket(browser)
    page, to = f"/mes-tickets/{ticket}", f"/mes-tickets/{ticket}/messages"

    replied = await send(browser, page, to, [("verso.jpg", a_photo())], body="La capture.")
    five: Files = [(f"{number}.jpg", a_photo()) for number in range(5)]
    too_many = await send(browser, page, to, five, body="Encore.")

    assert replied.status_code in (302, 303)
    assert "verso.jpg" in (await browser.get(page)).text
    assert too_many.status_code == 422
    assert "Quatre fichiers au plus" in too_many.text
    assert "Encore." in too_many.text


async def test_with_script_a_file_is_resumed_and_joined_by_its_receipt(portal: Portal):
    browser = portal.a_member()
    ticket = await a_ticket(browser)
    content = a_photo()
    token = await browser.token(f"/mes-tickets/{ticket}")
    told = {"origin": browser.origin, "sec-fetch-site": "same-origin", "x-csrf-token": token, "tus-resumable": "1.0.0"}
    metadata = {"upload-length": str(len(content)), "upload-metadata": "filename ZWNyYW4uanBn"}

    begun = await browser.post(f"/mes-tickets/{ticket}/envois", headers={**told, **metadata})
    address = begun.headers["location"]
    bytes_ = {**told, "content-type": "application/offset+octet-stream"}
    for offset, part in ((0, content[:100]), (100, content[100:])):
        sent = await browser.patch(address, content=part, headers={**bytes_, "upload-offset": str(offset)})
        assert sent.status_code == 204, sent.text
    receipt = (await browser.get(address, headers={"accept": "application/json"})).json()["file"]["receipt"]
    fields = {"body": "La suite.", "cle": f"{ticket}-x", "_recus": receipt}
    first = await browser.send_form(f"/mes-tickets/{ticket}/messages", fields, token=token)
    twice = await browser.send_form(f"/mes-tickets/{ticket}/messages", fields, token=token)

    assert (begun.status_code, first.status_code) == (201, 303)
    assert twice.status_code == 303
    assert (await browser.get(f"/mes-tickets/{ticket}")).text.count("ecran.jpg") == 1


async def test_a_town_s_portal_knows_no_such_uploads(portal: Portal):
    browser = portal.house.visit(portal.town, portal.house.citizen_of(portal.town), at=portal.address)
    token = await browser.token("/mes-pieces/nouvelle")
    told = {"origin": browser.origin, "sec-fetch-site": "same-origin", "x-csrf-token": token, "tus-resumable": "1.0.0"}

    answer = await browser.post(f"/mes-tickets/nouveau/{UUID(int=1)}/envois", headers=told)

    assert answer.status_code == 404
