"""Signing in, and what a session's secret is exchanged for."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from chassis.tokens import Verifier
from contracts.demo import ADMINISTRATOR, AGENT, CITIZEN, MAYOR, OPERATOR, PASSWORD, PLASSANS, PLATFORM_OPERATOR
from contracts.tokens import AccessClaims
from kit.service import ServiceUnderTest, problem

from .people import exchange, sign_in


@pytest.mark.requirement("ID-11")
async def test_the_right_password_opens_a_session_of_one_organisation(identity: ServiceUnderTest, demo: None):
    answer = await sign_in(identity, "plassans", CITIZEN.identifier)

    assert answer.status_code == 200
    who = (await exchange(identity, answer.json()["secret"], "plassans")).json()
    assert UUID(who["account_id"]) == CITIZEN.id
    assert (who["kind"], who["display_name"]) == ("citizen", "Camille Rougon")
    assert UUID(who["tenant"]) == UUID(who["organisation"]) == PLASSANS.id


async def test_each_service_gets_a_token_of_its_own(identity: ServiceUnderTest, demo: None):
    secret = (await sign_in(identity, "plassans", AGENT.identifier)).json()["secret"]

    who = (await exchange(identity, secret, None)).json()

    assert set(who["tokens"]) == {"identity", "demarches", "documents", "ticketing", "notifier"}
    verifier = Verifier("demarches", identity.service.trust, now=identity.clock)
    claims = verifier.read(who["tokens"]["demarches"], AccessClaims, issuers=("identity",))
    assert (claims.sub, claims.tenant, claims.exp - claims.iat) == (AGENT.id, PLASSANS.id, 60)
    assert set(claims.permissions) == set(AGENT.permissions)


async def test_only_the_hash_of_the_secret_is_kept(identity: ServiceUnderTest, demo: None):
    secret = (await sign_in(identity, "plassans", CITIZEN.identifier)).json()["secret"]

    rows = await identity.rows("select s::text as line from sessions s")

    assert not any(secret[32:] in row["line"] for row in rows)


async def test_an_unknown_identifier_and_a_wrong_password_get_the_same_answer(identity: ServiceUnderTest, demo: None):
    wrong = await sign_in(identity, "plassans", MAYOR.identifier, password="Fausse-2026")
    unknown = await sign_in(identity, "plassans", "personne.ici", password="Fausse-2026")

    assert wrong.status_code == unknown.status_code == 401
    assert problem(wrong)["title"] == problem(unknown)["title"] == "Identifiant ou mot de passe incorrect."


async def test_an_unknown_identifier_costs_a_hash_like_a_known_one(
    identity: ServiceUnderTest, demo: None, verified: list[Any]
):
    await sign_in(identity, "plassans", "personne.du.tout", password="Fausse-2026")

    assert verified == [(None, "Fausse-2026")]


async def test_a_customers_member_acts_at_the_support_portal_with_ticket_permissions_alone(
    identity: ServiceUnderTest, demo: None
):
    secret = (await sign_in(identity, "plassans", ADMINISTRATOR.identifier)).json()["secret"]

    who = (await exchange(identity, secret, "assistance")).json()

    assert (UUID(who["tenant"]), UUID(who["organisation"])) == (OPERATOR.id, PLASSANS.id)
    assert set(who["permissions"]) == {"ticketing.tickets.open", "ticketing.tickets.read_organisation"}


@pytest.mark.requirement("ID-11")
async def test_a_session_is_worth_nothing_at_another_town_nor_a_citizens_at_the_support_portal(
    identity: ServiceUnderTest, demo: None
):
    member = (await sign_in(identity, "plassans", AGENT.identifier)).json()["secret"]
    citizen = (await sign_in(identity, "plassans", CITIZEN.identifier)).json()["secret"]

    assert (await exchange(identity, member, "tulettes")).status_code == 401
    assert (await exchange(identity, citizen, "assistance")).status_code == 401


async def test_platform_permissions_are_the_operators(identity: ServiceUnderTest, demo: None):
    secret = (await sign_in(identity, "assistance", PLATFORM_OPERATOR.identifier)).json()["secret"]

    who = (await exchange(identity, secret, None)).json()

    assert "platform.guichets.activate" in who["permissions"]


async def test_signing_out_kills_the_session_and_says_so(identity: ServiceUnderTest, demo: None):
    signed_in = (await sign_in(identity, "plassans", CITIZEN.identifier)).json()

    ended = await identity.call_as_gateway("POST", "/internal/sign-out", json={"secret": signed_in["secret"]})

    assert ended.status_code == 204
    assert (await exchange(identity, signed_in["secret"], "plassans")).status_code == 401
    revoked = await identity.published(PLASSANS.id, type="identity.session.revoked.v1")
    assert signed_in["session_id"] in {event["data"]["session_id"] for event in revoked}


@pytest.mark.parametrize(
    ("who", "idle", "absolute"),
    [(CITIZEN, timedelta(minutes=30), timedelta(hours=12)), (AGENT, timedelta(hours=2), timedelta(hours=8))],
)
async def test_a_session_ends_when_idle_and_at_its_absolute_limit(
    identity: ServiceUnderTest, demo: None, who: Any, idle: timedelta, absolute: timedelta
):
    idle_one = (await sign_in(identity, "plassans", who.identifier)).json()["secret"]
    busy_one = (await sign_in(identity, "plassans", who.identifier)).json()["secret"]

    identity.clock.move(idle)
    assert (await exchange(identity, idle_one, "plassans")).status_code == 401
    identity.clock.reset()
    spent = timedelta()
    while spent + idle / 2 < absolute:
        assert (await exchange(identity, busy_one, "plassans")).status_code == 200
        identity.clock.move(idle / 2)
        spent += idle / 2
    identity.clock.move(absolute - spent)
    assert (await exchange(identity, busy_one, "plassans")).status_code == 401


async def test_a_step_up_gives_a_fresh_proof_and_a_new_secret(identity: ServiceUnderTest, demo: None):
    secret = (await sign_in(identity, "plassans", CITIZEN.identifier)).json()["secret"]
    before = (await exchange(identity, secret, "plassans")).json()["authenticated_at"]
    identity.clock.move(timedelta(minutes=10))

    body = {"secret": secret, "password": PASSWORD}
    stepped = (await identity.call_as_gateway("POST", "/internal/step-up", json=body)).json()

    assert (await exchange(identity, secret, "plassans")).status_code == 401
    after = (await exchange(identity, stepped["secret"], "plassans")).json()["authenticated_at"]
    assert after - before >= 600


async def test_a_step_up_with_the_wrong_password_is_refused(identity: ServiceUnderTest, demo: None):
    secret = (await sign_in(identity, "plassans", CITIZEN.identifier)).json()["secret"]

    body = {"secret": secret, "password": "Fausse-2026"}
    answer = await identity.call_as_gateway("POST", "/internal/step-up", json=body)

    assert answer.status_code == 422
    assert problem(answer)["errors"][0]["pointer"] == "/password"


async def test_the_gateways_door_is_closed_to_everybody_else(identity: ServiceUnderTest, demo: None):
    from kit.actors import a_citizen, a_member, a_visitor

    for actor in (None, a_visitor(PLASSANS.id), a_citizen(PLASSANS.id), a_member(PLASSANS.id)):
        for path in ("sign-in", "exchange", "sessions/ended", "sign-out", "step-up"):
            assert (await identity.call(actor, "POST", f"/internal/{path}", json={})).status_code == 401
        assert (await identity.call(actor, "GET", "/internal/organisations")).status_code == 401


async def test_an_organisation_is_found_by_its_host(identity: ServiceUnderTest, demo: None):
    facts = (await identity.call_as_gateway("GET", "/internal/organisations/plassans")).json()
    unknown = await identity.call_as_gateway("GET", "/internal/organisations/nulle-part")

    assert (facts["name"], facts["guichet_active"], facts["is_support_portal"]) == ("Ville de Plassans", True, False)
    assert facts["rgpd"]["controller"] == "Ville de Plassans"
    assert unknown.status_code == 404


async def test_unknown_fields_are_refused_and_named(identity: ServiceUnderTest, demo: None):
    body = {"slug": "plassans", "identifier": "x", "password": "y", "role": "admin"}

    answer = await identity.call_as_gateway("POST", "/internal/sign-in", json=body)

    assert answer.status_code == 422
    assert b"role" in msgspec.json.encode(problem(answer))


async def seen(identity: ServiceUnderTest, slug: str | None, *secrets: str) -> list[Any]:
    asked = {"secrets": list(secrets), "slug": slug}
    return (await identity.call_as_gateway("POST", "/internal/sessions", json=asked)).json()


@pytest.mark.requirement("ID-11")
async def test_a_browser_s_sessions_are_named_and_open_nothing(identity: ServiceUnderTest, demo: None):
    secrets = [(await sign_in(identity, "plassans", each.identifier)).json()["secret"] for each in (AGENT, CITIZEN)]

    agent, unknown, citizen = await seen(identity, "plassans", secrets[0], "0" * 80, secrets[1])

    assert (agent["display_name"], agent["kind"], agent["organisation_slug"]) == (
        "Adèle Sicardot",
        "member",
        "plassans",
    )
    assert UUID(citizen["account_id"]) == CITIZEN.id
    assert unknown is None
    assert not {"tokens", "permissions"} & agent.keys()


@pytest.mark.requirement("ID-11")
async def test_a_session_is_named_only_where_it_may_act_and_while_it_lives(identity: ServiceUnderTest, demo: None):
    secret = (await sign_in(identity, "plassans", CITIZEN.identifier)).json()["secret"]
    at_home, elsewhere = await seen(identity, "plassans", secret), await seen(identity, "tulettes", secret)

    await identity.call_as_gateway("POST", "/internal/sign-out", json={"secret": secret})

    assert (at_home[0]["kind"], elsewhere) == ("citizen", [None])
    assert await seen(identity, "plassans", secret) == [None]


@pytest.mark.requirement("ID-11")
async def test_being_named_keeps_nobody_signed_in(identity: ServiceUnderTest, demo: None):
    secret = (await sign_in(identity, "plassans", CITIZEN.identifier)).json()["secret"]

    identity.clock.move(timedelta(minutes=20))
    named = await seen(identity, "plassans", secret)
    identity.clock.move(timedelta(minutes=20))

    assert named[0]["kind"] == "citizen"
    assert await seen(identity, "plassans", secret) == [None]


async def was_ended(identity: ServiceUnderTest, secret: str) -> bool:
    return (await identity.call_as_gateway("POST", "/internal/sessions/ended", json={"secret": secret})).json()["ended"]


@pytest.mark.requirement("GW-04")
async def test_a_session_that_grew_old_was_not_ended_by_anybody(identity: ServiceUnderTest, demo: None):
    old, closed = [(await sign_in(identity, "plassans", CITIZEN.identifier)).json()["secret"] for _ in range(2)]
    await identity.call_as_gateway("POST", "/internal/sign-out", json={"secret": closed})

    identity.clock.move(timedelta(hours=13))

    assert not await was_ended(identity, old)
    assert await was_ended(identity, closed)
    assert await was_ended(identity, "0" * 80)
