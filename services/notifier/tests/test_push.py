"""Devices are told beside the mail: sealed so that only they read it, once, and no longer than they want."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric import ec
from postal.owners import Owners, facts_of
from postal.push_service import Browser, PushService, bytes_of, text_of

from chassis.clock import PARIS
from contracts.demarches import MessagePosted
from kit.actors import a_citizen, a_visitor
from kit.eventually import eventually
from kit.service import problem
from notifier.delivery.pushing.encryption import LONGEST, TooLong, sealed_for
from notifier.domain.pushing.push import BACKOFF, Push, Status

DEVICES = "/v1/me/devices"
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def real_time(notifier):
    yield
    notifier.clock.reset()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def pushed() -> AsyncIterator[PushService]:
    service = PushService()
    await service.up()
    yield service
    await service.down()


@pytest.fixture
def person(owners: Owners):
    return owners.somebody()


@pytest.fixture
def reader(tenant, person):
    return a_citizen(tenant, subject=person.account_id)


async def subscribes(notifier, reader, browser: Browser, **changes: str):
    answer = await notifier.call(reader, "POST", DEVICES, json=browser.subscription(**changes))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def written_to(owners: Owners, tenant, person):
    event = MessagePosted(dossier_id=uuid4(), message_id=uuid4(), author="agent")
    return await owners.says(event, tenant=tenant, facts=facts_of("message_from_town", person))


async def pushes(notifier, tenant, **columns):
    rows = await notifier.rows("select * from pushes where tenant = :t order by created_at", t=tenant)
    return [row for row in rows if all(row[name] == value for name, value in columns.items())]


async def ended(notifier, tenant, status: str):
    [row] = await eventually(lambda: pushes(notifier, tenant, status=status))
    return row


def test_the_example_of_the_standard_is_made_again():
    """RFC 8291, section 5: the same keys and salt give the same bytes."""
    scalar = int.from_bytes(bytes_of("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")

    body = sealed_for(
        b"When I grow up, I want to be a watermelon",
        public=bytes_of("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        secret=bytes_of("BTBZMqHH6r4Tts7J_aSIgg"),
        own=ec.derive_private_key(scalar, ec.SECP256R1()),
        salt=bytes_of("DGv6ra1nlYgDCS1FRnbzlw"),
    )

    assert text_of(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
        "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_what_a_push_service_would_not_take_is_not_made():
    browser = Browser("http://127.0.0.1/")

    longest = sealed_for(b"x" * LONGEST, public=browser.public, secret=browser.secret)

    assert len(longest) == 4096
    with pytest.raises(TooLong):
        sealed_for(b"x" * (LONGEST + 1), public=browser.public, secret=browser.secret)


@pytest.mark.requirement("NT-05")
async def test_a_device_is_told_what_its_owner_is_written_and_nobody_between_reads_it(
    notifier, owners: Owners, mails, pushed: PushService, person, reader, tenant
):
    browser = pushed.a_browser()
    device = await subscribes(notifier, reader, browser)
    key = (await notifier.call(reader, "GET", DEVICES)).json()["public_key"]

    await written_to(owners, tenant, person)
    mail = await mails.one_to(person.email)
    sent = await ended(notifier, tenant, "sent")

    [taken], [told] = pushed.to(browser), pushed.told(browser)
    assert told["body"] == mail.subject
    assert told["link"].startswith("http://plassans.localhost:8000/")
    assert told["tag"] == str(sent["id"])
    assert mail.subject.encode() not in taken.body
    assert (taken.headers["content-encoding"], taken.headers["ttl"]) == ("aes128gcm", "86400")
    assert taken.headers["topic"] == sent["id"].hex
    claims = taken.claims(key)
    assert claims["aud"] == f"http://127.0.0.1:{pushed.port}"
    assert claims["sub"].startswith("mailto:")
    assert claims["exp"] - notifier.clock().timestamp() <= 24 * 3600
    [listed] = (await notifier.call(reader, "GET", DEVICES)).json()["devices"]
    assert listed["id"] == device["id"]
    assert listed["told_at"] is not None


@pytest.mark.requirement("NT-05")
async def test_every_device_is_told_once_and_a_message_that_is_tried_again_only_once(
    notifier, owners: Owners, mails, pushed: PushService, person, reader, tenant
):
    first, second = pushed.a_browser(), pushed.a_browser()
    for browser in (first, second, first):
        await subscribes(notifier, reader, browser)

    await written_to(owners, tenant, person)
    await mails.one_to(person.email)
    await eventually(lambda: pushed.to(first) and pushed.to(second))

    assert len((await notifier.call(reader, "GET", DEVICES)).json()["devices"]) == 2
    assert (len(pushed.to(first)), len(pushed.to(second))) == (1, 1)


@pytest.mark.requirement("NT-05")
async def test_a_kind_that_is_muted_stays_silent_there_and_leaves_by_mail(
    notifier, owners: Owners, mails, pushed: PushService, person, reader, tenant
):
    browser = pushed.a_browser()
    await subscribes(notifier, reader, browser)
    chosen = await notifier.call(reader, "PUT", "/v1/me/preferences", json={"muted": ["message_from_town"]})
    unknown = await notifier.call(reader, "PUT", "/v1/me/preferences", json={"muted": ["nothing"]})

    await written_to(owners, tenant, person)
    await mails.one_to(person.email)

    assert chosen.json()["chosen"]["muted"] == ["message_from_town"]
    assert unknown.status_code == 422
    assert await pushes(notifier, tenant) == []


@pytest.mark.requirement("NT-05")
async def test_at_night_it_waits_for_the_morning_and_is_not_sent_once_read(
    notifier, owners: Owners, mails, pushed: PushService, person, reader, tenant
):
    browser = pushed.a_browser()
    await subscribes(notifier, reader, browser)
    quiet = {"quiet_from": 22, "quiet_until": 7, "wishes": {"message_from_town": "never"}}
    await notifier.call(reader, "PUT", "/v1/me/preferences", json=quiet)
    notifier.clock.stop_at(datetime(2026, 11, 28, 23, 30, tzinfo=PARIS))

    await written_to(owners, tenant, person)
    [waiting] = await eventually(lambda: pushes(notifier, tenant))
    [notice] = (await notifier.call(reader, "GET", "/v1/me/notices")).json()["items"]
    await notifier.call(reader, "POST", f"/v1/me/notices/{notice['id']}/reading")
    notifier.clock.stop_at(datetime(2026, 11, 29, 7, 1, tzinfo=PARIS))

    assert waiting["due_at"] == datetime(2026, 11, 29, 7, tzinfo=PARIS)
    await ended(notifier, tenant, "read")
    assert pushed.to(browser) == []


@pytest.mark.requirement("NT-05")
async def test_a_browser_that_is_gone_is_forgotten(
    notifier, owners: Owners, mails, pushed: PushService, person, reader, tenant
):
    await subscribes(notifier, reader, pushed.a_browser())
    pushed.answers.append(410)

    await written_to(owners, tenant, person)
    await ended(notifier, tenant, "gone")

    assert (await notifier.call(reader, "GET", DEVICES)).json()["devices"] == []


async def test_a_trial_says_that_it_works_and_comes_again_after_a_refusal_for_now(
    notifier, owners: Owners, pushed: PushService, reader, tenant
):
    browser = pushed.a_browser()
    device = await subscribes(notifier, reader, browser)
    pushed.answers.append(503)

    tried = await notifier.call(reader, "POST", f"{DEVICES}/{device['id']}/trials")
    await eventually(lambda: pushes(notifier, tenant, tries=1, status="pending"))
    notifier.clock.move(timedelta(minutes=2))
    sent = await ended(notifier, tenant, "sent")

    assert tried.status_code == 202
    assert [told["tag"] for told in pushed.told(browser)] == [str(sent["id"])] * 2
    assert pushed.told(browser)[0]["body"].startswith("Cet appareil est prêt")


async def test_a_browser_that_two_people_share_tells_only_who_subscribed_last(
    notifier, owners: Owners, mails, pushed: PushService, person, reader, tenant
):
    browser, other = pushed.a_browser(), a_citizen(tenant)
    await subscribes(notifier, reader, browser)
    await subscribes(notifier, other, browser)

    await written_to(owners, tenant, person)
    await mails.one_to(person.email)

    assert (await notifier.call(reader, "GET", DEVICES)).json()["devices"] == []
    assert len((await notifier.call(other, "GET", DEVICES)).json()["devices"]) == 1
    assert await pushes(notifier, tenant) == []


async def test_what_is_no_subscription_is_refused_and_nothing_leads_inside(notifier, pushed: PushService, reader):
    browser = pushed.a_browser()
    told = [
        {"endpoint": "http://10.0.0.8/push"},
        {"endpoint": "ftp://push.example/"},
        {"endpoint": "http://127.0.0.1/" + "x" * 2000},
        {"p256dh": text_of(b"\x04" + b"\1" * 64)},
        {"p256dh": "é"},
        {"auth": text_of(b"short")},
    ]

    answers = [await notifier.call(reader, "POST", DEVICES, json=browser.subscription(**changes)) for changes in told]

    assert [answer.status_code for answer in answers] == [422] * len(told)
    assert (await notifier.call(reader, "GET", DEVICES)).json()["devices"] == []


async def test_the_eleventh_device_is_one_too_many(notifier, pushed: PushService, reader):
    for _ in range(10):
        await subscribes(notifier, reader, pushed.a_browser())

    refused = await notifier.call(reader, "POST", DEVICES, json=pushed.a_browser().subscription())

    assert refused.status_code == 409
    assert problem(refused)["title"] == "Dix appareils au plus : retirez-en un d’abord."


async def test_anothers_device_does_not_exist(notifier, pushed: PushService, reader, tenant):
    device = await subscribes(notifier, reader, pushed.a_browser())

    for stranger in (a_citizen(tenant), a_citizen(None, subject=reader.subject)):
        for method, path in (("DELETE", ""), ("POST", "/trials")):
            answer = await notifier.call(stranger, method, f"{DEVICES}/{device['id']}{path}")
            assert answer.status_code == 404
    assert (await notifier.call(a_visitor(tenant), "GET", DEVICES)).status_code == 401
    removed = await notifier.call(reader, "DELETE", f"{DEVICES}/{device['id']}")
    assert removed.status_code == 204


async def test_where_a_browser_is_reached_is_not_readable_in_the_database(
    notifier, pushed: PushService, reader, tenant
):
    browser = pushed.a_browser()
    await subscribes(notifier, reader, browser)

    kept = await notifier.rows("select * from push_devices where tenant = :t", t=tenant)

    assert browser.address not in str(kept)
    assert text_of(browser.secret) not in str(kept)


@pytest.mark.parametrize(
    ("code", "status"),
    [(201, Status.SENT), (404, Status.GONE), (410, Status.GONE), (400, Status.FAILED), (413, Status.FAILED)],
)
def test_an_answer_ends_it(code: int, status: Status):
    push = Push(id=uuid4(), device_id=uuid4(), notification_id=uuid4(), created_at=NOW, due_at=NOW)

    push.answer(code, "", retry_after=None, at=NOW)

    assert (push.status, push.due_at, push.ended_at) == (status, None, NOW)


@pytest.mark.parametrize("code", [None, 429, 500, 503])
def test_what_may_pass_is_tried_again_no_sooner_than_it_is_told_and_not_for_ever(code: int | None):
    push = Push(id=uuid4(), device_id=uuid4(), notification_id=uuid4(), created_at=NOW, due_at=NOW)

    push.answer(code, "too-slow" if code is None else "", retry_after=timedelta(minutes=3), at=NOW)
    assert (push.status, push.due_at) == (Status.PENDING, NOW + timedelta(minutes=3))
    for _ in BACKOFF:
        push.answer(code, "", retry_after=None, at=NOW)

    assert push.status is Status.EXPIRED
