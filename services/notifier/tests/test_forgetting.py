"""An erased account leaves nothing of the person here."""

from datetime import UTC, datetime

import pytest
from postal.owners import Owners, a_submission, facts_of
from test_newsletters import EDIT, LETTER, a_theme

from contracts.identity import AccountErased
from kit.actors import a_citizen, a_member
from kit.eventually import eventually
from notifier.domain.notification import recipient_of

TABLES = ("notices", "publication_readings", "subscribers", "suppressions", "digests", "postal_letters")


async def rows_about(notifier, account) -> dict[str, int]:
    found = {}
    for table in TABLES:
        counted = f"select count(*) as n from {table} where account_id = :account"
        found[table] = (await notifier.rows(counted, account=account))[0]["n"]
    counted = "select count(*) as n from preferences where id = :account"
    found["preferences"] = (await notifier.rows(counted, account=account))[0]["n"]
    mine = "select count(*) as n from notifications where recipient = :recipient"
    found["notifications"] = (await notifier.rows(mine, recipient=recipient_of(account)))[0]["n"]
    return found


@pytest.mark.requirement("NT-05")
async def test_what_is_kept_of_a_person_goes_with_their_account_and_the_fact_stays(
    notifier, owners: Owners, mails, line, tenant
):
    person = owners.somebody()
    citizen = a_citizen(tenant, subject=person.account_id)
    line.rules[person.email].refuse = ["550 5.1.1 unknown"]
    cause = await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))
    theme = await a_theme(notifier, a_member(tenant, EDIT))
    choice = {"letter": True, "themes": [theme], "locale": "fr"}
    await notifier.call(citizen, "PUT", f"{LETTER}/subscription", json=choice)
    await notifier.call(citizen, "PUT", "/v1/me/preferences", json={"wishes": {}, "digest_hour": 7})
    await eventually(lambda: notifier.rows("select 1 from suppressions where account_id = :a", a=person.account_id))
    before = await rows_about(notifier, person.account_id)

    erased = AccountErased(account_id=person.account_id, kind="citizen")
    await owners.says(erased, tenant=tenant)

    async def forgotten():
        return not any((await rows_about(notifier, person.account_id)).values())

    await eventually(forgotten)
    assert all(before[table] for table in ("notices", "subscribers", "suppressions", "preferences", "notifications"))
    [kept] = await notifier.rows("select * from notifications where cause_id = :cause", cause=cause)
    assert (kept["status"], kept["recipient"], kept["address_trace"]) == ("permanent-failure", None, None)
    assert kept["purged_at"] <= datetime.now(UTC)


@pytest.mark.requirement("NT-05")
async def test_nobody_elses_is_touched(notifier, owners: Owners, mails, tenant):
    erased, neighbour = owners.somebody(), owners.somebody()
    for person in (erased, neighbour):
        await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))
        await mails.one_to(person.email)

    await owners.says(AccountErased(account_id=erased.account_id, kind="citizen"), tenant=tenant)

    async def forgotten():
        return (await rows_about(notifier, erased.account_id))["notices"] == 0

    await eventually(forgotten)
    assert (await rows_about(notifier, neighbour.account_id))["notices"] == 1
