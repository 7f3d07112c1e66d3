"""A second step of signing in (ID-25)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from pyotp.totp import TOTP

from chassis.ids import new_id
from chassis.tokens import Verifier
from contracts.demo import PASSWORD
from contracts.tokens import AccessClaims
from kit.actors import a_citizen
from kit.service import ServiceUnderTest, problem

from .people import an_account, an_organisation, exchange, sign_in
from .test_answers import facts_for

pytestmark = pytest.mark.requirement("ID-25")


async def set_up(identity: ServiceUnderTest, tenant: UUID, *, slug: str = "") -> tuple[str, Any, str, list[str]]:
    """The town's slug, the person, their key and their recovery codes."""
    slug = slug or await an_organisation(identity, tenant)
    me = a_citizen(tenant, subject=await an_account(identity, tenant), authenticated_at=identity.clock())
    prepared = (await identity.call(me, "POST", "/v1/profile/second-factor")).json()
    path = "/v1/profile/second-factor/confirmation"
    told = await identity.call(me, "POST", path, json={"code": code_of(identity, prepared["key"])})
    assert told.status_code == 200, told.text
    # The code that was used to confirm is used up: the next half-minute has another.
    identity.clock.move(timedelta(seconds=30))
    return slug, me, prepared["key"], told.json()["codes"]


def code_of(identity: ServiceUnderTest, key: str) -> str:
    return TOTP(key).at(int(identity.clock().timestamp()))


async def second_step(identity: ServiceUnderTest, slug: str, ticket: str, code: str) -> httpx.Response:
    body = {"slug": slug, "ticket": ticket, "code": code}
    return await identity.call_as_gateway("POST", "/internal/second-step", json=body)


@pytest.fixture(autouse=True)
def a_still_clock(identity: ServiceUnderTest) -> None:
    identity.clock.stop_at(datetime.now(UTC))


async def test_the_password_alone_opens_no_session_any_more(identity: ServiceUnderTest, tenant: UUID):
    slug, _, key, _ = await set_up(identity, tenant)

    first = (await sign_in(identity, slug, "camille.rougon")).json()
    second = await second_step(identity, slug, first["ticket"], code_of(identity, key))

    assert first["secret"] == ""
    assert second.status_code == 200
    assert (await exchange(identity, second.json()["secret"], slug)).status_code == 200


async def test_a_code_serves_once_and_a_recovery_code_too(identity: ServiceUnderTest, tenant: UUID):
    slug, _, key, recovery = await set_up(identity, tenant)
    ticket = (await sign_in(identity, slug, "camille.rougon")).json()["ticket"]
    code = code_of(identity, key)

    tried = [
        (await second_step(identity, slug, ticket, each)).status_code
        for each in (code, code, recovery[0].lower(), recovery[0], recovery[1])
    ]

    assert tried == [200, 422, 200, 422, 200]


async def test_a_wrong_code_is_said_beside_its_field_and_guessing_pauses(identity: ServiceUnderTest, tenant: UUID):
    slug, _, _, _ = await set_up(identity, tenant)
    ticket = (await sign_in(identity, slug, "camille.rougon")).json()["ticket"]

    answers = [await second_step(identity, slug, ticket, "000000x") for _ in range(11)]

    assert problem(answers[0])["errors"][0]["pointer"] == "/code"
    assert [answer.status_code for answer in answers][-1] == 429


@pytest.mark.parametrize("spoil", ["late", "altered", "another town", "nonsense"])
async def test_a_ticket_is_good_for_five_minutes_for_its_account_alone(
    identity: ServiceUnderTest, tenant: UUID, spoil: str
):
    """A11."""
    slug, _, key, _ = await set_up(identity, tenant)
    ticket = (await sign_in(identity, slug, "camille.rougon")).json()["ticket"]
    if spoil == "late":
        identity.clock.move(timedelta(minutes=5))
    elif spoil == "altered":
        ticket = ticket[:-1] + ("A" if ticket[-1] != "A" else "B")
    elif spoil == "another town":
        slug = await an_organisation(identity, new_id())
    else:
        ticket = "x.y.z"

    assert (await second_step(identity, slug, ticket, code_of(identity, key))).status_code == 401


async def test_nothing_in_the_database_makes_a_code(identity: ServiceUnderTest, tenant: UUID):
    _, _, key, recovery = await set_up(identity, tenant)

    rows = await identity.rows("select f::text as line from second_factors f where tenant = :t", t=tenant)

    assert len(recovery) == 10
    assert not any(key in row["line"] or recovery[0].replace("-", "") in row["line"] for row in rows)


async def test_it_is_prepared_with_a_fresh_password_and_confirmed_with_a_right_code(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_organisation(identity, tenant)
    account = await an_account(identity, tenant)
    stale = a_citizen(tenant, subject=account, authenticated_at=identity.clock() - timedelta(minutes=11))
    fresh = a_citizen(tenant, subject=account, authenticated_at=identity.clock())

    refused = await identity.call(stale, "POST", "/v1/profile/second-factor")
    await identity.call(fresh, "POST", "/v1/profile/second-factor")
    wrong = await identity.call(fresh, "POST", "/v1/profile/second-factor/confirmation", json={"code": "12"})
    state = (await identity.call(fresh, "GET", "/v1/profile/second-factor")).json()

    assert (refused.status_code, wrong.status_code, state["since"]) == (403, 422, None)


async def test_it_is_taken_away_with_a_code(identity: ServiceUnderTest, tenant: UUID):
    slug, me, key, _ = await set_up(identity, tenant)
    path = "/v1/profile/second-factor/removal"

    wrong = await identity.call(me, "POST", path, json={"code": "1"})
    right = await identity.call(me, "POST", path, json={"code": code_of(identity, key)})

    assert (wrong.status_code, right.status_code) == (422, 204)
    assert (await sign_in(identity, slug, "camille.rougon")).json()["secret"] != ""
    told = [event["data"]["enabled"] for event in await identity.published(tenant) if "second" in event["type"]]
    assert told == [True, False]


async def test_the_session_says_how_strongly_the_person_proved_who_they_are(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant, identifier="sans.second")
    plain = (await sign_in(identity, slug, "sans.second")).json()["secret"]
    _, _, key, _ = await set_up(identity, tenant, slug=slug)
    ticket = (await sign_in(identity, slug, "camille.rougon")).json()["ticket"]
    strong = (await second_step(identity, slug, ticket, code_of(identity, key))).json()["secret"]

    told = [(await exchange(identity, secret, slug)).json() for secret in (plain, strong)]

    assert [each["acr"] for each in told] == [1, 2]
    verifier = Verifier("documents", identity.service.trust, now=identity.clock)
    claims = [verifier.read(each["tokens"]["documents"], AccessClaims, issuers=("identity",)) for each in told]
    assert [each.acr for each in claims] == [1, 2]


async def test_setting_it_up_strengthens_the_session_at_hand_and_ends_the_others(
    identity: ServiceUnderTest, tenant: UUID
):
    slug = await an_organisation(identity, tenant)
    account = await an_account(identity, tenant)
    other, mine = [(await sign_in(identity, slug, "camille.rougon")).json() for _ in range(2)]
    me = a_citizen(tenant, subject=account, session=UUID(mine["session_id"]), authenticated_at=identity.clock())
    key = (await identity.call(me, "POST", "/v1/profile/second-factor")).json()["key"]
    body = {"code": code_of(identity, key)}
    await identity.call(me, "POST", "/v1/profile/second-factor/confirmation", json=body)

    assert (await exchange(identity, other["secret"], slug)).status_code == 401
    assert (await exchange(identity, mine["secret"], slug)).json()["acr"] == 2


async def test_confirming_who_one_is_takes_the_second_step_too(identity: ServiceUnderTest, tenant: UUID):
    slug, _, key, _ = await set_up(identity, tenant)
    ticket = (await sign_in(identity, slug, "camille.rougon")).json()["ticket"]
    secret = (await second_step(identity, slug, ticket, code_of(identity, key))).json()["secret"]
    identity.clock.move(timedelta(seconds=30))
    asked = {"secret": secret, "password": PASSWORD}

    without = await identity.call_as_gateway("POST", "/internal/step-up", json=asked)
    wrong = await identity.call_as_gateway("POST", "/internal/step-up", json={**asked, "code": "000000x"})
    right = await identity.call_as_gateway("POST", "/internal/step-up", json={**asked, "code": code_of(identity, key)})

    assert (without.status_code, wrong.status_code, right.status_code) == (422, 422, 200)
    assert [fault["pointer"] for fault in problem(without)["errors"]] == ["/code"]


async def test_its_owner_is_written_to_each_time_it_changes(identity: ServiceUnderTest, tenant: UUID):
    _, me, key, _ = await set_up(identity, tenant)
    await identity.call(me, "POST", "/v1/profile/second-factor/removal", json={"code": code_of(identity, key)})

    kind = "identity.account.second_factor_changed.v1"
    facts = [await facts_for(identity, tenant, event) for event in await identity.published(tenant, type=kind)]

    assert [each.template for each in facts] == ["second_factor_added", "second_factor_removed"]
    assert {each.recipients[0].account_id for each in facts} == {me.subject}
    assert facts[0].values["factor"] == "une application d’authentification"


async def test_new_recovery_codes_replace_the_former_ones_and_their_owner_is_told(
    identity: ServiceUnderTest, tenant: UUID
):
    slug, me, _, former = await set_up(identity, tenant)
    proven = replace(me, authenticated_at=identity.clock())

    renewed = await identity.call(proven, "POST", "/v1/profile/second-factor/recovery-codes")
    *_, event = await identity.published(tenant, type="identity.account.second_factor_changed.v1")
    facts = await facts_for(identity, tenant, event)

    codes = renewed.json()["codes"]
    ticket = (await sign_in(identity, slug, "camille.rougon")).json()["ticket"]
    tried = [(await second_step(identity, slug, ticket, code)).status_code for code in (former[0], codes[0], codes[0])]
    assert (len(codes), tried) == (10, [422, 200, 422])
    assert (facts.template, facts.values["factor"]) == (
        "second_factor_added",
        "dix nouveaux codes de secours ; les anciens n’ouvrent plus rien",
    )


async def test_recovery_codes_are_made_with_a_fresh_proof_by_who_has_a_second_factor(
    identity: ServiceUnderTest, tenant: UUID
):
    _, me, _, _ = await set_up(identity, tenant)
    late = replace(me, authenticated_at=identity.clock() - timedelta(minutes=11))
    without = await an_account(identity, tenant, identifier="adele")
    adele = a_citizen(tenant, subject=without, authenticated_at=identity.clock())
    path = "/v1/profile/second-factor/recovery-codes"

    assert problem(await identity.call(late, "POST", path))["type"] == "/problems/step-up-needed"
    assert problem(await identity.call(adele, "POST", path))["type"] == "/problems/no-second-factor"
