"""Passkeys, at the level of the protocol: what is accepted, and what is refused (ID-25)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import httpx
import pytest

from chassis.actor import Actor
from chassis.ids import new_id
from contracts.demo import PASSWORD
from identity.domain.accounts import AccountKind
from kit.actors import a_citizen, a_member
from kit.service import ServiceUnderTest, problem

from .people import an_account, an_organisation, exchange, sign_in
from .soft_authenticator import SoftAuthenticator
from .test_answers import facts_for

pytestmark = pytest.mark.requirement("ID-25")
PASSKEYS = "/v1/profile/passkeys"
REFUSED = "Cette clé d’accès n’a pas été reconnue. Recommencez, ou choisissez un autre moyen."


class Owner(NamedTuple):
    slug: str
    me: Actor
    key: SoftAuthenticator
    codes: list[str]


@pytest.fixture(autouse=True)
def a_still_clock(identity: ServiceUnderTest) -> None:
    identity.clock.stop_at(datetime.now(UTC))


async def options_for(identity: ServiceUnderTest, actor: Actor, entrance: str = "portal") -> dict[str, Any]:
    answer = await identity.call(actor, "POST", f"{PASSKEYS}/options", json={"entrance": entrance})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def add(identity: ServiceUnderTest, actor: Actor, credential: str, **changes: str) -> httpx.Response:
    body = {"name": "Mon téléphone", "credential": credential, "entrance": "portal", **changes}
    return await identity.call(actor, "POST", PASSKEYS, json=body)


async def an_owner(identity: ServiceUnderTest, tenant: UUID) -> Owner:
    slug = await an_organisation(identity, tenant)
    me = a_citizen(tenant, subject=await an_account(identity, tenant), authenticated_at=identity.clock())
    key = SoftAuthenticator(f"http://{slug}.localhost:8000")
    added = await add(identity, me, key.make(await options_for(identity, me)))
    assert added.status_code == 201, added.text
    return Owner(slug, me, key, added.json()["codes"])


async def question(identity: ServiceUnderTest, slug: str) -> dict[str, Any]:
    return (await identity.call_as_gateway("POST", "/internal/passkey-options", json={"slug": slug})).json()


async def enter(identity: ServiceUnderTest, slug: str, credential: str, **more: str) -> httpx.Response:
    body = {"slug": slug, "credential": credential, **more}
    return await identity.call_as_gateway("POST", "/internal/passkey-sign-in", json=body)


async def test_a_passkey_signs_in_alone_and_as_strongly_as_two_steps(identity: ServiceUnderTest, tenant: UUID):
    slug, me, key, _ = await an_owner(identity, tenant)

    answer = await enter(identity, slug, key.prove(await question(identity, slug)))

    who = (await exchange(identity, answer.json()["secret"], slug)).json()
    assert (UUID(who["account_id"]), who["acr"]) == (me.subject, 2)
    [line] = (await identity.call(me, "GET", PASSKEYS)).json()
    assert (line["name"], line["host"]) == ("Mon téléphone", f"{slug}.localhost")
    assert line["last_used_at"] is not None


async def test_with_a_passkey_the_password_alone_opens_nothing_any_more(identity: ServiceUnderTest, tenant: UUID):
    slug, _, key, codes = await an_owner(identity, tenant)

    first = (await sign_in(identity, slug, "camille.rougon")).json()
    proof = key.prove(await question(identity, slug))
    second = await enter(identity, slug, proof, ticket=first["ticket"])
    spare = {"slug": slug, "ticket": first["ticket"], "code": codes[0]}
    by_paper = await identity.call_as_gateway("POST", "/internal/second-step", json=spare)

    assert (first["secret"], first["passkey"], first["application"]) == ("", True, False)
    assert (second.status_code, by_paper.status_code) == (200, 200)
    assert len(codes) == 10


async def test_a_second_step_takes_that_accounts_passkey_and_no_other(identity: ServiceUnderTest, tenant: UUID):
    slug, _, key, _ = await an_owner(identity, tenant)
    other = a_citizen(
        tenant, subject=await an_account(identity, tenant, identifier="silvere"), authenticated_at=identity.clock()
    )
    theirs = SoftAuthenticator(key.origin)
    await add(identity, other, theirs.make(await options_for(identity, other)))
    ticket = (await sign_in(identity, slug, "camille.rougon")).json()["ticket"]

    answer = await enter(identity, slug, theirs.prove(await question(identity, slug)), ticket=ticket)

    assert answer.status_code == 422


Spoil = Callable[[SoftAuthenticator, dict[str, Any]], str]
SPOILT: dict[str, Spoil] = {
    "another origin": lambda key, asked: key.prove(asked, origin="http://plassans.localhost.evil.example"),
    "another site": lambda key, asked: key.prove({**asked, "rpId": "evil.example"}),
    "nobody looked": lambda key, asked: key.prove(asked, verified=False),
    "another key": lambda key, asked: replace(key, key=SoftAuthenticator("").key).prove(asked),
    "an unknown passkey": lambda key, asked: replace(key, credential_id=uuid4().bytes).prove(asked),
    "a challenge of their own": lambda key, asked: key.prove({**asked, "challenge": "A" * 75}),
    "nonsense": lambda key, asked: '{"rawId": 3}',
    "no JSON": lambda key, asked: "[" * 30_000,
}


@pytest.mark.parametrize("spoil", SPOILT)
async def test_what_does_not_prove_it_is_refused_in_one_sentence(identity: ServiceUnderTest, tenant: UUID, spoil: str):
    slug, _, key, _ = await an_owner(identity, tenant)

    answer = await enter(identity, slug, SPOILT[spoil](key, await question(identity, slug)))

    assert answer.status_code == 422
    assert problem(answer)["errors"] == [{"pointer": "/credential", "detail": REFUSED, "code": "passkey"}]


async def test_a_challenge_serves_once_and_for_five_minutes(identity: ServiceUnderTest, tenant: UUID):
    slug, _, key, _ = await an_owner(identity, tenant)
    asked = await question(identity, slug)
    late = await question(identity, slug)

    first = await enter(identity, slug, key.prove(asked))
    again = await enter(identity, slug, key.prove(asked))
    identity.clock.move(timedelta(minutes=5))
    after = await enter(identity, slug, key.prove(late))

    assert [answer.status_code for answer in (first, again, after)] == [200, 422, 422]


async def test_a_challenge_to_add_a_passkey_proves_nobody(identity: ServiceUnderTest, tenant: UUID):
    slug, me, key, _ = await an_owner(identity, tenant)
    asked = await options_for(identity, me)

    answer = await enter(identity, slug, key.prove({"rpId": asked["rp"]["id"], "challenge": asked["challenge"]}))

    assert answer.status_code == 422


async def test_a_counter_that_does_not_go_up_betrays_a_copy(identity: ServiceUnderTest, tenant: UUID):
    slug, _, key, _ = await an_owner(identity, tenant)
    copy = replace(key)
    await enter(identity, slug, key.prove(await question(identity, slug), advance=5))

    answer = await enter(identity, slug, copy.prove(await question(identity, slug)))

    assert answer.status_code == 422


async def test_a_passkey_of_one_town_opens_no_other(identity: ServiceUnderTest, tenant: UUID):
    _, _, key, _ = await an_owner(identity, tenant)
    elsewhere = await an_organisation(identity, new_id())

    answer = await enter(identity, elsewhere, key.prove(await question(identity, elsewhere)))

    assert answer.status_code == 422


async def test_a_members_passkey_of_the_agents_entrance_says_whose_it_is(identity: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(identity, tenant)
    account = await an_account(identity, tenant, identifier="adele", kind=AccountKind.MEMBER)
    me = a_member(tenant, subject=account, authenticated_at=identity.clock())
    key = SoftAuthenticator("http://agents.localhost:8001")
    await add(identity, me, key.make(await options_for(identity, me, "agents")), entrance="agents")

    there = await enter(identity, "", key.prove(await question(identity, "")))
    at_portal = await enter(identity, slug, key.prove(await question(identity, slug)))

    assert (await exchange(identity, there.json()["secret"], None)).json()["account_id"] == str(account)
    assert at_portal.status_code == 422


async def test_adding_and_removing_ask_for_a_fresh_proof(identity: ServiceUnderTest, tenant: UUID):
    _, me, key, _ = await an_owner(identity, tenant)
    stale = replace(me, authenticated_at=identity.clock() - timedelta(minutes=11))
    [line] = (await identity.call(me, "GET", PASSKEYS)).json()

    answers = [
        await identity.call(stale, "POST", f"{PASSKEYS}/options", json={}),
        await add(identity, stale, key.make(await options_for(identity, me))),
        await identity.call(stale, "DELETE", f"{PASSKEYS}/{line['passkey_id']}"),
    ]

    assert {problem(answer)["type"] for answer in answers} == {"/problems/step-up-needed"}


async def test_it_is_renamed_and_taken_away_by_its_owner_alone(identity: ServiceUnderTest, tenant: UUID):
    slug, me, key, _ = await an_owner(identity, tenant)
    [line] = (await identity.call(me, "GET", PASSKEYS)).json()
    path = f"{PASSKEYS}/{line['passkey_id']}"
    other = a_citizen(tenant, authenticated_at=identity.clock())

    foreign = [
        await identity.call(other, "PUT", path, json={"name": "À moi"}),
        await identity.call(other, "DELETE", path),
        await identity.call(a_citizen(), "DELETE", path),
    ]
    nameless = await identity.call(me, "PUT", path, json={"name": " "})
    renamed = await identity.call(me, "PUT", path, json={"name": "Ordinateur"})
    lines = (await identity.call(me, "GET", PASSKEYS)).json()
    removed = await identity.call(me, "DELETE", path)
    gone = await enter(identity, slug, key.prove(await question(identity, slug)))

    assert [answer.status_code for answer in foreign] == [404, 404, 404]
    assert problem(nameless)["errors"][0]["pointer"] == "/name"
    assert (renamed.status_code, lines[0]["name"], removed.status_code) == (204, "Ordinateur", 204)
    assert gone.status_code == 422
    # With the last one, the second step goes.
    assert (await sign_in(identity, slug, "camille.rougon")).json()["secret"]


async def test_its_owner_is_written_to(identity: ServiceUnderTest, tenant: UUID):
    await an_owner(identity, tenant)

    [event] = await identity.published(tenant, type="identity.account.second_factor_changed.v1")

    facts = await facts_for(identity, tenant, event)
    assert (facts.template, facts.values["factor"]) == ("second_factor_added", "une clé d’accès")


async def test_it_proves_again_who_one_is(identity: ServiceUnderTest, tenant: UUID):
    slug, _, key, codes = await an_owner(identity, tenant)
    secret = (await enter(identity, slug, key.prove(await question(identity, slug)))).json()["secret"]
    before = (await exchange(identity, secret, slug)).json()["authenticated_at"]
    identity.clock.move(timedelta(minutes=10))

    with_password = {"secret": secret, "password": PASSWORD}
    alone = await identity.call_as_gateway("POST", "/internal/step-up", json=with_password)
    body = {"slug": slug, "secret": secret, "credential": key.prove(await question(identity, slug))}
    stepped = await identity.call_as_gateway("POST", "/internal/passkey-step-up", json=body)

    assert alone.status_code == 422
    after = (await exchange(identity, stepped.json()["secret"], slug)).json()["authenticated_at"]
    assert after - before >= 600
    spare = {**with_password, "secret": stepped.json()["secret"], "code": codes[0]}
    assert (await identity.call_as_gateway("POST", "/internal/step-up", json=spare)).status_code == 200


async def test_a_closed_account_is_not_opened_by_its_passkey(identity: ServiceUnderTest, tenant: UUID):
    slug, _, key, _ = await an_owner(identity, tenant)
    identity.clock.move(timedelta(days=500))

    answer = await enter(identity, slug, key.prove(await question(identity, slug)))

    assert answer.status_code == 403
