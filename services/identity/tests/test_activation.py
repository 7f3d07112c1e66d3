"""Following the activation link."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from contracts.demo import PASSWORD
from kit.actors import a_visitor
from kit.service import ServiceUnderTest, problem

from .people import an_account, an_organisation, link_of, register, ring_timers, sign_in

pytestmark = pytest.mark.requirement("ID-17")


async def activate(identity: ServiceUnderTest, tenant: UUID, token: str, **changes: Any) -> httpx.Response:
    body = {"token": token, "identifier": "camille.rougon", "password": PASSWORD, "password_again": PASSWORD}
    return await identity.call(a_visitor(tenant), "POST", "/v1/activations", json={**body, **changes})


async def test_the_link_activates_the_account_and_the_password_opens_it(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    await register(identity, tenant)

    answer = await activate(identity, tenant, await link_of(identity, tenant), identifier="Camille")

    assert answer.json() == {"identifier": "camille", "kind": "citizen", "added": [], "key_refused": ""}
    assert (await sign_in(identity, slug, "CAMILLE")).status_code == 200
    [event] = await identity.published(tenant, type="identity.account.activated.v1")
    assert event["data"]["kind"] == "citizen"


async def test_looking_at_the_link_does_not_use_it(identity: ServiceUnderTest, tenant: UUID):
    await register(identity, tenant)
    token = await link_of(identity, tenant)

    for _ in range(3):
        shown = await identity.call(a_visitor(tenant), "GET", f"/v1/activations/{token}")

    assert shown.json()["identifier"] == "camille.rougon"
    assert (await activate(identity, tenant, token)).status_code == 200


async def test_the_link_is_good_until_its_last_second(identity: ServiceUnderTest, tenant: UUID):
    await register(identity, tenant)
    token = await link_of(identity, tenant)

    identity.clock.move(timedelta(hours=23, minutes=59, seconds=55))

    assert (await activate(identity, tenant, token)).status_code == 200


async def test_the_link_dies_after_24_hours(identity: ServiceUnderTest, tenant: UUID):
    await register(identity, tenant)
    token = await link_of(identity, tenant)

    identity.clock.move(timedelta(hours=24, seconds=1))

    answer = await activate(identity, tenant, token)
    assert answer.status_code == 410
    assert problem(answer)["title"] == "Ce lien n’est plus valable (24 h). Demandez-en un nouveau."


async def test_a_used_link_is_gone_and_the_password_stays(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    await register(identity, tenant)
    token = await link_of(identity, tenant)
    await activate(identity, tenant, token)

    again = await activate(identity, tenant, token, password="Autre-2026x", password_again="Autre-2026x")

    assert again.status_code == 410
    assert (await sign_in(identity, slug, "camille.rougon")).status_code == 200


async def test_a_new_link_ends_the_older_ones(identity: ServiceUnderTest, tenant: UUID):
    await register(identity, tenant)
    old = await link_of(identity, tenant)

    asked = await identity.call(a_visitor(tenant), "POST", "/v1/activation-links", json={"token": old})
    await ring_timers(identity)

    assert asked.status_code == 202
    assert (await activate(identity, tenant, old)).status_code == 410
    assert (await activate(identity, tenant, await link_of(identity, tenant))).status_code == 200


async def test_an_altered_link_is_not_found_and_guessing_is_slowed_down(identity: ServiceUnderTest, tenant: UUID):
    await register(identity, tenant)
    token = await link_of(identity, tenant)
    altered = token[:-1] + ("A" if token[-1] != "A" else "B")
    from_there = {"x-parvis-address": "192.0.2.66"}

    statuses = [
        (await identity.call(a_visitor(tenant), "GET", f"/v1/activations/{altered}", headers=from_there)).status_code
        for _ in range(11)
    ]

    assert statuses == [404] * 10 + [429]


async def test_the_link_of_one_town_is_not_found_at_another(identity: ServiceUnderTest, tenant: UUID):
    await register(identity, tenant)
    token = await link_of(identity, tenant)

    elsewhere = await activate(identity, UUID(int=tenant.int ^ 1), token)

    assert elsewhere.status_code == 404


async def test_a_taken_identifier_is_refused_and_the_link_stays_good(identity: ServiceUnderTest, tenant: UUID):
    await an_account(identity, tenant, identifier="camille")
    await register(identity, tenant)
    token = await link_of(identity, tenant)

    refused = await activate(identity, tenant, token, identifier="camille")

    assert refused.status_code == 422
    assert "camille2" in problem(refused)["errors"][0]["detail"]
    assert (await activate(identity, tenant, token, identifier="camille2")).status_code == 200


@pytest.mark.requirement("ID-13")
async def test_all_unmet_conditions_of_a_password_are_named_with_the_identifiers(
    identity: ServiceUnderTest, tenant: UUID
):
    await register(identity, tenant)
    token = await link_of(identity, tenant)

    answer = await activate(identity, tenant, token, identifier="é", password="abc", password_again="abd")

    codes = [(error["pointer"], error["code"]) for error in problem(answer)["errors"]]
    assert codes == [
        ("/identifier", "identifier"),
        ("/password", "too_short"),
        ("/password", "no_digit"),
        ("/password", "no_upper_case"),
        ("/password_again", "different"),
    ]


@pytest.mark.requirement("ID-13")
async def test_a_megabyte_of_password_is_refused_without_hashing(
    identity: ServiceUnderTest, tenant: UUID, verified: list[Any]
):
    slug = await an_organisation(identity, tenant)

    answer = await sign_in(identity, slug, "camille", password="A1b" * 350_000)

    assert answer.status_code == 422
    assert verified == []


@pytest.mark.requirement("ID-13")
@pytest.mark.parametrize(
    "password", ["Été 2026 à la mer 🌊", " Espaces Devant1 ", "Aa1" + "x" * 253, "Aa1" + "é" * 253]
)
async def test_long_and_accented_passwords_open_however_they_are_composed(
    identity: ServiceUnderTest, tenant: UUID, password: str
):
    import unicodedata

    slug = await an_organisation(identity, tenant)
    await register(identity, tenant)
    token = await link_of(identity, tenant)
    await activate(identity, tenant, token, password=password, password_again=password)

    decomposed = unicodedata.normalize("NFD", password)
    assert (await sign_in(identity, slug, "camille.rougon", password=decomposed)).status_code == 200
    assert (await sign_in(identity, slug, "camille.rougon", password=password[:-1])).status_code == 401
