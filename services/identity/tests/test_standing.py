"""An organisation's access: suspended, given back, closed for good."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from chassis.actor import Actor
from contracts.demo import OPERATOR
from identity.commands.open_session import ByDevice, begin_session
from identity.domain.accounts import AccountKind
from identity.domain.organisations import Registers
from identity.domain.standing import AccessSuspended
from identity.storage.work import IdentityWork
from kit.actors import a_citizen, a_member, a_visitor
from kit.service import ServiceUnderTest, problem

from .people import (
    a_request,
    an_account,
    an_administrator,
    an_assistant_key,
    an_organisation,
    exchange,
    sign_in,
)
from .test_answers import facts_for
from .test_console import token_on

MANAGE, ACTIVATE = "platform.organisations.manage", "platform.guichets.activate"
WHY = "Le contrat est échu depuis le 30 juin."
pytestmark = [pytest.mark.requirement("ID-03"), pytest.mark.usefixtures("demo")]


def the_operator(**changes: Any) -> Actor:
    return a_member(OPERATOR.id, MANAGE, ACTIVATE, **changes)


async def suspend(
    identity: ServiceUnderTest, tenant: UUID, by: Actor | None = None, reason: str = WHY
) -> httpx.Response:
    path = f"/v1/organisations/{tenant}/suspension"
    return await identity.call(by or the_operator(), "POST", path, json={"reason": reason})


async def resume(identity: ServiceUnderTest, tenant: UUID, by: Actor | None = None) -> httpx.Response:
    return await identity.call(by or the_operator(), "DELETE", f"/v1/organisations/{tenant}/suspension")


async def close(
    identity: ServiceUnderTest, tenant: UUID, slug: str, by: Actor | None = None, reason: str = WHY
) -> httpx.Response:
    body = {"reason": reason, "slug": slug}
    return await identity.call(by or the_operator(), "POST", f"/v1/organisations/{tenant}/closure", json=body)


async def test_a_suspended_organisation_s_people_are_out_at_once_and_nobody_comes_in(
    identity: ServiceUnderTest, tenant: UUID
):
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant)
    await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    open_ones = [(await sign_in(identity, slug, who)).json()["secret"] for who in ("camille.rougon", "adele")]

    suspended = await suspend(identity, tenant)

    assert (suspended.status_code, suspended.json()["status"]) == (201, "suspended")
    assert [(await exchange(identity, secret, None)).status_code for secret in open_ones] == [401, 401]
    told = problem(await sign_in(identity, slug, "adele"))
    assert told["title"].startswith("L’accès de cette organisation est suspendu.")
    events = [event["type"] for event in await identity.published(tenant)]
    assert events[-1] == "identity.organisation.suspended.v1"


async def test_no_way_in_is_left_open_by_a_suspension(identity: ServiceUnderTest, tenant: UUID):
    """A passkey, a provider or a second step begin a session too."""
    await an_organisation(identity, tenant)
    account = await an_account(identity, tenant)
    await suspend(identity, tenant)

    async def come_in(_: None, uow: IdentityWork) -> None:
        await begin_session(await uow.accounts.get(account), ByDevice(), 1, uow)

    with pytest.raises(AccessSuspended):
        await identity.run(come_in, None, actor=Actor.of_service("gateway", tenant))


async def test_access_given_back_wakes_no_session_and_everybody_signs_in_anew(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant)
    before = (await sign_in(identity, slug, "camille.rougon")).json()["secret"]
    await suspend(identity, tenant)

    resumed = await resume(identity, tenant)

    assert (resumed.status_code, resumed.json()["status"]) == (200, "active")
    assert (await exchange(identity, before, None)).status_code == 401
    anew = (await sign_in(identity, slug, "camille.rougon")).json()["secret"]
    assert (await exchange(identity, anew, None)).status_code == 200


@pytest.mark.requirement("SR-04")
async def test_access_given_back_wakes_no_assistant_s_key(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    await an_administrator(identity, tenant)
    member = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    _, key = await an_assistant_key(identity, tenant, member)
    assert (await opens(identity, key)) == 200

    await suspend(identity, tenant)
    meanwhile = await opens(identity, key)
    await resume(identity, tenant)
    [line] = (await identity.call(a_member(tenant, subject=member), "GET", "/v1/assistants")).json()

    assert (meanwhile, await opens(identity, key), line["status"]) == (401, 401, "revoked")
    _, anew = await an_assistant_key(identity, tenant, member)
    assert (await opens(identity, anew)) == 200


async def opens(identity: ServiceUnderTest, key: str) -> int:
    answer = await identity.call_as_gateway("POST", "/internal/assistant-exchange", json={"secret": key})
    return answer.status_code


async def test_what_cannot_be_is_refused_by_name(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)

    assert problem(await suspend(identity, tenant, reason="  "))["errors"][0]["pointer"] == "/reason"
    assert (await resume(identity, tenant)).status_code == 409
    assert (await close(identity, tenant, slug)).status_code == 409
    await suspend(identity, tenant)
    assert (await suspend(identity, tenant)).status_code == 409
    assert problem(await close(identity, tenant, "autre"))["errors"][0]["pointer"] == "/slug"
    assert (await suspend(identity, OPERATOR.id)).status_code == 409
    long_ago = identity.clock() - timedelta(hours=1)
    stale = problem(await resume(identity, tenant, the_operator(authenticated_at=long_ago)))
    assert stale["type"] == "/problems/step-up-needed"


async def test_only_the_operator_s_staff_has_that_power(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)

    for somebody, expected in (
        (a_member(OPERATOR.id, ACTIVATE), 403),
        (a_member(tenant), 403),
        # The permission in the hands of a customer's member is worth nothing, on oneself either.
        (a_member(tenant, MANAGE), 404),
        (a_citizen(tenant), 403),
        (a_visitor(tenant), 401),
    ):
        assert (await suspend(identity, tenant, somebody)).status_code == expected
        assert (await resume(identity, tenant, somebody)).status_code == expected
        assert (await close(identity, tenant, slug, somebody)).status_code == expected


async def test_closed_is_for_good_and_leaves_the_organisation_free_to_ask_anew(
    identity: ServiceUnderTest, tenant: UUID
):
    asking = a_request(tenant.int % 90_000_000)
    key = f"{asking['facts']['kind']}:{asking['facts']['siren']}"
    slug = await an_organisation(identity, tenant, registers=Registers(access_key=key), guichet_active=True)
    await suspend(identity, tenant)
    known = await identity.call(a_visitor(OPERATOR.id), "POST", "/v1/access-requests", json=asking)

    closed = await close(identity, tenant, slug)

    assert (closed.status_code, closed.json()["status"], closed.json()["guichet_active"]) == (201, "closed", False)
    assert (await resume(identity, tenant)).status_code == 409
    assert (
        await identity.call(the_operator(), "POST", f"/v1/organisations/{tenant}/guichet-activation")
    ).status_code == 409
    assert (await sign_in(identity, slug, "camille.rougon")).status_code == 422
    told = (await identity.call_as_gateway("GET", f"/internal/organisations/{slug}")).json()
    offered = (await identity.call_as_gateway("GET", "/internal/organisations", params={"q": slug})).json()
    assert (told["status"], offered) == ("closed", [])
    [line] = (await identity.call(the_operator(), "GET", f"/v1/organisations?status=closed&q={slug}")).json()["items"]
    assert line["id"] == str(tenant)
    assert (await identity.call(the_operator(), "GET", f"/v1/organisations?q={slug}")).json()["items"] == []
    shown = (await identity.call(the_operator(), "GET", f"/v1/organisations/{tenant}")).json()
    assert shown["standing"]["reason"] == WHY
    anew = await identity.call(a_visitor(OPERATOR.id), "POST", "/v1/access-requests", json=asking)
    assert (known.status_code, anew.status_code) == (409, 201)


async def test_the_administrator_reads_why_and_where_to_answer(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    administrator = await an_administrator(identity, tenant)
    await suspend(identity, tenant)
    [suspended] = await identity.published(tenant, type="identity.organisation.suspended.v1")

    why = await facts_for(identity, tenant, suspended)
    await resume(identity, tenant)
    [resumed] = await identity.published(tenant, type="identity.organisation.resumed.v1")
    again = await facts_for(identity, tenant, resumed)
    too_late = await facts_for(identity, tenant, suspended)

    assert (why.template, [to.account_id for to in why.recipients]) == ("organisation_suspended", [administrator])
    assert why.values["reason"] == WHY
    assert why.values["link"].endswith("/assistance-sans-compte")
    assert (again.template, again.values["sign_in"].endswith("/connexion")) == ("organisation_resumed", True)
    assert f"//{slug}." in again.values["sign_in"]
    # What is no longer true is not sent.
    assert too_late.recipients == ()


async def test_the_operator_suspends_gives_back_and_closes_from_the_pages(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    operator, page = the_operator(), f"/console/organisations/{tenant}"
    form = {"csrf_token": await token_on(identity, operator, f"{page}/suspension")}

    without = await identity.call(operator, "POST", f"{page}/suspension", data={**form, "reason": ""})
    done = await identity.call(operator, "POST", f"{page}/suspension", data={**form, "reason": WHY})
    shown = await identity.call(operator, "GET", page)
    listed = await identity.call(operator, "GET", f"/console/organisations?etat=suspended&q={slug}")
    await identity.call(operator, "POST", f"{page}/resumption", data=form)
    early = await identity.call(operator, "GET", f"{page}/closure")
    await identity.call(operator, "POST", f"{page}/suspension", data={**form, "reason": WHY})
    wrong = await identity.call(operator, "POST", f"{page}/closure", data={**form, "reason": WHY, "slug": "x"})
    final = await identity.call(operator, "POST", f"{page}/closure", data={**form, "reason": WHY, "slug": slug})
    after = await identity.call(operator, "GET", page)

    assert (without.status_code, "Écrivez pourquoi" in without.text) == (422, True)
    assert (done.status_code, done.headers["location"]) == (303, f"/identity/organisations/{tenant}")
    assert WHY in shown.text
    assert "Rétablir l’accès" in shown.text
    assert (slug in listed.text, "Accès suspendu" in listed.text) == (True, True)
    assert "Suspendez d’abord son accès" in early.text
    assert (wrong.status_code, f"recopiez « {slug} »" in wrong.text, WHY in wrong.text) == (422, True, True)
    assert (final.status_code, after.status_code) == (303, 200)
    assert "Accès fermé définitivement depuis" in after.text
    assert "Suspendre l’accès" not in after.text


async def test_an_old_proof_leads_to_the_password_before_anything_is_typed(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    long_ago = the_operator(authenticated_at=identity.clock() - timedelta(hours=1))

    asked = await identity.call(long_ago, "GET", f"/console/organisations/{tenant}/suspension")

    assert (asked.status_code, asked.headers["location"].startswith("/confirmation?vers=")) == (303, True)
