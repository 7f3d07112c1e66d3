"""Nothing lost, nothing sent twice without saying so: the mail server may do what it wants."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from postal.line import Rule
from postal.owners import Owners, a_submission, an_activation, an_organisation, facts_of

from contracts.asks import MessageFacts, Recipient
from kit.eventually import eventually


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def real_time(notifier):
    yield
    notifier.clock.reset()


@pytest.fixture
def release():
    """What the mail server waits for before it answers; whatever happens, it is released in the end."""
    event = asyncio.Event()
    yield event
    event.set()


async def the_notification(notifier, cause: UUID, *statuses: str, tried: int = 0):
    """Of this cause, as soon as it has one of these statuses and was tried so often."""

    async def look():
        rows = await notifier.rows("select * from notifications where cause_id = :cause", cause=cause)
        return [row for row in rows if row["status"] in statuses and len(outcomes(row)) >= tried]

    [found] = await eventually(look)
    return found


def outcomes(row) -> list[tuple[str, str]]:
    return [(attempt["outcome"], attempt["reason"]) for attempt in row["attempts"]]


@pytest.mark.requirement("NT-06")
async def test_a_lost_answer_is_unknown_and_the_resend_has_the_same_message_id(notifier, owners, mails, line, tenant):
    person = owners.somebody()
    line.rules[person.email].lose_answer = 1

    cause = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))
    await the_notification(notifier, cause, "unknown")
    notifier.clock.move(timedelta(seconds=11))

    row = await the_notification(notifier, cause, "accepted")
    assert outcomes(row) == [("unknown", "connection-lost"), ("accepted", "smtp-250")]
    first, second = await mails.to(person.email)
    assert first.message_id == second.message_id == row["message_id"]


@pytest.mark.requirement("NT-06")
async def test_while_the_mail_server_is_down_messages_wait_and_then_leave(
    notifier, owners: Owners, mails, line, tenant
):
    people = [owners.somebody() for _ in range(5)]
    await line.down()

    causes = [
        await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))
        for person in people
    ]
    waiting = await eventually(
        lambda: notifier.rows(
            "select * from deliveries where tenant = :tenant and waits_for = 'ProviderUnavailable'", tenant=tenant
        )
    )
    await line.up()

    assert waiting
    for person, cause in zip(people, causes, strict=True):
        assert await mails.one_to(person.email)
        row = await the_notification(notifier, cause, "accepted")
        assert outcomes(row) == [("accepted", "smtp-250")]


@pytest.mark.requirement("NT-06")
async def test_a_mail_that_hangs_does_not_keep_the_others_back_when_the_server_returns(
    notifier, owners: Owners, mails, line, tenant, release
):
    stuck, other = owners.somebody(), owners.somebody()
    line.rules[stuck.email].hold = release
    await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", stuck))
    await eventually(lambda: line.given[stuck.email])
    line.refuse_new = True
    await line.forget_idle()

    await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", other))
    await eventually(
        lambda: notifier.rows(
            "select * from deliveries where tenant = :tenant and waits_for = 'ProviderUnavailable'", tenant=tenant
        )
    )
    line.refuse_new = False

    assert await mails.one_to(other.email)
    release.set()
    await mails.one_to(stuck.email)


@pytest.mark.requirement("NT-06")
async def test_later_is_tried_again_after_a_while(notifier, owners: Owners, mails, line, tenant):
    person = owners.somebody()
    line.rules[person.email] = Rule([f"450 4.2.1 <{person.email}> is busy"] * 2)
    cause = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))
    row = await the_notification(notifier, cause, "temporary-failure")
    assert timedelta(seconds=8) < row["due_at"] - datetime.now(UTC) < timedelta(seconds=11)

    notifier.clock.move(timedelta(seconds=11))
    # Written down, not only refused: the clock moves after it.
    await the_notification(notifier, cause, "temporary-failure", tried=2)
    notifier.clock.move(timedelta(minutes=2))

    row = await the_notification(notifier, cause, "accepted")
    later = ("temporary-failure", "smtp-450 4.2.1")
    assert outcomes(row) == [later, later, ("accepted", "smtp-250")]
    assert person.email not in str(row)


@pytest.mark.requirement("NT-06")
async def test_later_and_then_never_ends_as_never(notifier, owners: Owners, line, tenant):
    person = owners.somebody()
    line.rules[person.email] = Rule(["451 4.3.0 later", "550 5.1.1 unknown"])
    cause = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))
    await the_notification(notifier, cause, "temporary-failure")

    notifier.clock.move(timedelta(seconds=11))

    row = await the_notification(notifier, cause, "permanent-failure")
    assert outcomes(row) == [("temporary-failure", "smtp-451 4.3.0"), ("permanent-failure", "smtp-550 5.1.1")]
    assert row["due_at"] is None


@pytest.mark.requirement("NT-06")
async def test_never_is_told_to_whom_it_concerns(notifier, owners: Owners, mails, line, tenant):
    person = owners.somebody()
    line.rules[person.email] = Rule([f"550 5.1.1 <{person.email}> unknown"])

    cause = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))

    row = await the_notification(notifier, cause, "permanent-failure")
    [event] = await notifier.published(tenant, type="notifier.notification.permanent_failure.v1")
    assert outcomes(row) == [("permanent-failure", "smtp-550 5.1.1")]
    assert (event["data"]["cause_id"], event["data"]["reason"]) == (str(cause), "smtp-550 5.1.1")
    assert not await notifier.rows("select * from deliveries where tenant = :tenant", tenant=tenant)


@pytest.mark.requirement("NT-06")
async def test_a_tenant_whose_mails_are_slow_does_not_delay_another(
    notifier, owners: Owners, mails, line, tenant, release
):
    slow = [owners.somebody() for _ in range(40)]
    for person in slow:
        line.rules[person.email].hold = release
        await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))
    await eventually(lambda: line.given[slow[0].email])
    quick = owners.somebody()

    await owners.says(a_submission(), tenant=uuid4(), facts=facts_of("dossier_received", quick))

    assert await mails.one_to(quick.email)
    release.set()
    for person in slow:
        await mails.one_to(person.email)


@pytest.mark.requirement("NT-06")
async def test_critical_messages_pass_the_queue_of_others(notifier, owners: Owners, mails, line, release):
    """Four organisations fill every place that is not kept for the critical lane."""
    busy = []
    for organisation in [uuid4() for _ in range(4)]:
        for _ in range(10):
            person = owners.somebody()
            line.rules[person.email].hold = release
            busy.append(person)
            await owners.says(a_submission(), tenant=organisation, facts=facts_of("dossier_received", person))
    await eventually(lambda: sum(line.given[person.email] for person in busy) >= 16)
    urgent = owners.somebody()

    await owners.says(an_activation(), tenant=uuid4(), facts=facts_of("account_activation", urgent))

    assert await mails.one_to(urgent.email)
    release.set()
    for person in busy:
        await mails.one_to(person.email)


@pytest.mark.requirement("NT-01")
async def test_a_link_that_no_longer_works_is_not_sent(notifier, owners: Owners, mails, tenant):
    person = owners.somebody()
    facts = facts_of("account_activation", person, not_after=datetime.now(UTC) - timedelta(seconds=1))

    cause = await owners.says(an_activation(), tenant=tenant, facts=facts)

    row = await the_notification(notifier, cause, "expired")
    assert (row["attempts"], row["template"]) == ([], "account_activation")
    assert await mails.to(person.email) == []


async def test_an_event_that_concerns_nobody_sends_nothing(notifier, owners: Owners, tenant):
    nobody = await owners.says(a_submission(), tenant=tenant, facts=MessageFacts(template="dossier_received"))
    erased = owners.somebody()
    del owners.contacts[erased.account_id]
    gone = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", erased))

    assert (await the_notification(notifier, nobody, "cancelled"))["attempts"] == []
    assert (await the_notification(notifier, gone, "cancelled"))["attempts"] == []
    assert not await notifier.published(tenant)


async def test_somebody_without_an_account_is_written_to_and_only_a_hash_is_kept(notifier, owners, mails, tenant):
    address = f"{uuid4().hex}@visitor.example"
    facts = facts_of("dossier_received", recipients=(Recipient(email=address, name="Nana", locale="en"),))

    cause = await owners.says(a_submission(), tenant=tenant, facts=facts)

    assert "Hello Nana," in (await mails.one_to(address)).text
    row = await the_notification(notifier, cause, "accepted")
    assert row["recipient"].startswith("address:")
    assert address not in str(row)


async def test_an_address_that_is_none_fails_at_once(notifier, owners: Owners, tenant):
    person = owners.somebody(email="a@b.example, c@d.example")

    cause = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))

    row = await the_notification(notifier, cause, "permanent-failure")
    assert outcomes(row) == [("permanent-failure", "not-an-address")]


async def test_what_cannot_be_written_is_seen_and_leaves_when_it_is_mended(notifier, owners: Owners, mails, tenant):
    person = owners.somebody()
    broken = facts_of("dossier_received", person, values={"title": "Sans numéro", "link": "http://a.example"})
    cause = await owners.says(a_submission(), tenant=tenant, facts=broken)
    row = await the_notification(notifier, cause, "technical-failure")
    assert outcomes(row) == [("technical-failure", "missing-value:reference")]

    owners.facts[cause] = facts_of("dossier_received", person)
    notifier.clock.move(timedelta(seconds=11))

    await mails.one_to(person.email)


async def test_an_owner_who_does_not_answer_is_asked_again(notifier, owners: Owners, mails, tenant):
    person = owners.somebody()
    cause = await owners.says(a_submission(), tenant=tenant)
    [waiting] = await eventually(
        lambda: notifier.rows("select * from deliveries where tenant = :tenant and postponed > 0", tenant=tenant)
    )
    assert waiting["waits_for"] == "BusUnavailable"

    owners.facts[cause] = facts_of("dossier_received", person)

    await mails.one_to(person.email)


async def test_each_organisation_speaks_in_its_own_name_and_colour(notifier, owners: Owners, mails):
    for slug, name, colour in (("plassans", "Ville de Plassans", "#1d5c63"), ("tulettes", "Les Tulettes", "#8a4b12")):
        tenant, person = uuid4(), owners.somebody()
        owners.organisations[tenant] = an_organisation(organisation_id=tenant, slug=slug, name=name, colour=colour)
        await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))

        mail = await mails.one_to(person.email)

        assert (mail.header("From"), colour in mail.html, name in mail.text) == (
            f"{name} <ne-pas-repondre@{slug}.example>",
            True,
            True,
        )


@pytest.mark.requirement("NT-06")
async def test_after_ninety_days_the_fact_is_kept_and_the_person_forgotten(notifier, owners: Owners, mails, tenant):
    person = owners.somebody()
    cause = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))
    await the_notification(notifier, cause, "accepted")

    notifier.clock.move(timedelta(days=90, seconds=1))

    [row] = await eventually(
        lambda: notifier.rows(
            "select * from notifications where cause_id = :cause and purged_at is not null", cause=cause
        )
    )
    assert (row["status"], row["recipient"], row["address_trace"], row["cause_data"]) == ("accepted", None, None, {})
