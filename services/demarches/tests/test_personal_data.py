"""What démarches tells of a person, and forgets."""

from uuid import uuid4

import pytest
from erasures import hears
from towns import Town

from contracts.identity import AccountErased, ExportRequested
from kit.actors import a_citizen


@pytest.mark.requirement("ID-26")
async def test_a_draft_is_told_then_forgotten_and_a_second_time_finds_nothing(town: Town):
    me, export = a_citizen(town.tenant), uuid4()
    await town.offers()
    _ = await town.begun(me)
    assert me.subject is not None

    await hears(town, ExportRequested(account_id=me.subject, export_id=export, until=town.service.clock()))
    part = await town.service.call_as_gateway("GET", f"/internal/personal-data/{export}?tenant={town.tenant}")
    for _ in range(2):
        await hears(town, AccountErased(account_id=me.subject, kind="citizen"))

    assert [one["status"] for one in part.json()["requests"]] == ["draft"]
    told = await town.service.published(town.tenant, type="demarches.personal_data.forgotten.v1")
    assert [event["data"]["erased"] for event in told] == [{"drafts": 1}, {"drafts": 0}]
    assert await town.service.rows("select 1 from dossiers where tenant = :t", t=town.tenant) == []
