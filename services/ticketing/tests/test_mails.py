"""Answers by e-mail: a real SMTP conversation, and every kind of mail that must not become a message."""

import asyncio
import smtplib
import socket
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from contracts.asks import AskMessageFacts
from kit.eventually import eventually
from kit.servers import Servers
from kit.service import ServiceUnderTest, under_test
from ticketing.domain.mail.reading import Written, read, unquoted
from ticketing.domain.mail.reply_address import PREFIX, ReplyTo, local_part, read_address
from ticketing.domain.refusals import AddressUnknown
from ticketing.main import create_app

sys.path.insert(0, str(Path(__file__).parent))

from support_portal import Portal, answer_contacts, answer_organisation
from test_teamwork import act, reference_of

from chassis import bus
from contracts.asks import AskContacts, AskOrganisation

DOMAIN = "courrier.exemple.fr"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def ticketing(servers: Servers) -> AsyncIterator[ServiceUnderTest]:
    changes = {"mail_in_port": free_port(), "mail_in_domain": DOMAIN}
    async with under_test("ticketing", create_app, servers, with_bus=True, **changes) as service:
        password = servers.keyring.passwords("bus")["identity"]
        identity = await bus.connect(servers.nats.address, service="identity", user="identity", password=password)
        await identity.respond(AskContacts.subject, "identity", answer_contacts)
        await identity.respond(AskOrganisation.subject, "identity", answer_organisation)
        yield service
        await identity.close()


def address_of(portal: Portal, ticket: str) -> str:
    secret = portal.service.service.settings.read_secret()
    return f"{local_part(secret, ReplyTo(portal.tenant, UUID(ticket)))}@{DOMAIN}"


def a_mail(body: str = "Toujours gris, hélas.", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = (
        "silvere@plassans.example",
        "Re: demande",
        f"<{uuid4()}@exemple>",
    )
    for name, value in headers.items():
        name = name.replace("_", "-")
        del mail[name]
        mail[name] = value
    mail.set_content(body)
    return mail


async def sent(portal: Portal, to: str, raw: bytes | EmailMessage, sender: str = "silvere@plassans.example") -> str:
    """What the server says in the end, over a real connection."""
    content = raw if isinstance(raw, bytes) else bytes(raw)
    port = portal.service.service.settings.mail_in_port

    def talk() -> str:
        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=60) as server:
                server.sendmail(sender, [to], content)
                return "250"
        except smtplib.SMTPRecipientsRefused as refused:
            return str(next(iter(refused.recipients.values()))[0])
        except smtplib.SMTPResponseException as refused:
            return str(refused.smtp_code)

    async def reachable() -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return True
        except OSError:
            return False

    await eventually(reachable)
    return await asyncio.to_thread(talk)


async def said(portal: Portal, ticket: str) -> list[str]:
    return [message["body"] for message in (await portal.show(ticket))["messages"]]


async def outcomes(portal: Portal) -> list[str]:
    lines = await portal.service.rows(
        "select outcome from inbound_mails where tenant = :t order by at", t=portal.tenant
    )
    return [line["outcome"] for line in lines]


@pytest.mark.requirement("TK-07")
async def test_an_answer_by_mail_lands_in_its_ticket_and_brings_it_back(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket, then="waiting_customer")
    body = "Toujours gris.\n\nLe 27 mars 2026 à 14:02, Assistance a écrit :\n> Essayez ceci.\n"

    answer = await sent(portal, address_of(portal, ticket), a_mail(body))

    shown = await portal.show(ticket)
    last = shown["messages"][-1]
    assert (answer, shown["status"]) == ("250", "open")
    assert (last["body"], last["channel"], last["author"]) == ("Toujours gris.", "mail", "customer")
    assert last["quoted"].startswith("Le 27 mars 2026")
    assert shown["history"][-1]["side"] == "customer"


@pytest.mark.requirement("TK-07")
async def test_the_address_is_the_one_that_the_mail_to_the_customer_bears(portal: Portal):
    ticket = await portal.open()
    event = (await portal.service.published(portal.tenant))[0]
    asked = AskMessageFacts(
        tenant=portal.tenant, event_id=event["id"], event_type=event["type"], data=dict(event["data"])
    )

    facts = await portal.as_notifier(asked)

    assert facts.reply_to == address_of(portal, ticket)
    assert len(facts.reply_to.partition("@")[0]) <= 64
    assert f"r+{facts.thread}@{DOMAIN}" == facts.reply_to


@pytest.mark.requirement("TK-07")
async def test_a_mail_that_comes_twice_is_one_message_also_at_once(portal: Portal):
    ticket = await portal.open()
    mail, to = a_mail(), address_of(portal, ticket)

    answers = await asyncio.gather(*(sent(portal, to, mail) for _ in range(3)))

    assert list(answers) == ["250"] * 3
    assert await said(portal, ticket) == ["Toujours gris, hélas."]


@pytest.mark.requirement("TK-07")
@pytest.mark.parametrize(
    ("headers", "sender", "outcome"),
    [
        ({"Auto_Submitted": "auto-replied"}, "silvere@plassans.example", "automatic"),
        ({"Precedence": "bulk"}, "silvere@plassans.example", "automatic"),
        ({"List_Id": "<maires.exemple>"}, "silvere@plassans.example", "automatic"),
        ({"X_Auto_Response_Suppress": "All"}, "silvere@plassans.example", "automatic"),
        ({"From": "MAILER-DAEMON@exemple.fr"}, "", "bounce"),
        ({"X_Failed_Recipients": "x@exemple.fr"}, "", "bounce"),
        ({}, "", "automatic"),
        ({"Auto_Submitted": "no"}, "silvere@plassans.example", "posted"),
    ],
)
async def test_what_a_machine_sends_is_noted_and_says_nothing(
    headers: dict[str, str], sender: str, outcome: str, portal: Portal
):
    ticket = await portal.open()

    answer = await sent(portal, address_of(portal, ticket), a_mail(**headers), sender=sender)

    assert (answer, await outcomes(portal)) == ("250", [outcome])
    assert len(await said(portal, ticket)) == (outcome == "posted")


@pytest.mark.requirement("TK-07")
async def test_two_machines_that_answer_each_other_come_to_an_end(portal: Portal):
    ticket = await portal.open()
    to = address_of(portal, ticket)

    for number in range(22):
        await sent(portal, to, a_mail(f"Message {number}."))

    assert len(await said(portal, ticket)) == 20
    assert (await outcomes(portal))[-2:] == ["loop", "loop"]


@pytest.mark.requirement("TK-07")
async def test_a_forged_address_is_refused_and_the_next_mail_is_taken(portal: Portal):
    ticket, other = await portal.open(), await portal.open()
    good = address_of(portal, ticket)
    forged = good.replace(good[10], "a" if good[10] != "a" else "b", 1)

    answers = [
        await sent(portal, to, a_mail())
        for to in (forged, f"contact@{DOMAIN}", f"r+@{DOMAIN}", f"r+zzzz@{DOMAIN}", good)
    ]

    assert answers[0] == answers[1] == answers[2] == "550"
    assert answers[4] == "250"
    assert (len(await said(portal, ticket)), len(await said(portal, other))) == (1, 0)


@pytest.mark.requirement("TK-07")
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00garbage",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=klingon\r\n\r\nBonjour\r\n",
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!not base64!!!\r\n",
        b"Subject: =?utf-8?Q?=ZZ\r\nFrom: \xe9\xe8@@<>\r\nMessage-ID: <a b\r\n\r\nBonjour\r\n",
        b"Content-Type: multipart/alternative\r\n\r\nno boundary\r\n",
    ],
    ids=["nothing", "garbage", "unknown charset", "broken base64", "broken headers", "no boundary"],
)
async def test_a_bad_mail_never_stops_the_mailbox(raw: bytes, portal: Portal):
    ticket = await portal.open()
    to = address_of(portal, ticket)

    first = await sent(portal, to, raw)
    second = await sent(portal, to, a_mail("Je suis lisible."))

    assert first in ("250", "550")
    assert second == "250"
    assert "Je suis lisible." in await said(portal, ticket)


@pytest.mark.requirement("TK-07")
async def test_too_large_a_mail_is_refused_in_words_that_servers_understand(portal: Portal):
    ticket = await portal.open()

    answer = await sent(portal, address_of(portal, ticket), b"Subject: x\r\n\r\n" + b"a\r\n" * 11_000_000)

    assert answer == "552"
    assert await said(portal, ticket) == []


@pytest.mark.requirement("TK-07")
async def test_html_alone_is_read_as_text_and_attachments_are_named(portal: Portal):
    ticket = await portal.open()
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "x@exemple.fr", "<html@exemple>"
    mail.set_content("<p>Bonjour<br>tout va <b>bien</b></p><script>alert(1)</script>", subtype="html")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="écran.pdf")

    await sent(portal, address_of(portal, ticket), mail)

    assert await said(portal, ticket) == [
        "Bonjour\ntout va bien\n\n[Pièce jointe non reprise : écran.pdf — les fichiers ne sont pas gardés ici.]"
    ]


@pytest.mark.requirement("TK-07")
async def test_an_answer_to_a_closed_request_reopens_it_within_thirty_days_and_later_opens_a_linked_one(portal: Portal):
    ticket = await portal.open()
    await portal.answer(ticket, then="resolved")
    await portal.call(portal.customer, "POST", f"/v1/tickets/{ticket}/confirmation")
    portal.service.clock.move(timedelta(days=29))
    await sent(portal, address_of(portal, ticket), a_mail("Cela revient."))
    soon = (await portal.show(ticket))["status"]
    await portal.answer(ticket, then="resolved")
    await portal.call(portal.customer, "POST", f"/v1/tickets/{ticket}/confirmation")
    portal.service.clock.move(timedelta(days=31))

    answer = await sent(portal, address_of(portal, ticket), a_mail("Encore."))

    assert (soon, answer, (await portal.show(ticket))["status"]) == ("open", "250", "closed")
    lines = (await portal.call(portal.customer, "GET", "/v1/me/tickets")).json()["items"]
    assert len(lines) == 1
    assert lines[0]["subject"].startswith(f"Suite de {await reference_of(portal, ticket)}")
    assert await said(portal, lines[0]["id"]) == ["Encore."]


@pytest.mark.requirement("TK-07")
async def test_a_cancelled_request_takes_no_more_and_a_merged_one_passes_on(portal: Portal):
    cancelled, kept, merged = [await portal.open() for _ in range(3)]
    await portal.call(portal.customer, "POST", f"/v1/tickets/{cancelled}/cancellation")
    await act(portal, merged, "merger", reference=await reference_of(portal, kept))

    refused = await sent(portal, address_of(portal, cancelled), a_mail())
    passed = await sent(portal, address_of(portal, merged), a_mail("Pour l'autre."))

    assert (refused, passed) == ("550", "250")
    assert await said(portal, kept) == ["Pour l'autre."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oui.\n\n> Bonjour\n> Essayez", "Oui."),
        ("Oui.\n-----Message d'origine-----\nDe : x", "Oui."),
        ("Yes.\nOn Tue, 3 Mar 2026 at 10:00, Support <a@b.fr> wrote:\n> Hi", "Yes."),
        ("Oui.\n\nDe : Assistance\nEnvoyé : lundi\nÀ : moi\n\nBonjour", "Oui."),
        ("> tout est cité", "> tout est cité"),
        ("Le 3 mars nous avons écrit au fournisseur.\nMerci.", "Le 3 mars nous avons écrit au fournisseur.\nMerci."),
    ],
)
def test_what_is_quoted_is_folded_and_what_is_written_is_not(text: str, expected: str):
    assert unquoted(text)[0] == expected


def test_an_address_says_whose_ticket_and_cannot_be_changed():
    to = ReplyTo(uuid4(), uuid4())
    written = local_part(b"secret", to)

    assert read_address(b"secret", f"{written.upper()}@exemple.fr") == to
    for wrong in (
        written[:-1],
        written + "a",
        PREFIX,
        "",
        written.replace(written[5], "q" if written[5] != "q" else "z"),
    ):
        with pytest.raises(AddressUnknown):
            read_address(b"secret", f"{wrong}@exemple.fr")
    with pytest.raises(AddressUnknown):
        read_address(b"other", f"{written}@exemple.fr")


def test_the_same_mail_has_one_fingerprint_per_address():
    raw: Any = bytes(a_mail())
    one, two = (read(raw, sender="a@b.fr", recipient=f"{name}@exemple.fr") for name in ("x", "y"))

    assert one.written is Written.BY_SOMEBODY
    assert one.fingerprint != two.fingerprint
    assert one.fingerprint == read(raw, sender="a@b.fr", recipient="X@exemple.fr").fingerprint
