"""An organisation asks its members for a second factor (ID-25); changing rights asks for a fresh proof."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from identity.domain.accounts import AccountKind
from kit.actors import a_citizen, a_member
from kit.service import ServiceUnderTest, problem

from .people import an_account, an_administrator, an_organisation, exchange, sign_in
from .test_console import token_on

pytestmark = pytest.mark.requirement("ID-25")
GRANT = "identity.permissions.grant"
RULE = "/v1/second-factor-rule"


@pytest.fixture(autouse=True)
def a_still_clock(identity: ServiceUnderTest) -> None:
    identity.clock.stop_at(datetime.now(UTC))


def strong(identity: ServiceUnderTest, tenant: UUID, **changes: Any) -> Any:
    return a_member(tenant, GRANT, **{"acr": 2, "authenticated_at": identity.clock(), **changes})


async def test_members_have_a_time_of_grace_and_then_can_do_nothing_else(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    administrator = await an_administrator(identity, tenant)
    secret = (await sign_in(identity, slug, "silvere.mouret")).json()["secret"]

    asked = (await identity.call(strong(identity, tenant), "PUT", RULE, json={"days": 14})).json()
    during = (await exchange(identity, secret, slug)).json()
    identity.clock.move(timedelta(days=14))
    secret = (await sign_in(identity, slug, "silvere.mouret")).json()["secret"]
    after = (await exchange(identity, secret, slug)).json()

    assert asked["without"] == ["Camille Rougon"]
    assert UUID(during["account_id"]) == administrator
    assert (during["second_factor_due"], during["second_factor_from"]) == (False, asked["since"])
    assert GRANT in during["permissions"]
    assert (after["second_factor_due"], after["permissions"]) == (True, [])


async def test_it_is_not_asked_of_citizens(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant)
    await identity.call(strong(identity, tenant), "PUT", RULE, json={"days": 0})

    secret = (await sign_in(identity, slug, "camille.rougon")).json()["secret"]

    assert (await exchange(identity, secret, slug)).json()["second_factor_due"] is False


async def test_who_asks_it_of_others_has_one_and_proved_it_lately(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    weak = strong(identity, tenant, acr=1)
    stale = strong(identity, tenant, authenticated_at=identity.clock() - timedelta(minutes=16))

    first = await identity.call(weak, "PUT", RULE, json={"days": 0})
    again = await identity.call(stale, "PUT", RULE, json={"days": 0})
    unknown = await identity.call(strong(identity, tenant), "PUT", RULE, json={"days": 3})

    assert problem(first)["title"] == "Mettez d’abord en place votre propre validation en deux étapes."
    assert (again.status_code, problem(again)["type"]) == (403, "/problems/step-up-needed")
    assert unknown.status_code == 422
    assert (await identity.call(weak, "GET", RULE)).json()["since"] is None


async def test_asking_again_gives_nobody_more_time_and_it_can_be_lifted(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    actor = strong(identity, tenant)

    first = (await identity.call(actor, "PUT", RULE, json={"days": 7})).json()["since"]
    again = (await identity.call(actor, "PUT", RULE, json={"days": 30})).json()["since"]
    sooner = (await identity.call(actor, "PUT", RULE, json={"days": 0})).json()["since"]
    lifted = (await identity.call(actor, "PUT", RULE, json={"days": None})).json()["since"]

    assert first == again
    assert sooner < first
    assert lifted is None
    told = await identity.published(tenant, type="identity.organisation.second_factor_rule_changed.v1")
    assert [event["data"]["since"] is None for event in told] == [False, False, True]


@pytest.mark.parametrize("what", ["grant", "revoke", "invalidate", "restore"])
async def test_changing_rights_asks_for_a_proof_of_less_than_15_minutes(
    identity: ServiceUnderTest, tenant: UUID, what: str
):
    await an_organisation(identity, tenant)
    await an_administrator(identity, tenant)
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    stale = a_member(tenant, GRANT, authenticated_at=identity.clock() - timedelta(minutes=16))
    method, path = {
        "grant": ("PUT", "permissions/demarches.dossiers.read"),
        "revoke": ("DELETE", "permissions/demarches.dossiers.read"),
        "invalidate": ("POST", "invalidation"),
        "restore": ("DELETE", "invalidation"),
    }[what]

    answer = await identity.call(stale, method, f"/v1/members/{member}/{path}")

    assert (answer.status_code, problem(answer)["type"]) == (403, "/problems/step-up-needed")
    assert not [event for event in await identity.published(tenant) if "permission" in event["type"]]


async def test_the_console_leads_to_the_proof_and_back(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    stale = a_member(tenant, GRANT, authenticated_at=identity.clock() - timedelta(minutes=16))
    page = f"/console/members/{member}"
    form = {"csrf_token": await token_on(identity, stale, page)}
    place = {"x-parvis-place": f"/identity/members/{member}"}

    answer = await identity.call(
        stale, "POST", f"{page}/permissions/demarches.dossiers.read/grant", data=form, headers=place
    )

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/confirmation?vers=/identity/members/{member}"


async def test_the_rule_has_its_page(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    actor = strong(identity, tenant)
    form = {"csrf_token": await token_on(identity, actor, "/console/security")}

    wrong = await identity.call(actor, "POST", "/console/security", data={**form, "days": "x"})
    saved = await identity.call(actor, "POST", "/console/security", data={**form, "days": "14"})
    page = await identity.call(actor, "GET", "/console/security")

    assert (wrong.status_code, saved.status_code) == (422, 303)
    assert "Choisissez un des délais proposés." in wrong.text
    assert "1 membre actif n’a pas encore la sienne." in page.text
    assert (await identity.call(a_citizen(tenant), "GET", "/console/security")).status_code in (401, 403)
