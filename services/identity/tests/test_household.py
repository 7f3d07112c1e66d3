"""« Mon foyer »: whom a citizen enters démarches for."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from identity.domain.accounts import AccountKind
from kit.actors import a_citizen, a_member
from kit.service import ServiceUnderTest, problem

from .people import an_account, an_organisation

CHILD: dict[str, Any] = {
    "relation": "child",
    "family_name": "Rougon",
    "given_names": "Maxime",
    "birth_date": "2018-03-27",
}


async def a_family(identity: ServiceUnderTest, tenant: UUID) -> Any:
    await an_organisation(identity, tenant)
    return a_citizen(tenant, subject=await an_account(identity, tenant))


@pytest.mark.requirement("ID-21")
async def test_a_child_is_added_corrected_and_taken_out(identity: ServiceUnderTest, tenant: UUID):
    citizen = await a_family(identity, tenant)

    added = (await identity.call(citizen, "POST", "/v1/household", json=CHILD)).json()
    path = f"/v1/household/{added['id']}"
    changed = await identity.call(citizen, "PUT", path, json={**CHILD, "given_names": "Maxime Aristide"})
    listed = (await identity.call(citizen, "GET", "/v1/household")).json()
    removed = await identity.call(citizen, "DELETE", path)

    assert (changed.status_code, removed.status_code) == (200, 204)
    assert [one["given_names"] for one in listed] == ["Maxime Aristide"]
    assert (await identity.call(citizen, "GET", "/v1/household")).json() == []
    actions = await identity.rows(
        "select action from journal where tenant = :t and concerns = :me order by position",
        t=tenant,
        me=citizen.subject,
    )
    assert [row["action"].rpartition(".")[2] for row in actions][-3:] == [
        "member_added",
        "member_changed",
        "member_removed",
    ]


@pytest.mark.requirement("ID-21")
@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"family_name": " "}, "/family_name"),
        ({"given_names": "x" * 121}, "/given_names"),
        ({"given_names": "Max\nime"}, "/given_names"),
        ({"given_names": "Zoé 😀"}, "/given_names"),
        ({"birth_date": None}, "/birth_date"),
        ({"birth_date": "2999-01-01"}, "/birth_date"),
        ({"civility": "duc"}, "/civility"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(
    identity: ServiceUnderTest, tenant: UUID, change: dict[str, Any], pointer: str
):
    citizen = await a_family(identity, tenant)

    answer = await identity.call(citizen, "POST", "/v1/household", json={**CHILD, **change})

    assert [error["pointer"] for error in problem(answer)["errors"]] == [pointer]


@pytest.mark.requirement("ID-21")
async def test_a_spouse_needs_no_date_of_birth(identity: ServiceUnderTest, tenant: UUID):
    citizen = await a_family(identity, tenant)

    answer = await identity.call(
        citizen, "POST", "/v1/household", json={**CHILD, "relation": "spouse", "birth_date": None}
    )

    assert answer.status_code == 201


@pytest.mark.requirement("ID-21")
async def test_the_same_child_twice_and_a_thirteenth_person_are_refused(identity: ServiceUnderTest, tenant: UUID):
    citizen = await a_family(identity, tenant)
    await identity.call(citizen, "POST", "/v1/household", json=CHILD)

    twice = await identity.call(citizen, "POST", "/v1/household", json={**CHILD, "given_names": "MAXIME "})
    for number in range(11):
        named = {**CHILD, "given_names": f"Enfant {chr(65 + number)}"}
        assert (await identity.call(citizen, "POST", "/v1/household", json=named)).status_code == 201
    thirteenth = await identity.call(citizen, "POST", "/v1/household", json={**CHILD, "given_names": "Treizième"})

    assert (twice.status_code, thirteenth.status_code) == (409, 409)
    assert problem(thirteenth)["title"].startswith("Votre foyer compte déjà 12 personnes")


@pytest.mark.requirement("ID-21")
async def test_nobody_else_sees_or_touches_it(identity: ServiceUnderTest, tenant: UUID):
    citizen = await a_family(identity, tenant)
    added = (await identity.call(citizen, "POST", "/v1/household", json=CHILD)).json()
    neighbour = a_citizen(tenant, subject=await an_account(identity, tenant, identifier="pascal"))
    agent = a_member(tenant, subject=await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER))
    path = f"/v1/household/{added['id']}"

    answers = [
        (await identity.call(actor, method, path, json=CHILD if method == "PUT" else None)).status_code
        for actor in (neighbour, a_citizen(uuid4()))
        for method in ("PUT", "DELETE")
    ]

    assert answers == [404, 404, 404, 404]
    assert (await identity.call(neighbour, "GET", "/v1/household")).json() == []
    assert (await identity.call(agent, "GET", "/v1/household")).status_code == 401


async def test_two_tabs_that_change_one_person_are_told_apart(identity: ServiceUnderTest, tenant: UUID):
    citizen = await a_family(identity, tenant)
    added = (await identity.call(citizen, "POST", "/v1/household", json=CHILD)).json()
    path, seen = f"/v1/household/{added['id']}", {"if-match": '"1"'}

    await identity.call(citizen, "PUT", path, json={**CHILD, "given_names": "Max"}, headers=seen)
    late = await identity.call(citizen, "PUT", path, json={**CHILD, "given_names": "Maxou"}, headers=seen)

    assert late.status_code == 412
