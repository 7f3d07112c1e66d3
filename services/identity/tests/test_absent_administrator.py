"""Sixteen months without the administrator: what hangs on the mandate sleeps, and everybody sees why (ID-10, ID-19)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from contracts.demo import PASSWORD
from identity.commands.look_at_account_life import LookAtAccountLife, look_at_account_life
from identity.domain.account_life import end_of
from identity.domain.accounts import AccountKind
from kit.actors import a_member, a_visitor
from kit.service import ServiceUnderTest

from .people import an_account, an_administrator, an_organisation, ask_to_administer, decide, link_of, ring_timers
from .test_mandates import GRANT, READ, grant, permissions

pytestmark = pytest.mark.requirement("ID-10", "ID-19")


@pytest.fixture
async def town(identity: ServiceUnderTest, tenant: UUID) -> str:
    """Its slug."""
    return await an_organisation(identity, tenant)


@pytest.fixture
async def silvere(identity: ServiceUnderTest, tenant: UUID, town: str) -> UUID:
    """The administrator, on the last day of March."""
    identity.clock.stop_at(datetime(2026, 3, 31, 12, tzinfo=UTC))
    return await an_administrator(identity, tenant)


@pytest.fixture
async def adele(identity: ServiceUnderTest, tenant: UUID, town: str, silvere: UUID) -> UUID:
    """Who has a permission from him, and signs in from time to time."""
    adele = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    assert await grant(identity, tenant, silvere, adele) == 204
    identity.clock.move(timedelta(days=400))
    assert await permissions(identity, town, "adele") == [READ]
    return adele


async def leaves(identity: ServiceUnderTest, tenant: UUID, account: UUID) -> None:
    identity.clock.stop_at(end_of(datetime(2026, 3, 31, 12, tzinfo=UTC)))
    await identity.run(look_at_account_life, LookAtAccountLife(account), actor=a_member(tenant))


async def comes_back(identity: ServiceUnderTest, tenant: UUID) -> None:
    asked = {"email": "silvere.mouret@example.org"}
    await identity.call(a_visitor(tenant), "POST", "/v1/activation-links", json=asked)
    await ring_timers(identity)
    body = {"identifier": "silvere.mouret", "password": PASSWORD, "password_again": PASSWORD}
    body["token"] = await link_of(identity, tenant)
    assert (await identity.call(a_visitor(tenant), "POST", "/v1/activations", json=body)).status_code == 200


async def rights(identity: ServiceUnderTest, tenant: UUID) -> Any:
    return (await identity.call(a_member(tenant, GRANT), "GET", "/v1/rights")).json()


async def test_what_an_absent_administrator_granted_sleeps(
    identity: ServiceUnderTest, tenant: UUID, town: str, silvere: UUID, adele: UUID
):
    await leaves(identity, tenant, silvere)

    told = await rights(identity, tenant)
    assert await permissions(identity, town, "adele") == []
    assert told["administrator"]["away"] is True
    [right] = next(holder["rights"] for holder in told["holders"] if holder["account_id"] == str(adele))
    assert right["alive"] is False
    assert told["changes"][0]["what"] == "administrator_away"


async def test_both_pages_say_that_the_administrator_is_absent_and_what_to_do(
    identity: ServiceUnderTest, tenant: UUID, silvere: UUID, adele: UUID
):
    await leaves(identity, tenant, silvere)

    chain = await identity.call(a_member(tenant, GRANT, subject=adele), "GET", "/console/rights")
    hers = await identity.call(a_member(tenant, subject=adele), "GET", "/console/administrator")

    assert "Administrateur absent : compte désactivé" in chain.text
    assert "jusqu’à ce que le représentant légal en confirme un autre" in chain.text
    assert 'href="/identity/administrator"' in chain.text
    assert "L’administrateur est absent" in hers.text
    assert "Administrateur en fonction" not in hers.text


async def test_an_administrator_who_comes_back_wakes_what_he_granted(
    identity: ServiceUnderTest, tenant: UUID, town: str, silvere: UUID, adele: UUID
):
    await leaves(identity, tenant, silvere)

    await comes_back(identity, tenant)

    told = await rights(identity, tenant)
    assert await permissions(identity, town, "adele") == [READ]
    assert told["administrator"]["away"] is False
    assert [change["what"] for change in told["changes"][:2]] == ["administrator_back", "administrator_away"]


async def test_somebody_else_is_confirmed_meanwhile_and_who_comes_back_administers_nothing(
    identity: ServiceUnderTest, tenant: UUID, town: str, silvere: UUID, adele: UUID
):
    await leaves(identity, tenant, silvere)

    confirmed = await decide(identity, tenant, await ask_to_administer(identity, tenant, adele))
    await comes_back(identity, tenant)

    assert confirmed.status_code == 200
    assert READ in await permissions(identity, town, "adele")
    assert await permissions(identity, town, "silvere.mouret") == []


async def test_the_absence_of_anybody_else_changes_no_right(
    identity: ServiceUnderTest, tenant: UUID, town: str, silvere: UUID
):
    other = await an_account(identity, tenant, identifier="autre", kind=AccountKind.MEMBER)

    await leaves(identity, tenant, other)

    assert [change["what"] for change in (await rights(identity, tenant))["changes"]] == [
        "mandate_activated",
        "mandate_requested",
    ]
