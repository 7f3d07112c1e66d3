"""An account that nobody uses comes to its end, with warnings and ways back (ID-19)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from contracts.demo import PASSWORD
from identity.commands.look_at_account_life import LookAtAccountLife, look_at_account_life
from identity.domain.account_life import end_of, months_later, next_look, warnings_due
from identity.domain.accounts import AccountKind
from kit.actors import a_member, a_visitor
from kit.service import ServiceUnderTest, problem

from .people import an_account, an_administrator, an_organisation, exchange, link_of, register, ring_timers, sign_in
from .test_answers import facts_for

pytestmark = pytest.mark.requirement("ID-19")
GRANT = "identity.permissions.grant"


async def look(identity: ServiceUnderTest, tenant: UUID, account: UUID) -> None:
    await identity.run(look_at_account_life, LookAtAccountLife(account), actor=a_member(tenant))


async def told(identity: ServiceUnderTest, tenant: UUID) -> list[str]:
    types = [event["type"].removeprefix("identity.account.") for event in await identity.published(tenant)]
    return [each for each in types if each.startswith(("inactive", "deactivated", "reactivated"))]


async def activate(identity: ServiceUnderTest, tenant: UUID) -> httpx.Response:
    body = {"identifier": "camille.rougon", "password": PASSWORD, "password_again": PASSWORD}
    body["token"] = await link_of(identity, tenant)
    return await identity.call(a_visitor(tenant), "POST", "/v1/activations", json=body)


def end(identity: ServiceUnderTest) -> datetime:
    return end_of(identity.clock())


async def test_sixteen_months_count_to_the_second(identity: ServiceUnderTest, tenant: UUID):
    """A28."""
    slug = await an_organisation(identity, tenant)
    identity.clock.stop_at(datetime(2026, 3, 31, 12, tzinfo=UTC))
    await an_account(identity, tenant)
    last = end(identity)

    identity.clock.stop_at(last - timedelta(seconds=1))
    in_time = await sign_in(identity, slug, "camille.rougon")
    identity.clock.stop_at(end(identity))
    too_late = await sign_in(identity, slug, "camille.rougon")

    assert in_time.status_code == 200
    assert too_late.status_code == 403
    assert "16 mois sans connexion" in problem(too_late)["title"]


async def test_a_wrong_password_never_learns_why_the_door_is_closed(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    identity.clock.stop_at(datetime(2026, 3, 31, 12, tzinfo=UTC))
    await an_account(identity, tenant)
    identity.clock.stop_at(end(identity))

    assert (await sign_in(identity, slug, "camille.rougon", password="Fausse-2026")).status_code == 401


async def test_two_warnings_then_the_end_each_once_however_often_one_looks(identity: ServiceUnderTest, tenant: UUID):
    """A31: a sweep that runs twice, and a clock that jumps."""
    await an_organisation(identity, tenant)
    identity.clock.stop_at(datetime(2026, 3, 31, 12, tzinfo=UTC))
    account = await an_account(identity, tenant)
    last = end(identity)

    seen: list[list[str]] = []
    for before in (31, 30, 8, 7, 1, 0):
        identity.clock.stop_at(last - timedelta(days=before))
        for _ in range(2):
            await look(identity, tenant, account)
        seen.append(await told(identity, tenant))

    assert [len(each) for each in seen] == [0, 1, 1, 2, 2, 3]
    assert seen[-1] == ["inactive_soon.v1", "inactive_soon.v1", "deactivated.v1"]


async def test_a_warning_says_until_when_and_a_sign_in_ends_the_matter(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    identity.clock.stop_at(datetime(2026, 3, 31, 12, tzinfo=UTC))
    account = await an_account(identity, tenant)
    last = end(identity)
    identity.clock.stop_at(last - timedelta(days=29))
    await look(identity, tenant, account)
    [event] = await identity.published(tenant, type="identity.account.inactive_soon.v1")
    letter = await facts_for(identity, tenant, event)

    await sign_in(identity, slug, "camille.rougon")
    identity.clock.stop_at(last)
    await look(identity, tenant, account)

    assert letter.template == "account_inactive_soon"
    assert datetime.fromisoformat(letter.values["until"]) == last
    assert await told(identity, tenant) == ["inactive_soon.v1"]


async def test_an_inactive_account_comes_back_by_a_link(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    await register(identity, tenant)
    await activate(identity, tenant)
    identity.clock.stop_at(end(identity) + timedelta(days=1))
    [row] = await identity.rows("select id from accounts where tenant = :tenant", tenant=tenant)
    await look(identity, tenant, row["id"])

    asked = await identity.call(
        a_visitor(tenant), "POST", "/v1/activation-links", json={"email": "camille@plassans.example"}
    )
    await ring_timers(identity)
    back = await activate(identity, tenant)

    assert (asked.status_code, back.status_code) == (202, 200)
    assert (await sign_in(identity, slug, "camille.rougon")).status_code == 200
    assert await told(identity, tenant) == ["deactivated.v1", "reactivated.v1"]


async def test_a_link_that_nobody_follows_ends_the_account_which_a_new_link_opens(
    identity: ServiceUnderTest, tenant: UUID
):
    """A29."""
    await an_organisation(identity, tenant)
    await register(identity, tenant)
    identity.clock.move(timedelta(days=30, seconds=1))
    await ring_timers(identity)
    [event] = await identity.published(tenant, type="identity.account.deactivated.v1")
    await identity.call(a_visitor(tenant), "POST", "/v1/activation-links", json={"email": "camille@plassans.example"})
    await ring_timers(identity)

    back = await activate(identity, tenant)

    assert event["data"]["reason"] == "never_activated"
    assert (await facts_for(identity, tenant, event)).recipients == ()
    assert back.status_code == 200


async def a_town_with_adele(identity: ServiceUnderTest, tenant: UUID) -> Any:
    slug = await an_organisation(identity, tenant)
    administrator = await an_administrator(identity, tenant)
    adele = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    return slug, a_member(tenant, GRANT, subject=administrator), adele


async def test_an_invalidated_member_is_out_at_once_and_only_the_administrator_helps(
    identity: ServiceUnderTest, tenant: UUID
):
    """A26 and A30."""
    slug, administrator, adele = await a_town_with_adele(identity, tenant)
    secret = (await sign_in(identity, slug, "adele")).json()["secret"]

    done = await identity.call(administrator, "POST", f"/v1/members/{adele}/invalidation")
    await identity.call(a_visitor(tenant), "POST", "/v1/activation-links", json={"email": "adele@example.org"})
    await ring_timers(identity)

    assert done.status_code == 204
    assert (await exchange(identity, secret, slug)).status_code == 401
    refused = await sign_in(identity, slug, "adele")
    assert (refused.status_code, "Lui seul" in problem(refused)["title"]) == (403, True)
    # No link was written: only the administrator helps.
    assert await identity.published(tenant, type="identity.account.registered.v1") == []
    restored = await identity.call(administrator, "DELETE", f"/v1/members/{adele}/invalidation")
    assert restored.status_code == 204
    assert (await sign_in(identity, slug, "adele")).status_code == 200
    assert await told(identity, tenant) == ["deactivated.v1", "reactivated.v1"]


async def test_neither_oneself_nor_the_administrator_is_invalidated(identity: ServiceUnderTest, tenant: UUID):
    _, administrator, _ = await a_town_with_adele(identity, tenant)
    path = f"/v1/members/{administrator.subject}/invalidation"

    by_oneself = await identity.call(administrator, "POST", path)
    by_another = await identity.call(a_member(tenant, GRANT), "POST", path)

    assert (by_oneself.status_code, by_another.status_code) == (409, 409)


async def test_what_was_not_invalidated_is_not_restored(identity: ServiceUnderTest, tenant: UUID):
    _, administrator, adele = await a_town_with_adele(identity, tenant)

    assert (await identity.call(administrator, "DELETE", f"/v1/members/{adele}/invalidation")).status_code == 409


def test_months_end_where_months_end():
    assert months_later(datetime(2026, 10, 31, tzinfo=UTC), 16) == datetime(2028, 2, 29, tzinfo=UTC)
    assert months_later(datetime(2025, 10, 31, tzinfo=UTC), 16) == datetime(2027, 2, 28, tzinfo=UTC)


def test_one_looks_again_when_there_is_something_to_do():
    last = datetime(2027, 1, 31, tzinfo=UTC)

    assert warnings_due(last, at=last - timedelta(days=30, seconds=1)) == 0
    assert warnings_due(last, at=last - timedelta(days=30)) == 1
    assert next_look(last, at=last - timedelta(days=30)) == last - timedelta(days=7)
    assert next_look(last, at=last - timedelta(days=7)) == last
