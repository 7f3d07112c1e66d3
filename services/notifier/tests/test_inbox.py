"""The notification centre, preferences, digests and quiet hours: who wants what, when, and what is owed anyway."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import pytest_asyncio
from postal.owners import Owners, a_submission, an_activation, facts_of

from chassis.clock import PARIS
from contracts.demarches import MessagePosted
from kit.actors import a_citizen, a_member, a_visitor
from kit.eventually import eventually
from kit.service import problem
from notifier.domain.inbox.preferences import Chosen, Preferences, next_time

PATH = "/v1/me/preferences"


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def real_time(notifier):
    yield
    notifier.clock.reset()


def an_answer() -> MessagePosted:
    return MessagePosted(dossier_id=uuid4(), message_id=uuid4(), author="agent")


async def a_reader(notifier, owners: Owners, tenant, **chosen):
    """A person with a space, an address, and these preferences."""
    person = owners.somebody()
    reader = a_citizen(tenant, subject=person.account_id)
    if chosen:
        done = await notifier.call(reader, "PUT", PATH, json=chosen)
        assert done.status_code == 200, done.text
    return person, reader


async def written_to(owners: Owners, tenant, person):
    return await owners.says(an_answer(), tenant=tenant, facts=facts_of("message_from_town", person))


async def notices(notifier, reader, **params):
    return (await notifier.call(reader, "GET", "/v1/me/notices", params=params)).json()["items"]


async def ended(notifier, cause, status):
    rows = lambda: notifier.rows(
        "select * from notifications where cause_id = :cause and status = :status", cause=cause, status=status
    )
    [row] = await eventually(rows)
    return row


@pytest.mark.requirement("NT-05")
async def test_what_is_sent_is_also_in_the_centre_and_counted_until_read(notifier, owners: Owners, mails, tenant):
    person, reader = await a_reader(notifier, owners, tenant)

    await written_to(owners, tenant, person)
    mail = await mails.one_to(person.email)
    [notice] = await notices(notifier, reader)
    counted = await notifier.call(reader, "GET", "/v1/me/badges")
    opened = await notifier.call(reader, "POST", f"/v1/me/notices/{notice['id']}/reading")
    after = await notifier.call(reader, "GET", "/v1/me/badges")

    assert notice["title"] == mail.subject
    assert opened.json()["link"].startswith("http://plassans.localhost:8000/")
    assert (counted.json()["notifications"], after.json()["notifications"]) == (1, 0)
    assert await notices(notifier, reader, unread=True) == []
    told = await notifier.published(tenant, type="notifier.inbox.changed.v1")
    assert len(told) == 2
    assert mail.subject not in str(told)


async def test_anothers_notices_do_not_exist(notifier, owners: Owners, mails, tenant):
    person, reader = await a_reader(notifier, owners, tenant)
    await written_to(owners, tenant, person)
    [notice] = await eventually(lambda: notices(notifier, reader))

    for stranger in (a_citizen(tenant), a_citizen(None, subject=reader.subject)):
        answer = await notifier.call(stranger, "POST", f"/v1/me/notices/{notice['id']}/reading")
        assert answer.status_code == 404
        assert await notices(notifier, stranger) == []
    assert (await notifier.call(a_visitor(tenant), "GET", "/v1/me/notices")).status_code == 401


@pytest.mark.requirement("NT-05")
async def test_who_wants_no_mail_finds_it_in_the_centre_alone(notifier, owners: Owners, mails, tenant):
    person, reader = await a_reader(notifier, owners, tenant, wishes={"message_from_town": "never"})

    row = await ended(notifier, await written_to(owners, tenant, person), "spared")

    assert (row["template"], row["attempts"]) == ("message_from_town", [])
    assert len(await notices(notifier, reader)) == 1
    assert await mails.to(person.email) == []


@pytest.mark.requirement("NT-05")
@pytest.mark.parametrize(("wish", "reason"), [("never", "not-wanted"), ("digest", "digest")])
async def test_the_others_are_told_that_no_mail_leaves_and_why(
    wish: str, reason: str, notifier, owners: Owners, mails, tenant
):
    person, _ = await a_reader(notifier, owners, tenant, wishes={"message_from_town": wish})
    cause = await written_to(owners, tenant, person)

    [told] = await eventually(lambda: notifier.published(tenant, type="notifier.notification.withheld.v1"))

    assert (told["data"]["cause_id"], told["data"]["reason"]) == (str(cause), reason)
    assert told["data"]["cause_type"] == MessagePosted.type


@pytest.mark.requirement("NT-05")
async def test_what_is_owed_is_sent_whatever_is_wished(notifier, owners: Owners, mails, tenant):
    hour = datetime.now(PARIS).hour
    person, reader = await a_reader(
        notifier,
        owners,
        tenant,
        wishes={"message_from_town": "never"},
        quiet_from=(hour - 3) % 24,
        quiet_until=(hour + 6) % 24,
    )

    await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))
    other = owners.somebody()
    await owners.says(an_activation(other.account_id), tenant=tenant, facts=facts_of("account_activation", other))

    assert (await mails.one_to(person.email)).subject.startswith("Votre demande")
    assert (await mails.one_to(other.email)).subject.startswith("Activez")
    refused = await notifier.call(reader, "PUT", PATH, json={"wishes": {"dossier_received": "never"}})
    assert refused.status_code == 422
    assert problem(refused)["errors"][0]["pointer"] == "/wishes/dossier_received"


@pytest.mark.requirement("NT-05")
async def test_a_digest_tells_the_day_once_and_only_what_is_unread(notifier, owners: Owners, mails, tenant):
    hour = (datetime.now(PARIS) + timedelta(hours=3)).hour
    chosen = {"wishes": {"message_from_town": "digest"}, "digest_hour": hour}
    person, reader = await a_reader(notifier, owners, tenant, **chosen)
    for _ in range(3):
        await ended(notifier, await written_to(owners, tenant, person), "spared")
    first, *_ = await notices(notifier, reader)
    await notifier.call(reader, "POST", f"/v1/me/notices/{first['id']}/reading")
    assert await mails.to(person.email) == []

    notifier.clock.move(timedelta(hours=26))
    mail = await mails.one_to(person.email)

    assert mail.subject == "Votre récapitulatif du jour"
    assert mail.text.count("– ") == 2
    assert "http://plassans.localhost:8000/mes-notifications" in mail.text
    rows = await notifier.rows("select * from digests where tenant = :tenant", tenant=tenant)
    assert len(rows) == 1
    assert len(await notices(notifier, reader)) == 3


@pytest.mark.requirement("NT-05")
async def test_a_digest_of_what_was_read_meanwhile_is_not_sent(notifier, owners: Owners, mails, tenant):
    person, reader = await a_reader(notifier, owners, tenant, wishes={"message_from_town": "digest"})
    await ended(notifier, await written_to(owners, tenant, person), "spared")
    await notifier.call(reader, "POST", "/v1/me/notices/readings")
    [digest] = await notifier.rows("select * from digests where tenant = :tenant", tenant=tenant)

    notifier.clock.move(timedelta(hours=25))

    await ended(notifier, digest["id"], "cancelled")
    assert await mails.to(person.email) == []


@pytest.mark.requirement("NT-05")
async def test_quiet_hours_make_a_mail_wait_and_it_leaves_at_their_end(notifier, owners: Owners, mails, tenant):
    # Ten in the evening in Paris, whatever the season.
    notifier.clock.stop_at(datetime(2027, 1, 12, 21, 30, tzinfo=UTC))
    person, _ = await a_reader(notifier, owners, tenant, quiet_from=22, quiet_until=7)

    await written_to(owners, tenant, person)
    [waiting] = await eventually(
        lambda: notifier.rows(
            "select * from deliveries where tenant = :tenant and waits_for = 'QuietHours'", tenant=tenant
        )
    )
    [held] = await eventually(lambda: notifier.published(tenant, type="notifier.notification.held.v1"))
    notifier.clock.stop_at(datetime(2027, 1, 13, 6, 0, 1, tzinfo=UTC))

    assert waiting["due_at"] == datetime(2027, 1, 13, 6, 0, tzinfo=UTC)
    assert held["data"]["notification_id"] == str(waiting["notification_id"])
    assert (await mails.one_to(person.email)).subject


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"digest_hour": 24}, "/digest_hour"),
        ({"quiet_from": 22}, "/quiet_until"),
        ({"quiet_until": 7}, "/quiet_from"),
        ({"quiet_from": 7, "quiet_until": 7}, "/quiet_until"),
        ({"wishes": {"password_reset": "never"}}, "/wishes/password_reset"),
        ({"wishes": {"nothing_known": "never"}}, "/wishes/nothing_known"),
    ],
)
async def test_preferences_that_cannot_be_are_refused_with_their_place(notifier, tenant, change, pointer):
    refused = await notifier.call(a_citizen(tenant), "PUT", PATH, json=change)

    assert (refused.status_code, problem(refused)["errors"][0]["pointer"]) == (422, pointer)


async def test_preferences_are_one_s_own(notifier, tenant):
    reader = a_member(tenant)
    await notifier.call(reader, "PUT", PATH, json={"digest_hour": 7})

    own = await notifier.call(reader, "GET", PATH)
    other = await notifier.call(a_member(tenant), "GET", PATH)

    assert (own.json()["chosen"]["digest_hour"], other.json()["chosen"]["digest_hour"]) == (7, 18)


@pytest.mark.requirement("NT-05")
@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("day", [datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 10, 31, tzinfo=UTC)])
def test_every_hour_comes_exactly_once_on_the_days_when_clocks_change(day, hour):
    moment, found = day - timedelta(days=2), []
    while (moment := next_time(hour, after=moment)) < day + timedelta(days=3):
        found.append(moment)

    days = [one.astimezone(PARIS).date() for one in found]
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    assert day.date() in days


def test_quiet_hours_across_midnight_and_within_a_day():
    night = Preferences(id=uuid4(), chosen=Chosen(quiet_from=22, quiet_until=7))
    noon = Preferences(id=uuid4(), chosen=Chosen(quiet_from=12, quiet_until=14))
    late, morning = datetime(2027, 1, 12, 21, 59, tzinfo=UTC), datetime(2027, 1, 12, 5, 59, tzinfo=UTC)
    midday = datetime(2027, 1, 12, 11, 0, tzinfo=UTC)

    assert night.quiet_ends("message_from_town", at=late) == datetime(2027, 1, 13, 6, tzinfo=UTC)
    assert night.quiet_ends("message_from_town", at=morning) == datetime(2027, 1, 12, 6, tzinfo=UTC)
    assert night.quiet_ends("message_from_town", at=midday) is None
    assert noon.quiet_ends("message_from_town", at=midday) == datetime(2027, 1, 12, 13, tzinfo=UTC)
    assert night.quiet_ends("password_reset", at=late) is None
