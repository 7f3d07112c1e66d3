"""Creating a personal space."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from kit.actors import a_visitor
from kit.service import ServiceUnderTest, problem

from .people import CAMILLE, an_account, an_organisation, proof, register

pytestmark = pytest.mark.requirement("ID-14")


async def accounts(identity: ServiceUnderTest, tenant: UUID) -> list[Any]:
    return await identity.rows("select * from accounts where tenant = :tenant order by created_at", tenant=tenant)


async def test_a_registration_waits_for_its_link_and_says_until_when(identity: ServiceUnderTest, tenant: UUID):
    answer = await register(identity, tenant)

    assert answer.status_code == 202
    [account] = await accounts(identity, tenant)
    assert (account["status"], account["identifier"], account["password_hash"]) == ("pending", "camille.rougon", None)
    [event] = await identity.published(tenant, type="identity.account.registered.v1")
    assert event["data"]["account_id"] == str(account["id"])
    assert event["data"]["expires_at"][:16] == answer.json()["expires_at"][:16]


async def test_events_carry_no_personal_data(identity: ServiceUnderTest, tenant: UUID):
    await register(identity, tenant)

    for event in await identity.published(tenant):
        assert "amille" not in str(event["data"])
        assert "ougon" not in str(event["data"])


async def test_everything_that_is_missing_is_named_at_once(identity: ServiceUnderTest, tenant: UUID):
    answer = await identity.call(a_visitor(tenant), "POST", "/v1/registrations", json={})

    assert answer.status_code == 422
    assert {error["pointer"] for error in problem(answer)["errors"]} == {
        "/identity/given_name",
        "/identity/family_name",
        "/address/line",
        "/address/city",
        "/address/postal_code",
        "/reach/email",
        "/terms_accepted",
    }


@pytest.mark.parametrize("code", ["08110", "20000", "97400", "51500"])
async def test_postal_codes_keep_their_zero(identity: ServiceUnderTest, tenant: UUID, code: str):
    await register(identity, tenant, address={**CAMILLE["address"], "postal_code": code})

    [account] = await accounts(identity, tenant)
    assert account["postal_code"] == code


@pytest.mark.parametrize("code", ["5150", "515000", "5150O", "٥١٥٠٠", "2A004", ""])
async def test_what_is_no_postal_code_is_refused(identity: ServiceUnderTest, tenant: UUID, code: str):
    answer = await register(identity, tenant, address={**CAMILLE["address"], "postal_code": code})

    assert [error["pointer"] for error in problem(answer)["errors"]] == ["/address/postal_code"]


@pytest.mark.parametrize("name", ["O'Neil", "Jean-Éric", "Nguyễn Thị", "=cmd|calc", "<script>alert(1)</script>"])
async def test_names_are_kept_as_typed(identity: ServiceUnderTest, tenant: UUID, name: str):
    answer = await register(identity, tenant, identity={**CAMILLE["identity"], "family_name": name})

    assert answer.status_code == 202
    [account] = await accounts(identity, tenant)
    assert account["family_name"] == name


@pytest.mark.parametrize("name", ["Rou\ngon", "Rou\rgon", "Rou\0gon", "Rou\u202egon", "R" * 10_000])
async def test_names_that_would_lie_or_break_a_mail_are_refused(identity: ServiceUnderTest, tenant: UUID, name: str):
    answer = await register(identity, tenant, identity={**CAMILLE["identity"], "family_name": name})

    assert [error["pointer"] for error in problem(answer)["errors"]] == ["/identity/family_name"]


async def test_a_second_registration_with_the_same_address_gets_the_same_answer_and_tells_the_owner(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_account(identity, tenant, email="camille@plassans.example")

    answer = await register(identity, tenant)
    fresh = await register(identity, tenant, reach={"email": "autre@plassans.example"})

    assert answer.status_code == fresh.status_code == 202
    assert answer.json().keys() == fresh.json().keys()
    assert len(await identity.published(tenant, type="identity.account.registration_repeated.v1")) == 1
    assert len(await accounts(identity, tenant)) == 2


async def test_registering_again_before_activation_corrects_what_was_typed(identity: ServiceUnderTest, tenant: UUID):
    await register(identity, tenant)
    await register(identity, tenant, identity={**CAMILLE["identity"], "family_name": "Macquart"})

    [account] = await accounts(identity, tenant)
    assert account["family_name"] == "Macquart"
    links = await identity.rows("select * from account_links where tenant = :tenant order by id", tenant=tenant)
    assert [link["replaced_at"] is None for link in links] == [False, True]


async def test_the_same_person_registers_apart_at_another_town(identity: ServiceUnderTest, tenant: UUID):
    other = UUID(int=tenant.int ^ 1)

    await register(identity, tenant)
    await register(identity, other)

    assert len(await accounts(identity, tenant)) == len(await accounts(identity, other)) == 1


@pytest.mark.requirement("ID-12")
async def test_fifty_namesakes_at_once_get_fifty_identifiers(identity: ServiceUnderTest, tenant: UUID):
    answers = await asyncio.gather(
        *(register(identity, tenant, reach={"email": f"camille{number}@example.org"}) for number in range(50))
    )

    assert {answer.status_code for answer in answers} == {202}
    taken = [account["identifier"] for account in await accounts(identity, tenant)]
    assert len(set(taken)) == 50
    assert "camille.rougon" in taken
    assert "camille.rougon2" in taken


@pytest.mark.requirement("ID-12")
async def test_a_chosen_identifier_that_is_taken_is_refused_with_free_ones_after_the_robot_check(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_account(identity, tenant, identifier="camille")

    answer = await register(identity, tenant, identifier="Camille", proof=await proof(identity, tenant))

    assert answer.status_code == 422
    assert problem(answer)["title"] == "Ce nom d’utilisateur est déjà pris."
    [error] = problem(answer)["errors"]
    assert error["pointer"] == "/identifier"
    assert "camille2" in error["detail"]
    assert len(await accounts(identity, tenant)) == 1


async def test_without_the_robot_check_nobody_learns_which_identifiers_are_taken(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_account(identity, tenant, identifier="camille")

    answer = await register(identity, tenant, identifier="camille")

    assert answer.status_code == 202
    assert {account["identifier"] for account in await accounts(identity, tenant)} == {"camille", "camille2"}


@pytest.mark.requirement("ID-15")
async def test_a_robot_check_serves_once(identity: ServiceUnderTest, tenant: UUID):
    solved = await proof(identity, tenant)

    first = await register(identity, tenant, proof=solved)
    second = await register(identity, tenant, proof=solved, reach={"email": "autre@example.org"})

    assert (first.status_code, second.status_code) == (202, 422)
    assert problem(second)["errors"][0]["pointer"] == "/proof"


@pytest.mark.requirement("ID-15")
async def test_a_robot_check_expires_after_ten_minutes_and_is_worth_nothing_elsewhere(
    identity: ServiceUnderTest, tenant: UUID
):
    from datetime import timedelta

    late, elsewhere = await proof(identity, tenant), await proof(identity, UUID(int=tenant.int ^ 1))

    assert (await register(identity, tenant, proof=elsewhere)).status_code == 422
    identity.clock.move(timedelta(minutes=10, seconds=1))
    assert (await register(identity, tenant, proof=late)).status_code == 422
    assert (await register(identity, tenant, proof="bm9uc2Vuc2U=")).status_code == 422
    assert await accounts(identity, tenant) == []


@pytest.mark.requirement("ID-15")
async def test_without_the_robot_check_only_three_an_hour_come_from_one_address(
    identity: ServiceUnderTest, tenant: UUID
):
    statuses = [
        (await register(identity, tenant, at="192.0.2.7", reach={"email": f"c{n}@example.org"})).status_code
        for n in range(4)
    ]

    assert statuses == [202, 202, 202, 429]


async def test_one_mailbox_gets_three_links_an_hour(identity: ServiceUnderTest, tenant: UUID):
    for _ in range(5):
        assert (await register(identity, tenant)).status_code == 202

    assert len(await identity.published(tenant, type="identity.account.registered.v1")) == 3


async def test_fields_that_are_not_ours_are_refused(identity: ServiceUnderTest, tenant: UUID):
    answer = await register(identity, tenant, kind="member")

    assert answer.status_code == 422
    assert await accounts(identity, tenant) == []


@pytest.mark.requirement("ID-12")
async def test_the_rule_proposes_an_identifier_without_saying_whether_it_is_taken(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_organisation(identity, tenant)
    names = {"given_name": "Frédéric", "family_name": "DUPONT DURAND"}

    answer = await identity.call(a_visitor(tenant), "GET", "/v1/identifier-proposal", params=names)

    assert answer.json() == {"identifier": "frederic-dupont-dura"}
