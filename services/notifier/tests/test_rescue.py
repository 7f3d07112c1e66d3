"""Whose mails come back is reached otherwise: managers are told once a day, see whom to call, and note that they did."""

from datetime import UTC, datetime, timedelta
from html import unescape
from uuid import uuid4

import pytest
import pytest_asyncio
from postal.owners import Owners, a_submission, facts_of
from test_editing_console import send

from contracts.asks import Reach
from kit.actors import a_member
from kit.eventually import eventually
from notifier.commands.addresses.silencing import mark
from notifier.commands.addresses.tell_managers import waiting_id
from notifier.domain.addresses.reports import Report, Verdict
from notifier.domain.addresses.suppression import Suppression, suppression_id
from notifier.domain.inbox.preferences import day_of

MEND = "notifier.addresses.mend"
EVENING = datetime(2027, 1, 12, 19, 0, tzinfo=UTC)
MORNING = datetime(2027, 1, 13, 7, 30, tzinfo=UTC)


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def real_time(notifier):
    yield
    notifier.clock.reset()


@pytest.fixture
def manager(tenant):
    return a_member(tenant, MEND, "notifier.messages.read")


async def comes_back(notifier, manager, account):
    """Mails to this account do."""
    trace = f"trace of {account}"

    async def strike(_, uow):
        await mark(trace, Report(Verdict.BOUNCED, "5.1.1"), account=account, message_id=uuid4(), uow=uow)

    await notifier.run(strike, None, actor=manager)
    return suppression_id(trace)


@pytest.mark.requirement("NT-06")
async def test_managers_are_told_once_in_the_morning_how_many_there_are(
    notifier, owners: Owners, mails, tenant, manager
):
    boss = owners.somebody()
    owners.holders[tenant, MEND] = [boss]
    notifier.clock.stop_at(EVENING)
    for _ in range(2):
        await comes_back(notifier, manager, uuid4())

    notifier.clock.stop_at(MORNING)
    mail = await mails.one_to(boss.email)

    assert mail.subject == "2 personnes à joindre autrement que par courriel"
    assert "/notifier/adresses" in mail.text
    cause = waiting_id(tenant, day_of(MORNING))
    assert len(await notifier.rows("select id from notifications where cause_id = :cause", cause=cause)) == 1


@pytest.mark.requirement("NT-06")
async def test_who_was_reached_before_the_morning_needs_no_mail(notifier, owners: Owners, mails, tenant, manager):
    boss = owners.somebody()
    owners.holders[tenant, MEND] = [boss]
    notifier.clock.stop_at(EVENING)
    known = await comes_back(notifier, manager, uuid4())
    await notifier.call(manager, "POST", f"/v1/suppressions/{known}/reaching")

    notifier.clock.stop_at(MORNING)

    async def ended():
        return await notifier.rows(
            "select id from notifications where cause_id = :c and status = 'cancelled'",
            c=waiting_id(tenant, day_of(MORNING)),
        )

    assert await eventually(ended)
    assert await mails.to(boss.email) == []


@pytest.mark.requirement("NT-06")
async def test_the_page_says_whom_to_call_and_what_was_not_read(notifier, owners: Owners, mails, tenant, manager):
    person = owners.somebody(given_name="Pascale", family_name="Gavaudan")
    owners.reaches[person.account_id] = Reach(
        account_id=person.account_id, name="Pascale Gavaudan", mobile="06 12 34 56 78"
    )
    known = await comes_back(notifier, manager, person.account_id)
    home = "/console/adresses"

    listed = await notifier.call(manager, "GET", home)
    done = await send(notifier, manager, f"{home}/{known}/jointe", {}, form_at=home)
    left = await notifier.call(manager, "GET", home)
    reached = await notifier.call(manager, "GET", f"{home}?vue=jointes")
    undone = await send(notifier, manager, f"{home}/{known}/a-joindre", {}, form_at=f"{home}?vue=jointes")
    again = await notifier.call(manager, "GET", home)

    assert "Pascale Gavaudan" in listed.text
    assert 'href="tel:0612345678"' in listed.text
    assert (done.status_code, undone.status_code) == (303, 303)
    assert "Personne à joindre" in unescape(left.text)
    assert "Pascale Gavaudan" in reached.text
    assert "Pascale Gavaudan" in again.text


@pytest.mark.requirement("NT-06")
async def test_messages_that_did_not_arrive_are_counted_for_each_person(notifier, owners, mails, tenant, manager):
    person = owners.somebody()
    first = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))

    async def row_of(cause, status):
        return await notifier.rows("select * from notifications where cause_id = :c and status = :s", c=cause, s=status)

    [sent] = await eventually(lambda: row_of(first, "accepted"))

    async def strike(_, uow):
        report = Report(Verdict.BOUNCED, "5.1.1")
        await mark(sent["address_trace"], report, account=person.account_id, message_id=sent["id"], uow=uow)

    await notifier.run(strike, None, actor=manager)
    second = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_decided", person))
    assert await eventually(lambda: row_of(second, "suppressed"))

    listed = await notifier.call(manager, "GET", "/console/adresses")

    assert "1 message<" in listed.text
    assert f"/notifier/?recherche={person.account_id}" in listed.text


def test_an_address_that_fails_anew_is_to_be_reached_anew():
    suppression = Suppression(id=uuid4(), trace="x")
    suppression.strike("5.1.1", account=uuid4(), message_id=uuid4(), at=EVENING)
    suppression.reach(by=uuid4(), at=MORNING)

    suppression.strike("5.1.1", account=None, message_id=uuid4(), at=EVENING + timedelta(days=200))

    assert suppression.reached_at is None
