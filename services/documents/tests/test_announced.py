"""Keys of objects, told to the sweeper before they are used: several at a time where uploads follow one another."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from vault import Vault

from documents.commands.announce_object import ROW_WITHIN
from documents.http.announced import FRESH, MOST_AHEAD, SOON, AnnouncedKeys
from kit.actors import a_visitor

pytestmark = pytest.mark.requirement("DV-04")
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def keys(vault: Vault) -> AnnouncedKeys:
    vault.clock.stop_at(NOON)
    return AnnouncedKeys(vault.service.commands)


async def announced(vault: Vault, tenant: UUID) -> list[Any]:
    asked = "select object_key, due_at, xmin::text as written from object_deletions where tenant = :t"
    return await vault.service.rows(asked, t=tenant)


async def test_where_uploads_are_rare_nothing_is_announced_that_is_not_used(
    vault: Vault, tenant: UUID, keys: AnnouncedKeys
):
    used = []
    for _ in range(3):
        used.append(await keys.take(a_visitor(tenant)))
        vault.clock.move(SOON)

    assert {row["object_key"] for row in await announced(vault, tenant)} == set(used)


async def test_where_they_follow_one_another_forty_cost_six_transactions(
    vault: Vault, tenant: UUID, keys: AnnouncedKeys
):
    used = [await keys.take(a_visitor(tenant)) for _ in range(40)]

    rows = await announced(vault, tenant)
    assert len(set(used)) == 40
    assert set(used) <= {row["object_key"] for row in rows}
    assert len({row["written"] for row in rows}) == 6
    assert len(rows) <= 40 + MOST_AHEAD
    assert {row["due_at"] for row in rows} == {NOON + ROW_WITHIN}


async def test_those_who_ask_at_once_never_get_the_same(vault: Vault, tenant: UUID, keys: AnnouncedKeys):
    used = await asyncio.gather(*(keys.take(a_visitor(tenant)) for _ in range(30)))

    assert len(set(used)) == 30
    assert set(used) <= {row["object_key"] for row in await announced(vault, tenant)}


async def test_a_key_is_of_the_tenant_that_takes_it(vault: Vault, tenant: UUID, keys: AnnouncedKeys):
    other = UUID(int=tenant.int ^ 1)
    used = [await keys.take(a_visitor(one)) for _ in range(8) for one in (tenant, other)]

    assert [key.partition("/")[0] for key in used] == [str(tenant), str(other)] * 8


async def test_a_key_made_ready_long_ago_is_not_used_any_more(vault: Vault, tenant: UUID, keys: AnnouncedKeys):
    for _ in range(4):
        await keys.take(a_visitor(tenant))
    ready = {row["object_key"] for row in await announced(vault, tenant)}
    vault.clock.move(FRESH)

    late = await keys.take(a_visitor(tenant))

    assert late not in ready
    [row] = [row for row in await announced(vault, tenant) if row["object_key"] == late]
    assert row["due_at"] == NOON + FRESH + ROW_WITHIN


async def test_after_one_that_could_not_be_kept_the_others_are_not_tried(
    vault: Vault, tenant: UUID, keys: AnnouncedKeys
):
    for _ in range(4):
        await keys.take(a_visitor(tenant))
    ready = {row["object_key"] for row in await announced(vault, tenant)}
    keys.forget(a_visitor(tenant))

    assert await keys.take(a_visitor(tenant)) not in ready
    assert timedelta(minutes=10) + FRESH < ROW_WITHIN
