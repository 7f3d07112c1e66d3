"""What an organisation's subscription opens: services, functions, numbers of accounts."""

from typing import Any
from uuid import UUID

import pytest

from contracts.demo import OPERATOR
from identity.domain.accounts import AccountKind
from identity.domain.subscriptions import Subscription
from kit.actors import a_member
from kit.service import ServiceUnderTest, problem

from .people import an_account, an_administrator, an_organisation, exchange, sign_in

GRANT, MANAGE, MEMBERS = "identity.permissions.grant", "platform.organisations.manage", "identity.members.manage"
FREE = Subscription(plan="decouverte")


def somebody(number: int) -> dict[str, Any]:
    reach = {"email": f"membre{number}@mairie.example"}
    return {"identity": {"given_name": "Ursule", "family_name": f"Macquart {chr(65 + number)}"}, "reach": reach}


async def permissions_of(identity: ServiceUnderTest, slug: str, identifier: str) -> set[str]:
    secret = (await sign_in(identity, slug, identifier)).json()["secret"]
    return set((await exchange(identity, secret, slug)).json()["permissions"])


@pytest.mark.requirement("ID-24")
async def test_a_permission_that_the_plan_does_not_open_is_not_granted_and_says_why(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_organisation(identity, tenant, subscription=FREE)
    await an_administrator(identity, tenant)
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    path = f"/v1/members/{member}/permissions"

    refused = await identity.call(a_member(tenant, GRANT), "PUT", f"{path}/notifier.publications.edit")
    granted = await identity.call(a_member(tenant, GRANT), "PUT", f"{path}/demarches.dossiers.read")

    assert (refused.status_code, granted.status_code) == (409, 204)
    assert "La formule « Découverte » n’ouvre pas cette fonction" in problem(refused)["detail"]


@pytest.mark.requirement("ID-24")
async def test_a_smaller_plan_puts_what_it_does_not_open_to_sleep_and_a_larger_one_wakes_it(
    identity: ServiceUnderTest, tenant: UUID, demo: None
):
    slug = await an_organisation(identity, tenant)
    await an_administrator(identity, tenant)
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    for name in ("notifier.publications.edit", "demarches.dossiers.read"):
        await identity.call(a_member(tenant, GRANT), "PUT", f"/v1/members/{member}/permissions/{name}")
    operator, path = a_member(OPERATOR.id, MANAGE), f"/v1/organisations/{tenant}/plan"

    before = await permissions_of(identity, slug, "adele")
    smaller = await identity.call(operator, "PUT", path, json={"plan": "decouverte"})
    asleep = await permissions_of(identity, slug, "adele")
    await identity.call(operator, "PUT", path, json={"plan": "essentielle"})

    assert smaller.status_code == 204
    assert before == {"notifier.publications.edit", "demarches.dossiers.read"}
    assert asleep == {"demarches.dossiers.read"}
    assert await permissions_of(identity, slug, "adele") == before
    told = await identity.published(tenant, type="identity.organisation.subscription_changed.v1")
    assert [event["data"]["plan"] for event in told] == ["decouverte", "essentielle"]


@pytest.mark.requirement("ID-10")
async def test_the_administrator_ends_a_subscription_and_takes_it_again(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    await an_administrator(identity, tenant)
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    administrator, path = a_member(tenant, GRANT), "/v1/subscription/e-services/demarches"
    grant = f"/v1/members/{member}/permissions/demarches.dossiers.read"
    await identity.call(administrator, "PUT", grant)

    ended = await identity.call(administrator, "DELETE", path)
    during = await permissions_of(identity, slug, "adele")
    refused = await identity.call(administrator, "PUT", grant)
    await identity.call(administrator, "PUT", path)

    assert (ended.status_code, during, refused.status_code) == (204, set(), 409)
    assert "n’est pas abonnée" in problem(refused)["title"]
    assert await permissions_of(identity, slug, "adele") == {"demarches.dossiers.read"}


@pytest.mark.requirement("ID-10")
async def test_a_member_without_the_right_changes_no_subscription(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)

    seen = await identity.call(a_member(tenant), "GET", "/v1/subscription")
    ended = await identity.call(a_member(tenant), "DELETE", "/v1/subscription/e-services/demarches")
    wished = await identity.call(a_member(tenant), "PUT", "/v1/subscription/wished-plan", json={"plan": "complete"})

    assert (seen.status_code, ended.status_code, wished.status_code) == (200, 403, 403)


@pytest.mark.requirement("ID-24")
async def test_only_the_operator_gives_a_plan_even_to_who_holds_the_permission_elsewhere(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_organisation(identity, tenant, subscription=FREE)
    path = f"/v1/organisations/{tenant}/plan"

    forged = await identity.call(a_member(tenant, MANAGE), "PUT", path, json={"plan": "complete"})

    assert forged.status_code == 404


@pytest.mark.requirement("ID-24")
async def test_the_account_too_many_is_refused_in_plain_words(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant, subscription=FREE)
    for number in range(5):
        assert (
            await identity.call(a_member(tenant, MEMBERS), "POST", "/v1/members", json=somebody(number))
        ).status_code == 201

    refused = await identity.call(a_member(tenant, MEMBERS), "POST", "/v1/members", json=somebody(6))

    assert refused.status_code == 409
    assert "permet 5 comptes de membres" in problem(refused)["detail"]


@pytest.mark.requirement("ID-24")
async def test_an_unknown_plan_or_service_is_refused_beside_its_field(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant, subscription=FREE)
    administrator = a_member(tenant, GRANT)

    plan = await identity.call(administrator, "PUT", "/v1/subscription/wished-plan", json={"plan": "royale"})
    service = await identity.call(administrator, "PUT", "/v1/subscription/e-services/cantine")
    outside = await identity.call(administrator, "PUT", "/v1/subscription/e-services/notifier")

    assert [error["pointer"] for error in problem(plan)["errors"]] == ["/plan"]
    assert (service.status_code, outside.status_code) == (422, 409)


@pytest.mark.requirement("ID-24")
async def test_the_operator_finds_who_asks_for_another_plan(identity: ServiceUnderTest, tenant: UUID, demo: None):
    slug = await an_organisation(identity, tenant, subscription=FREE)
    await identity.call(a_member(tenant, GRANT), "PUT", "/v1/subscription/wished-plan", json={"plan": "essentielle"})
    operator = a_member(OPERATOR.id, "platform.guichets.activate")

    found = (await identity.call(operator, "GET", f"/v1/organisations?wishing=true&q={slug}")).json()
    nobody = (await identity.call(operator, "GET", "/v1/organisations?q=introuvable+vraiment")).json()

    assert [(line["slug"], line["wished_label"]) for line in found["items"]] == [(slug, "Essentielle")]
    assert nobody == {"items": [], "next": None}


async def test_organisations_are_found_by_a_part_of_their_name_a_page_at_a_time(identity: ServiceUnderTest, demo: None):
    operator = a_member(OPERATOR.id, "platform.guichets.activate")

    named = (await identity.call(operator, "GET", "/v1/organisations?q=Tulettes")).json()["items"]
    first = (await identity.call(operator, "GET", "/v1/organisations?limit=1")).json()
    second = (await identity.call(operator, "GET", f"/v1/organisations?limit=1&cursor={first['next']}")).json()
    wild = (await identity.call(operator, "GET", "/v1/organisations?q=%25")).json()

    assert [line["slug"] for line in named] == ["tulettes"]
    assert first["items"][0]["id"] != second["items"][0]["id"]
    assert wild["items"] == []


@pytest.mark.requirement("GW-09")
async def test_the_help_assistant_is_opened_by_the_plan_and_closed_by_its_administrator(
    identity: ServiceUnderTest, tenant: UUID, demo: None
):
    slug = await an_organisation(identity, tenant, subscription=FREE)
    administrator, path = a_member(tenant, GRANT), "/v1/subscription/e-services/answers"

    async def functions() -> list[str]:
        return (await identity.call_as_gateway("GET", f"/internal/organisations/{slug}")).json()["functions"]

    before = await functions()
    refused = await identity.call(administrator, "PUT", path)
    await identity.call(
        a_member(OPERATOR.id, MANAGE), "PUT", f"/v1/organisations/{tenant}/plan", json={"plan": "complete"}
    )
    opened = await functions()
    ended = await identity.call(administrator, "DELETE", path)
    during = await functions()
    await identity.call(administrator, "PUT", path)

    assert (before, refused.status_code) == ([], 409)
    assert (opened, ended.status_code, during) == (["answers"], 204, [])
    assert await functions() == ["answers"]
    told = await identity.published(tenant, type="identity.organisation.subscription_changed.v1")
    assert len(told) == 3


@pytest.mark.requirement("GW-09")
async def test_a_member_without_the_right_closes_no_function(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)

    ended = await identity.call(a_member(tenant), "DELETE", "/v1/subscription/e-services/answers")
    seen = (await identity.call(a_member(tenant), "GET", "/v1/subscription")).json()

    assert ended.status_code == 403
    assert [(line["key"], line["subscribed"]) for line in seen["functions"]] == [("answers", True)]
