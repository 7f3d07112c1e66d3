"""Files that come by mail: kept where all files are, told in the ticket, or refused in plain words.

Documents is played on its own protocol here; the journey `test_help_by_mail` goes through the real one.
"""

import asyncio
import hashlib
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from aiohttp import web

from chassis import bus
from chassis.actor import Actor, Kind
from chassis.keys import SigningKeyFile
from chassis.refusals import Unavailable
from chassis.tokens import Signer, TokenRefused, Verifier
from contracts.asks import AskContacts, AskOrganisation
from contracts.tokens import HandOver, UploadReceipt
from kit.servers import Servers
from kit.service import ServiceUnderTest, under_test
from ticketing.domain.mail.enclosed import enclosed_in
from ticketing.main import create_app
from ticketing.tools.handing_over import HandingOver
from ticketing.tools.receiver import Receiver

sys.path.insert(0, str(Path(__file__).parent))

from support_portal import Portal, answer_contacts, answer_organisation
from test_mails import DOMAIN, a_mail, address_of, said

pytestmark = [pytest.mark.requirement("TK-07"), pytest.mark.requirement("DV-02")]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def ticketing(servers: Servers) -> AsyncIterator[ServiceUnderTest]:
    async with under_test("ticketing", create_app, servers, with_bus=True, mail_in_domain=DOMAIN) as service:
        password = servers.keyring.passwords("bus")["identity"]
        identity = await bus.connect(servers.nats.address, service="identity", user="identity", password=password)
        await identity.respond(AskContacts.subject, "identity", answer_contacts)
        await identity.respond(AskOrganisation.subject, "identity", answer_organisation)
        yield service
        await identity.close()


class Documents:
    """What of the documents service a mail meets."""

    def __init__(self, servers: Servers, service: ServiceUnderTest) -> None:
        ring = servers.keyring
        self._signer = Signer("documents", SigningKeyFile(ring.signing_key_file("documents")), now=service.clock)
        self._verifier = Verifier("documents", service.service.trust, now=service.clock)
        self.url, self.is_down = "", False
        self.kept: list[tuple[UUID, str, bytes]] = []

    async def take(self, request: web.Request) -> web.Response:
        content, name = await request.read(), unquote(request.headers["upload-name"])
        try:
            allowed = self._verifier.read(request.headers["parvis-hand-over"], HandOver, issuers=("ticketing",))
        except TokenRefused:
            return web.json_response({"title": "Non."}, status=403)
        if self.is_down:
            return web.json_response({"title": "Le stockage des fichiers ne répond pas."}, status=503)
        if not content.startswith(b"\x89PNG"):
            return web.json_response({"title": "PDF, JPEG ou PNG seulement."}, status=415)
        self.kept.append((allowed.bundle, name, content))
        receipt = self._signer.sign(
            UploadReceipt,
            audience="ticketing",
            lives=timedelta(hours=1),
            tenant=allowed.tenant,
            sub=allowed.sub,
            bundle=allowed.bundle,
            file=uuid4(),
            name=name,
            size=len(content),
            media_type="image/png",
            sha256=hashlib.sha256(content).hexdigest(),
        )
        return web.json_response({"receipt": receipt}, status=201)


@pytest_asyncio.fixture
async def documents(servers: Servers, ticketing: ServiceUnderTest) -> AsyncIterator[Documents]:
    played = Documents(servers, ticketing)
    app = web.Application(client_max_size=40_000_000)
    app.router.add_post("/v1/bundles/{bundle}/mailed-files", played.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    played.url = f"http://{host}:{port}"
    yield played
    await runner.cleanup()


async def arrives(portal: Portal, documents: Documents, ticket: str, mail: EmailMessage) -> str:
    service = portal.service.service
    vault = HandingOver(documents.url, service.signer, service.verifier)
    receiver = Receiver(service.settings.read_secret(), service.commands, service.queries, vault)
    return await receiver.take(bytes(mail), sender="silvere@plassans.example", recipient=address_of(portal, ticket))


def with_files(mail: EmailMessage, *names: str, content: bytes = PNG) -> EmailMessage:
    for name in names:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


async def files(portal: Portal, ticket: str) -> list[list[str]]:
    """Names of those of each message."""
    return [[file["name"] for file in message["files"]] for message in (await portal.show(ticket))["messages"]]


async def test_what_is_attached_is_kept_and_stands_with_the_message(portal: Portal, documents: Documents):
    ticket = await portal.open()

    outcome = await arrives(portal, documents, ticket, with_files(a_mail("Voici l'écran."), "écran.png"))

    assert outcome == "posted"
    assert await said(portal, ticket) == ["Voici l'écran."]
    assert await files(portal, ticket) == [["écran.png"]]
    assert documents.kept == [(UUID(ticket), "écran.png", PNG)]
    shown = (await portal.show(ticket))["messages"][0]["files"][0]
    path = f"/v1/tickets/{ticket}/files/{shown['id']}/view-grant"
    assert (await portal.call(portal.customer, "POST", path, json={})).status_code == 201
    assert (await portal.call(portal.a_customer(), "POST", path, json={})).status_code == 404


async def test_what_is_not_taken_is_said_with_its_reason(portal: Portal, documents: Documents):
    ticket = await portal.open()
    mail = with_files(with_files(a_mail("Voici."), "a.png", "b.png", "c.png"), "notes.txt", content=b"bonjour")

    await arrives(portal, documents, ticket, with_files(mail, "e.png"))

    [kept] = await files(portal, ticket)
    assert sorted(kept) == ["a.png", "b.png", "c.png"]
    [body] = await said(portal, ticket)
    assert body.split("\n\n") == [
        "Voici.",
        "[Pièce jointe non reprise : notes.txt — PDF, JPEG ou PNG seulement.]",
        "[Pièce jointe non reprise : e.png — un message prend 4 fichiers au plus.]",
    ]


async def test_a_mail_that_is_only_a_file_is_a_message(portal: Portal, documents: Documents):
    ticket = await portal.open()

    await arrives(portal, documents, ticket, with_files(a_mail(""), "écran.png"))

    assert (await said(portal, ticket), await files(portal, ticket)) == ([""], [["écran.png"]])


async def test_without_documents_the_mail_waits_and_loses_nothing(portal: Portal, documents: Documents):
    ticket, mail = await portal.open(), with_files(a_mail("Voici."), "écran.png")
    documents.is_down = True
    with pytest.raises(Unavailable):
        await arrives(portal, documents, ticket, mail)
    before = await said(portal, ticket)
    documents.is_down = False

    outcomes = [await arrives(portal, documents, ticket, mail) for _ in range(2)]

    assert (before, outcomes) == ([], ["posted", "repeated"])
    assert len(documents.kept) == 1
    assert await files(portal, ticket) == [["écran.png"]]


async def test_files_of_a_machine_s_mail_are_not_kept(portal: Portal, documents: Documents):
    ticket = await portal.open()
    absence = with_files(a_mail("Je suis absent.", Auto_Submitted="auto-replied"), "logo.png")

    outcome = await arrives(portal, documents, ticket, absence)

    assert (outcome, documents.kept) == ("automatic", [])


async def test_an_answer_to_what_is_closed_for_long_brings_its_files_to_the_request_that_follows(
    portal: Portal, documents: Documents
):
    ticket = await portal.open()
    await portal.answer(ticket, then="resolved")
    await portal.call(portal.customer, "POST", f"/v1/tickets/{ticket}/confirmation")
    portal.service.clock.move(timedelta(days=31))

    await arrives(portal, documents, ticket, with_files(a_mail("Encore."), "écran.png"))

    [line] = (await portal.call(portal.customer, "GET", "/v1/me/tickets")).json()["items"]
    assert line["subject"].startswith("Suite de ")
    assert await files(portal, line["id"]) == [["écran.png"]]
    assert documents.kept[0][0] == UUID(line["id"])


async def test_two_twins_at_once_are_one_message_with_its_files_once(portal: Portal, documents: Documents):
    ticket, mail = await portal.open(), with_files(a_mail("Voici."), "écran.png")

    outcomes = await asyncio.gather(*(arrives(portal, documents, ticket, mail) for _ in range(2)))

    assert sorted(outcomes) == ["posted", "repeated"]
    assert await files(portal, ticket) == [["écran.png"]]


async def test_nobody_else_s_word_brings_a_file(portal: Portal, documents: Documents):
    stranger = Signer(
        "demarches",
        SigningKeyFile(portal.service.servers.keyring.signing_key_file("demarches")),
        now=portal.service.clock,
    )
    somebody = Actor(tenant=portal.tenant, kind=Kind.MEMBER, subject=uuid4(), organisation=portal.tenant)
    mail = with_files(a_mail(), "écran.png")

    with pytest.raises(Unavailable):
        await HandingOver(documents.url, stranger, portal.service.service.verifier).bring(
            enclosed_in(mail), uuid4(), somebody
        )
    assert documents.kept == []
