"""What the notifier tells of a person, and forgets."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from chassis.actor import Actor
from contracts.identity import AccountErased, ExportRequested
from kit.service import ServiceUnderTest
from notifier.events.personal_data import PERSONAL_DATA


async def hears(notifier: ServiceUnderTest, tenant: UUID, event: Any) -> None:
    [subscription] = [one for one in PERSONAL_DATA.subscriptions() if one.event is type(event)]
    actor = Actor.of_service("notifier", tenant)
    await notifier.run(subscription.handler, subscription.translate(event), actor=actor)


@pytest.mark.requirement("ID-26")
async def test_notices_preferences_and_the_letter_go_with_the_account(notifier: ServiceUnderTest, tenant: UUID):
    account, other, export = uuid4(), uuid4(), uuid4()
    async with notifier.service.database.transaction(Actor.of_service("notifier", tenant)) as connection:
        for owner in (account, other):
            values = {"id": uuid4(), "owner": owner}
            await connection.execute(
                text(
                    "insert into notices (id, version, account_id, kind, title, link, created_at) "
                    "values (:id, 1, :owner, 'dossier', 'Décision', '/x', now())"
                ),
                values,
            )
            await connection.execute(
                text("insert into preferences (id, version, chosen) values (:owner, 1, '{}')"), values
            )
            await connection.execute(
                text(
                    "insert into subscribers (id, version, kind, account_id, letter, themes, locale) "
                    "values (:id, 1, 'citizen', :owner, true, '{}', 'fr')"
                ),
                values,
            )

    await hears(notifier, tenant, ExportRequested(account_id=account, export_id=export, until=notifier.clock()))
    part = await notifier.call_as_gateway("GET", f"/internal/personal-data/{export}?tenant={tenant}")
    for _ in range(2):
        await hears(notifier, tenant, AccountErased(account_id=account, kind="citizen"))

    assert [notice["title"] for notice in part.json()["notices"]] == ["Décision"]
    for table, column in (("notices", "account_id"), ("preferences", "id"), ("subscribers", "account_id")):
        left = await notifier.rows(f"select {column} from {table} where tenant = :t", t=tenant)
        assert [row[column] for row in left] == [other]
    told = await notifier.published(tenant, type="notifier.personal_data.forgotten.v1")
    assert told[0]["data"]["erased"] == {
        "devices": 0,
        "texts": 0,
        "letters_on_paper": 0,
        "notices": 1,
        "readings": 0,
        "subscriptions": 1,
        "preferences": 1,
        "recipients": 0,
    }
    assert set(told[1]["data"]["erased"].values()) == {0}
