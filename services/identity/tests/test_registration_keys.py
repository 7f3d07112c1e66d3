"""A family registers with the key of its letter (ID-16)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from kit.actors import a_citizen, a_member, a_visitor
from kit.service import ServiceUnderTest, problem

from .people import CAMILLE, an_account, an_organisation, link_of, register
from .test_activation_keys import ISSUE, issue, keys_of, use

pytestmark = pytest.mark.requirement("ID-16")
WRONG = "ABCD EFGH JKMN PQRS"
CHOSEN = {"identifier": "camille.rougon", "password": "Soleil-2027", "password_again": "Soleil-2027"}


async def a_batch(identity: ServiceUnderTest, tenant: UUID) -> tuple[str, dict[str, str]]:
    batch = (await issue(identity, tenant))["batch_id"]
    return batch, await keys_of(identity, tenant, batch)


async def activate(identity: ServiceUnderTest, tenant: UUID) -> dict[str, Any]:
    body = {"token": await link_of(identity, tenant), **CHOSEN}
    answer = await identity.call(a_visitor(tenant), "POST", "/v1/activations", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def household(identity: ServiceUnderTest, tenant: UUID) -> set[str]:
    [account] = await identity.rows(
        "select id from accounts where tenant = :t and identifier = 'camille.rougon'", t=tenant
    )
    lines = await identity.call(a_citizen(tenant, subject=account["id"]), "GET", "/v1/household")
    return {line["given_names"] for line in lines.json()}


async def check(identity: ServiceUnderTest, tenant: UUID, key: str, at: str) -> Any:
    headers = {"x-parvis-address": at}
    body = {**CAMILLE, "activation_key": key}
    return await identity.call(a_visitor(tenant), "POST", "/v1/registration-checks", json=body, headers=headers)


async def test_the_children_are_there_once_the_link_was_followed_and_not_before(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_organisation(identity, tenant)
    batch, keys = await a_batch(identity, tenant)

    registered = await register(identity, tenant, activation_key=f" {keys['F-1'].lower()} ")
    waiting = (await identity.call(a_member(tenant, ISSUE), "GET", f"/v1/activation-keys/{batch}")).json()
    activated = await activate(identity, tenant)

    assert registered.status_code == 202
    assert {line["status"] for line in waiting} == {"waiting"}
    assert (activated["added"], activated["key_refused"]) == (["Maxime", "Clotilde"], "")
    assert await household(identity, tenant) == {"Maxime", "Clotilde"}


async def test_a_wrong_a_used_and_an_ended_key_are_named_beside_their_field(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    _, keys = await a_batch(identity, tenant)
    await use(identity, a_citizen(tenant, subject=await an_account(identity, tenant, identifier="pascal")), keys["F-1"])

    wrong = await register(identity, tenant, activation_key=WRONG, terms_accepted=False)
    used = await register(identity, tenant, activation_key=keys["F-1"])
    elsewhere = await register(identity, UUID(int=tenant.int ^ 1), activation_key=keys["F-2"])
    identity.clock.move(timedelta(days=90, seconds=1))
    over = await register(identity, tenant, activation_key=keys["F-2"])

    assert [error["pointer"] for error in problem(wrong)["errors"]] == ["/terms_accepted", "/activation_key"]
    said = [problem(answer)["errors"][-1]["detail"] for answer in (wrong, used, elsewhere, over)]
    assert said[0] == said[2] == "Cette clé n’est pas valable. Vérifiez-la sur votre courrier : elle compte 16 signes."
    assert said[1].startswith("Cette clé a déjà servi.")
    assert said[3].startswith("Cette clé n’est plus valable.")
    assert [answer.status_code for answer in (wrong, used, elsewhere, over)] == [422] * 4


async def test_a_key_says_nothing_of_who_has_a_space(identity: ServiceUnderTest, tenant: UUID):
    """Neither of the address, nor of the family: the owner of an address that is known is told by mail alone."""
    await an_organisation(identity, tenant)
    batch, keys = await a_batch(identity, tenant)
    await an_account(identity, tenant, identifier="pascal", email="pascal@example.org")

    known = await register(identity, tenant, activation_key=keys["F-1"], reach={"email": "pascal@example.org"})
    fresh = await register(identity, tenant, activation_key=keys["F-1"])

    assert known.status_code == fresh.status_code == 202
    assert known.json().keys() == fresh.json().keys()
    lines = (await identity.call(a_member(tenant, ISSUE), "GET", f"/v1/activation-keys/{batch}")).json()
    assert {line["status"] for line in lines} == {"waiting"}


async def test_a_key_that_somebody_used_meanwhile_keeps_nobody_out(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    _, keys = await a_batch(identity, tenant)
    await register(identity, tenant, activation_key=keys["F-1"])
    await use(identity, a_citizen(tenant, subject=await an_account(identity, tenant, identifier="pascal")), keys["F-1"])

    activated = await activate(identity, tenant)

    assert activated["added"] == []
    assert activated["key_refused"].startswith("Cette clé a déjà servi.")
    assert await household(identity, tenant) == set()


async def test_whoever_registers_again_corrects_the_key_too(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    _, keys = await a_batch(identity, tenant)

    await register(identity, tenant, activation_key=keys["F-1"])
    await register(identity, tenant, activation_key=keys["F-2"])

    assert (await activate(identity, tenant))["added"] == ["Justine"]


async def test_wrong_keys_are_counted_and_right_ones_are_not(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    _, keys = await a_batch(identity, tenant)

    right = [(await check(identity, tenant, keys["F-1"], "10.3.3.3")).status_code for _ in range(11)]
    wrong = [(await check(identity, tenant, WRONG, "10.3.3.3")).status_code for _ in range(11)]
    then = await check(identity, tenant, keys["F-1"], "10.3.3.3")
    at_home = await check(identity, tenant, keys["F-1"], "10.3.3.4")

    assert right == [204] * 11
    assert wrong == [422] * 10 + [429]
    assert (then.status_code, problem(then)["type"]) == (429, "/problems/too-many-keys")
    assert at_home.status_code == 204
