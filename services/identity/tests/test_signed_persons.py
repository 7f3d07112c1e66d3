"""What FranceConnect and ProConnect sign, and the verifier that they ask for: refused whenever it is not exactly right."""

import secrets
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from joserfc.jwk import RSAKey

from chassis.clock import utc_now
from identity.domain.accounts import AccountKind
from identity.domain.federation import FederationRefused
from identity.federation.client import Flow, OpenIdClient, Proven
from identity.federation.providers import Provider
from kit.strict_provider import StrictProvider, strict_provider

from .test_federation import CAMILLE, State

pytestmark = pytest.mark.requirement("ID-25")
BACK = "http://plassans.localhost/retour"


@pytest.fixture(scope="module")
def shared_provider() -> Iterator[StrictProvider]:
    with strict_provider() as provider:
        yield provider


@pytest.fixture
def strict(shared_provider: StrictProvider) -> StrictProvider:
    shared_provider.reset()
    return shared_provider


@pytest_asyncio.fixture(loop_scope="session")
async def state(strict: StrictProvider) -> AsyncIterator[State]:
    state = State(strict.address)
    await state.knows("camille", **CAMILLE)
    yield state
    await state.http.aclose()


def a_client(strict: StrictProvider, **changes: Any) -> OpenIdClient:
    facts: dict[str, Any] = {
        "label": "FranceConnect",
        "kind": AccountKind.CITIZEN,
        "issuer": strict.address,
        "client_id": "parvis",
        "client_secret": "secret",
        "scope": "openid profile",
        "signs_person": True,
    }
    return OpenIdClient(Provider(**{**facts, **changes}), now=utc_now)


async def journey(client: OpenIdClient, state: State, flow: Flow | None = None) -> Proven:
    mine = flow or Flow(secrets.token_urlsafe(48))
    back = await state.visited(await client.address(mine, BACK), "camille")
    return await client.redeem(mine, back["code"], BACK)


async def test_what_is_signed_for_us_is_believed(strict: StrictProvider, state: State):
    proven = await journey(a_client(strict), state)

    assert (proven.claims["sub"], proven.claims["family_name"]) == ("camille", "ROUGON")
    assert strict.refused == []


@pytest.mark.parametrize(
    "said",
    [
        {"aud": "un-autre-site"},
        {"aud": ["un-autre-site"]},
        {"aud": None},
        {"iss": "http://localhost:9"},
        {"iss": None},
        {"sub": "quelqu-un-d-autre"},
        {"sub": None},
        {"exp": 1_000_000_000},
    ],
    ids=["audience", "audiences", "no audience", "issuer", "no issuer", "another person", "nobody", "over"],
)
async def test_what_is_signed_for_others_or_of_others_is_refused(
    strict: StrictProvider, state: State, said: dict[str, Any]
):
    strict.said = said

    with pytest.raises(FederationRefused):
        await journey(a_client(strict), state)


async def test_another_key_is_refused(strict: StrictProvider, state: State):
    strict.key = RSAKey.generate_key(2048)

    with pytest.raises(FederationRefused):
        await journey(a_client(strict), state)


async def test_unsigned_facts_are_refused_where_they_are_to_be_signed(strict: StrictProvider, state: State):
    strict.unsigned = True

    with pytest.raises(FederationRefused):
        await journey(a_client(strict), state)
    assert (await journey(a_client(strict, signs_person=False), state)).claims["sub"] == "camille"


async def test_the_provider_gives_nothing_without_the_verifier_that_was_announced(strict: StrictProvider, state: State):
    """Somebody who saw the code go by has no verifier."""
    client, mine = a_client(strict), Flow(secrets.token_urlsafe(48))
    back = await state.visited(await client.address(mine, BACK), "camille")

    with pytest.raises(FederationRefused):
        await client.redeem(Flow(secrets.token_urlsafe(48)), back["code"], BACK)
    assert strict.refused == ["code_verifier"]
