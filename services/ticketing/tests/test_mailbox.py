"""Mails fetched from a mailbox, in real IMAP conversations; and handed over by LMTP: never twice, never lost."""

import asyncio
import smtplib
from collections.abc import AsyncIterator
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from imap_mailbox import ImapMailbox, an_imap_mailbox
from support_portal import Portal, answer_contacts, answer_organisation
from test_mails import DOMAIN, a_mail, address_of, free_port, said

from chassis import bus
from contracts.asks import AskContacts, AskOrganisation
from kit.eventually import eventually
from kit.servers import Servers
from kit.service import ServiceUnderTest, under_test
from ticketing.domain.mail.reply_address import ReplyTo
from ticketing.domain.mail.whose import meant_by, sender_of, thread_of
from ticketing.domain.refusals import AddressUnknown
from ticketing.main import create_app
from ticketing.tools import mailbox as fetching
from ticketing.tools.handing_over import HandingOver
from ticketing.tools.mailbox import LEFT, TAKEN, Mailbox, Poll
from ticketing.tools.receiver import Receiver


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def inbox() -> AsyncIterator[ImapMailbox]:
    async with an_imap_mailbox() as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def ticketing(servers: Servers, inbox: ImapMailbox) -> AsyncIterator[ServiceUnderTest]:
    """It polls the mailbox by itself, rarely; tests look when they want to."""
    changes: dict[str, Any] = {
        "mail_in_port": free_port(),
        "mail_in_lmtp": True,
        "mail_in_domain": DOMAIN,
        "mail_in_imap_url": inbox.url,
        "mail_in_imap_every": 0.2,
    }
    async with under_test("ticketing", create_app, servers, with_bus=True, **changes) as service:
        password = servers.keyring.passwords("bus")["identity"]
        identity = await bus.connect(servers.nats.address, service="identity", user="identity", password=password)
        await identity.respond(AskContacts.subject, "identity", answer_contacts)
        await identity.respond(AskOrganisation.subject, "identity", answer_organisation)
        yield service
        await identity.close()


def to(portal: Portal, ticket: str, body: str = "Toujours gris, hélas.", **headers: str) -> bytes:
    return bytes(a_mail(body, **{"To": address_of(portal, ticket), **headers}))


async def taken(inbox: ImapMailbox) -> None:
    async def nothing_waits() -> bool:
        return await inbox.holds() == 0

    await eventually(nothing_waits)


@pytest.mark.requirement("TK-07")
async def test_a_mail_in_the_mailbox_becomes_a_message_and_leaves_it(portal: Portal, inbox: ImapMailbox):
    ticket = await portal.open()
    before = await inbox.holds(TAKEN)

    await inbox.deliver(to(portal, ticket))
    await taken(inbox)

    assert await said(portal, ticket) == ["Toujours gris, hélas."]
    assert await inbox.holds(TAKEN) == before + 1


@pytest.mark.requirement("TK-07")
async def test_the_same_mail_delivered_twice_is_one_message(portal: Portal, inbox: ImapMailbox):
    ticket = await portal.open()
    mail = to(portal, ticket)

    for _ in range(2):
        await inbox.deliver(mail)
    await taken(inbox)

    assert await said(portal, ticket) == ["Toujours gris, hélas."]


@pytest.mark.requirement("TK-07")
async def test_a_mail_to_the_usual_address_finds_its_ticket_by_what_it_refers_to(portal: Portal, inbox: ImapMailbox):
    ticket = await portal.open()
    token = address_of(portal, ticket).partition("@")[0].removeprefix("r+")

    for name in ("References", "In_Reply_To"):
        refers = {name: f"<ancien@exemple.fr> <thread.{token}@{DOMAIN}>"}
        await inbox.deliver(bytes(a_mail(f"Par {name}.", To=f"contact@{DOMAIN}", **refers)))
    await taken(inbox)

    assert sorted(await said(portal, ticket)) == ["Par In_Reply_To.", "Par References."]


@pytest.mark.requirement("TK-07")
async def test_what_answers_nothing_of_ours_is_put_where_people_look_and_stops_nothing(
    portal: Portal, inbox: ImapMailbox
):
    ticket = await portal.open()
    before = await inbox.holds(LEFT)

    await inbox.deliver(bytes(a_mail("Bonjour, une question.", To=f"contact@{DOMAIN}")))
    await inbox.deliver(bytes(a_mail("Faux.", To=f"contact@{DOMAIN}", References=f"<thread.{'a' * 61}@{DOMAIN}>")))
    await inbox.deliver(b"\xff\xfe\x00 garbage")
    await inbox.deliver(to(portal, ticket, "Je suis lisible."))
    await taken(inbox)

    assert await said(portal, ticket) == ["Je suis lisible."]
    assert await inbox.holds(LEFT) == before + 3


@pytest.mark.requirement("TK-07")
async def test_what_was_delivered_to_a_mailbox_by_another_server_is_found_by_its_notes(
    portal: Portal, inbox: ImapMailbox
):
    ticket = await portal.open()
    noted = {"To": "Assistance <contact@exemple.fr>", "Delivered_To": address_of(portal, ticket)}
    away = {"Return_Path": "<>", "Auto_Submitted": "auto-replied"}

    await inbox.deliver(bytes(a_mail("Par la boîte.", **noted)))
    await inbox.deliver(bytes(a_mail("Je suis absent.", **noted, **away)))
    await taken(inbox)

    assert await said(portal, ticket) == ["Par la boîte."]


@pytest.mark.requirement("TK-07")
async def test_a_mail_too_large_to_be_read_is_left_for_people_unread(
    portal: Portal, inbox: ImapMailbox, monkeypatch: pytest.MonkeyPatch
):
    ticket = await portal.open()
    before = await inbox.holds(LEFT)
    monkeypatch.setattr(fetching, "LARGEST", 5_000)

    await inbox.deliver(to(portal, ticket, "a" * 6_000))
    await taken(inbox)

    assert await said(portal, ticket) == []
    assert await inbox.holds(LEFT) == before + 1


class Failing(Receiver):
    """Stops after the message is kept and before the mailbox is told: the worst moment."""

    async def take(self, raw: bytes, *, sender: str, recipient: str = "") -> str:
        await super().take(raw, sender=sender, recipient=recipient)
        raise RuntimeError("stopped")


@pytest.mark.requirement("TK-07")
async def test_a_stop_between_keeping_and_moving_loses_nothing_and_repeats_nothing(portal: Portal):
    service = portal.service.service
    ticket = await portal.open()
    nowhere = HandingOver("", service.signer, service.verifier)
    made = (service.settings.read_secret(), service.commands, service.queries, nowhere)
    async with an_imap_mailbox() as own:
        await own.deliver(to(portal, ticket))
        moved = await Poll(Mailbox.of(own.url), Failing(*made)).run()
        still = await own.holds()

        again = await Poll(Mailbox.of(own.url), Receiver(*made)).run()

        assert (moved, still, again, await own.holds()) == (0, 1, 1, 0)
    assert await said(portal, ticket) == ["Toujours gris, hélas."]


@pytest.mark.requirement("TK-07")
async def test_two_processes_that_look_at_once_make_one_message(portal: Portal):
    service = portal.service.service
    ticket = await portal.open()
    nowhere = HandingOver("", service.signer, service.verifier)
    receiver = Receiver(service.settings.read_secret(), service.commands, service.queries, nowhere)
    async with an_imap_mailbox() as own:
        for number in range(3):
            await own.deliver(to(portal, ticket, f"Message {number}."))

        await asyncio.gather(*(Poll(Mailbox.of(own.url), receiver).run() for _ in range(2)), return_exceptions=True)
        await Poll(Mailbox.of(own.url), receiver).run()

        assert await own.holds() == 0
    assert sorted(await said(portal, ticket)) == [f"Message {number}." for number in range(3)]


@pytest.mark.requirement("TK-07")
async def test_a_mail_is_handed_over_by_lmtp_with_an_answer_for_its_recipient(portal: Portal):
    ticket = await portal.open()
    settings = portal.service.service.settings
    token = address_of(portal, ticket).partition("@")[0].removeprefix("r+")

    def hand_over(recipient: str, mail: EmailMessage) -> int:
        try:
            with smtplib.LMTP("127.0.0.1", settings.mail_in_port) as server:
                server.sendmail("silvere@plassans.example", [recipient], bytes(mail))
                return 250
        except smtplib.SMTPRecipientsRefused as refused:
            return next(iter(refused.recipients.values()))[0]
        except smtplib.SMTPResponseException as refused:
            return refused.smtp_code

    async def reachable() -> bool:
        try:
            return await asyncio.to_thread(hand_over, f"r+nobody@{DOMAIN}", a_mail()) == 550
        except OSError:
            return False

    await eventually(reachable)
    refers = a_mail("À l’adresse usuelle.", References=f"<thread.{token}@{DOMAIN}>")
    answers = [
        await asyncio.to_thread(hand_over, *one)
        for one in (
            (address_of(portal, ticket), a_mail("Par LMTP.")),
            (f"contact@{DOMAIN}", refers),
            (f"contact@{DOMAIN}", a_mail("Sans rien citer.")),
            ("contact@ailleurs.example", refers),
        )
    ]

    assert answers == [250, 250, 550, 550]
    assert await said(portal, ticket) == ["Par LMTP.", "À l’adresse usuelle."]


def test_the_address_goes_before_what_is_referred_to():
    one, two = (ReplyTo(uuid4(), uuid4()) for _ in range(2))
    mail = a_mail(To=f"r+{thread_of(b's', one)}@{DOMAIN}", References=f"<thread.{thread_of(b's', two)}@{DOMAIN}>")

    assert meant_by(b"s", bytes(mail)) == one
    assert meant_by(b"s", bytes(mail), recipient=f"contact@{DOMAIN}") == two
    with pytest.raises(AddressUnknown):
        meant_by(b"another secret", bytes(mail))


def test_the_nearest_of_several_references_is_meant():
    first, last = (ReplyTo(uuid4(), uuid4()) for _ in range(2))
    said_in = " ".join(f"<thread.{thread_of(b's', one)}@{DOMAIN}>" for one in (first, last))

    assert meant_by(b"s", bytes(a_mail(References=said_in))) == last


@pytest.mark.parametrize(
    ("headers", "sender"),
    [
        ({"Return_Path": "<a@exemple.fr>"}, "a@exemple.fr"),
        ({"Return_Path": "<>"}, ""),
        ({"From": "Silvère <s@exemple.fr>"}, "s@exemple.fr"),
    ],
)
def test_who_sent_a_mail_is_what_the_mailboxs_server_noted(headers: dict[str, str], sender: str):
    assert sender_of(bytes(a_mail(**headers))) == sender


@pytest.mark.parametrize(
    ("url", "mailbox"),
    [
        ("imaps://a%40b.fr:p%2Fq@imap.exemple.fr", ("imap.exemple.fr", 993, "a@b.fr", "p/q", "INBOX", True)),
        ("imap://u:p@127.0.0.1:1143/Demandes", ("127.0.0.1", 1143, "u", "p", "Demandes", False)),
    ],
)
def test_a_mailbox_is_named_by_one_address(url: str, mailbox: tuple[Any, ...]):
    assert Mailbox.of(url) == mailbox
