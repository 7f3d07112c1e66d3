"""SMS: to who asks for them, once, of a length that is told, stopped by STOP."""

import re
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
import pytest_asyncio
from postal.brevo import Brevo
from postal.line import UnrulyLine
from postal.owners import Owners, facts_of

from contracts.asks import Reach
from contracts.demarches import MessagePosted
from kit.actors import a_citizen, a_member, a_visitor
from kit.eventually import eventually
from kit.servers import Servers
from kit.service import ServiceUnderTest, under_test
from notifier.delivery.texting.provider import Brevo as BrevoProvider
from notifier.delivery.texting.provider import Sms, provider_at
from notifier.domain.texting.segments import MOST, length_of, written
from notifier.domain.texting.text import Outcome
from notifier.main import create_app

KEY = "xkeysib-secret"
SMS = Sms("+33612345678", "Bonjour", wide=False, reports_to="http://plassans.localhost:8000/rapports-d-envoi/sms/x")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def provider() -> AsyncIterator[Brevo]:
    server = Brevo(KEY)
    await server.up()
    yield server
    await server.down()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def notifier(servers: Servers, line: UnrulyLine, provider: Brevo) -> AsyncIterator[ServiceUnderTest]:
    async with under_test(
        "notifier", create_app, servers, with_bus=True, smtp_url=line.url, sms_url=provider.url
    ) as service:
        yield service


@pytest.fixture
def brevo(provider: Brevo) -> Brevo:
    provider.taken.clear()
    provider.answers.clear()
    return provider


async def a_reader(notifier, owners: Owners, tenant, *, texts=("message_from_town",), mobile="06 12 34 56 78"):
    person = owners.somebody()
    owners.reaches[person.account_id] = Reach(account_id=person.account_id, name="Camille Rougon", mobile=mobile)
    reader = a_citizen(tenant, subject=person.account_id)
    chosen = await notifier.call(reader, "PUT", "/v1/me/preferences", json={"texted": list(texts)})
    assert chosen.status_code == 200, chosen.text
    return person, reader


async def written_to(owners: Owners, tenant, person):
    event = MessagePosted(message_id=uuid4(), dossier_id=uuid4(), author="agent")
    return await owners.says(event, tenant=tenant, facts=facts_of("message_from_town", person))


async def ended(notifier, person, status):
    async def look():
        return await notifier.rows(
            "select * from texts where account_id = :a and status = :s", a=person.account_id, s=status
        )

    [text] = await eventually(look)
    return text


async def reported(notifier, tenant, sms, **told):
    word = sms["webUrl"].rpartition("/")[2]
    return await notifier.call(a_visitor(tenant), "POST", f"/v1/reports/sms/{word}", json=told)


@pytest.mark.requirement("NT-05")
async def test_who_asked_for_it_is_told_by_sms_and_it_is_followed(notifier, owners: Owners, mails, tenant, brevo):
    person, _ = await a_reader(notifier, owners, tenant)
    cause = await written_to(owners, tenant, person)
    text = await ended(notifier, person, "sent")
    [sms] = brevo.taken

    await reported(notifier, tenant, sms, msg_status="delivered", credits_used=4.5, to="33612345678")
    text = await ended(notifier, person, "delivered")

    assert (sms["recipient"], sms["sender"]) == ("33612345678", "Plassans")
    assert sms["content"].startswith("Ville de Plassans : ")
    assert sms["content"].endswith("http://plassans.localhost:8000/mes-notifications")
    assert (text["segments"], text["credits"]) == (length_of(sms["content"]).segments, 450)
    kept = str(await notifier.rows("select * from texts where id = :id", id=text["id"]))
    assert "33612345678" not in kept
    [sent] = await notifier.rows("select id from notifications where cause_id = :c", c=cause)
    agent = a_member(tenant, "notifier.messages.read")
    assert "Par SMS" in (await notifier.call(agent, "GET", f"/console/messages/{sent['id']}")).text
    assert "Segments" in (await notifier.call(agent, "GET", "/console/sms")).text


@pytest.mark.requirement("NT-05")
async def test_stop_is_honoured_for_every_later_sms(notifier, owners: Owners, mails, tenant, brevo):
    person, _ = await a_reader(notifier, owners, tenant)
    await written_to(owners, tenant, person)
    await ended(notifier, person, "sent")
    [sms] = brevo.taken

    heard = await reported(notifier, tenant, sms, msg_status="replied", reply="Stop ")
    await written_to(owners, tenant, person)
    await ended(notifier, person, "stopped")

    assert heard.status_code == 204
    assert len(brevo.taken) == 1


@pytest.mark.requirement("NT-05")
async def test_nobody_else_gets_one(notifier, owners: Owners, mails, tenant, brevo):
    silent, _ = await a_reader(notifier, owners, tenant, texts=())
    other, _ = await a_reader(notifier, owners, tenant, texts=("booking_reminder",))
    fixed, _ = await a_reader(notifier, owners, tenant, mobile="04 42 00 51 99")
    for person in (silent, other, fixed):
        await written_to(owners, tenant, person)

    await ended(notifier, fixed, "no-number")

    for person in (silent, other, fixed):
        assert await mails.one_to(person.email)
    assert brevo.taken == []


@pytest.mark.requirement("NT-05")
async def test_what_is_read_meanwhile_and_what_the_provider_refuses(notifier, owners: Owners, mails, tenant, brevo):
    person, _ = await a_reader(notifier, owners, tenant)
    brevo.answers = [400]

    await written_to(owners, tenant, person)
    text = await ended(notifier, person, "failed")

    assert text["reason"] == "http-400"
    refused = await notifier.call(
        a_citizen(tenant, subject=person.account_id), "PUT", "/v1/me/preferences", json={"texted": ["password_reset"]}
    )
    assert refused.status_code == 422


async def test_a_word_that_is_not_ours_changes_nothing(notifier, tenant):
    forged = await notifier.call(
        a_visitor(tenant), "POST", f"/v1/reports/sms/{'a' * 60}", json={"msg_status": "delivered"}
    )

    assert forged.status_code == 204


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (201, Outcome.TAKEN),
        (400, Outcome.NEVER),
        (402, Outcome.LATER),
        (429, Outcome.LATER),
        (503, Outcome.LATER),
        (0, Outcome.UNKNOWN),
    ],
)
async def test_each_answer_is_what_it_means(status: int, outcome: Outcome):
    server = Brevo(KEY, answers=[status])
    await server.up()
    provider = BrevoProvider(server.url)

    told = await provider.hand_over(SMS, sender="Plassans")
    await provider.close()
    await server.down()

    assert told.outcome is outcome
    assert not re.search(r"33612345678|Bonjour", told.reason)


@pytest.mark.requirement("NT-05")
async def test_without_a_provider_to_pay_a_mailbox_shows_them(mails, servers):
    number = f"+336{uuid4().int % 10**8:08d}"
    provider = provider_at(f"mail+smtp://127.0.0.1:{servers.mailbox.smtp_port}?domain=sms.localhost")

    told = await provider.hand_over(SMS._replace(number=number), sender="Plassans")

    assert told.outcome is Outcome.TAKEN
    assert (await mails.one_to(f"{number[1:]}@sms.localhost")).subject == "SMS · Plassans"


@pytest.mark.parametrize(
    ("text", "segments", "wide"),
    [
        ("", 1, False),
        ("é" * 160, 1, False),
        ("é" * 161, 2, False),
        ("€" * 80, 1, False),
        ("€" * 81, 2, False),
        ("a" * 159 + "€", 2, False),
        ("a" * 152 + "€" + "a" * 152, 3, False),
        ("ő" * 70, 1, True),
        ("ő" * 71, 2, True),
        ("😀" * 35, 1, True),
        ("😀" * 36, 2, True),
    ],
)
def test_segments_are_counted_as_networks_do(text: str, segments: int, wide: bool):
    length = length_of(text)

    assert (length.segments, length.wide) == (segments, wide)


def test_a_text_stays_whole_around_what_is_cut():
    text = written("Ville : ", "« L’été » " + "très long " * 100, " http://x.fr")

    assert length_of(text) == (length_of(text).signs, MOST, False)
    assert text.startswith('Ville : " L\'été "')
    assert text.endswith("... http://x.fr")
