"""FranceConnect and ProConnect, against a real OpenID provider that runs beside the test (ID-25)."""

import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from oidc_provider_mock import run_server_in_thread

from chassis.actor import Actor
from chassis.ids import new_id
from identity.domain.accounts import AccountKind
from identity.domain.organisations import Registers
from identity.federation.client import Flow, OpenIdClient
from identity.federation.providers import Provider, read_providers
from identity.main import create_app
from kit.actors import a_citizen, a_member
from kit.servers import Servers
from kit.service import ServiceUnderTest, problem, under_test

from .people import an_account, an_organisation, exchange, sign_in

pytestmark = pytest.mark.requirement("ID-25")
LINKS = "/v1/profile/federations"
CAMILLE = {
    "family_name": "ROUGON",
    "given_name": "Camille Angélique",
    "birthdate": "1979-09-03",
    "birthplace": "13001",
    "birthcountry": "99100",
    "gender": "female",
    "acr": "eidas1",
    "email": "camille.rougon@example.org",
}
ADELE = {"given_name": "Adèle", "usual_name": "Sicardot", "siret": "21130001500247", "acr": "eidas1"}


@dataclass
class State:
    """The provider of the test: people, and what the browser does there."""

    address: str
    http: httpx.AsyncClient = field(default_factory=lambda: httpx.AsyncClient(timeout=60))

    async def knows(self, sub: str, **claims: Any) -> None:
        (await self.http.put(f"{self.address}/users/{sub}", json=claims)).raise_for_status()

    async def visited(self, address: str, sub: str) -> dict[str, str]:
        """What the browser comes back with."""
        answer = await self.http.post(address, data={"sub": sub})
        assert answer.status_code == 302, answer.text
        return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def federated(
    servers: Servers, provider: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[ServiceUnderTest]:
    file = tmp_path_factory.mktemp("federation") / "providers.toml"
    shared = f'issuer = "{provider}"\nclient_id = "parvis"\nclient_secret = "secret"\nscope = "openid profile email"\n'
    levels = 'accepted = ["eidas1", "eidas2"]\nstrong = ["eidas2"]\nacr_values = "eidas1"\n'
    file.write_text(
        f'[franceconnect]\nlabel = "FranceConnect"\nkind = "citizen"\n{shared}{levels}'
        f'[proconnect]\nlabel = "ProConnect"\nkind = "member"\n{shared}{levels}'
        f'[eteint]\nlabel = "Éteint"\nkind = "citizen"\n{shared.replace(provider, "http://localhost:9")}'
    )
    async with under_test("identity", create_app, servers, federation_file=file) as service:
        yield service


@pytest_asyncio.fixture(loop_scope="session")
async def state(provider: str) -> AsyncIterator[State]:
    state = State(provider)
    yield state
    await state.http.aclose()


async def journey(
    federated: ServiceUnderTest, state: State, sub: str, *, provider: str = "franceconnect"
) -> dict[str, str]:
    """There and back: what the gateway then asks identity."""
    sent = {"provider": provider, "flow": secrets.token_urlsafe(48), "redirect_uri": "http://plassans.localhost/retour"}
    told = await federated.call_as_gateway("POST", "/internal/federation-departures", json=sent)
    assert told.status_code == 200, told.text
    back = await state.visited(told.json()["address"], sub)
    return {**sent, "state": back["state"], "code": back["code"]}


async def enter(federated: ServiceUnderTest, asked: dict[str, str], slug: str, **changes: str) -> httpx.Response:
    body = {**asked, "slug": slug, **changes}
    return await federated.call_as_gateway("POST", "/internal/federation-sign-in", json=body)


async def linked(federated: ServiceUnderTest, state: State, tenant: UUID, **claims: Any) -> tuple[str, Actor, str]:
    """A citizen whose account FranceConnect opens: slug, person, their number over there."""
    slug = await an_organisation(federated, tenant)
    me = a_citizen(tenant, subject=await an_account(federated, tenant), authenticated_at=federated.clock())
    sub = new_id().hex
    await state.knows(sub, **{**CAMILLE, "birthdate": _a_day(tenant), **claims})
    answer = await federated.call(me, "POST", LINKS, json=await journey(federated, state, sub))
    assert answer.status_code == 204, answer.text
    return slug, me, sub


def _a_day(tenant: UUID) -> str:
    return f"19{tenant.int % 80 + 10}-01-0{tenant.int % 9 + 1}"


async def test_a_linked_identity_opens_its_account(federated: ServiceUnderTest, state: State, tenant: UUID):
    slug, me, sub = await linked(federated, state, tenant)

    opened = await enter(federated, await journey(federated, state, sub), slug)

    who = (await exchange(federated, opened.json()["secret"], slug)).json()
    assert (UUID(who["account_id"]), who["acr"]) == (me.subject, 1)
    assert opened.json()["logout"].startswith(f"{state.address}/oauth2/end_session?id_token_hint=")
    [line] = [each for each in (await federated.call(me, "GET", LINKS)).json() if each["provider"] == "franceconnect"]
    assert line["last_used_at"] is not None


async def test_it_asks_with_pkce_state_nonce_and_the_level_of_assurance(
    federated: ServiceUnderTest, state: State, tenant: UUID
):
    sent = {"provider": "franceconnect", "flow": secrets.token_urlsafe(48), "redirect_uri": "http://x.localhost/r"}
    told = await federated.call_as_gateway("POST", "/internal/federation-departures", json=sent)

    asked = {name: values[0] for name, values in parse_qs(urlsplit(told.json()["address"]).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"], sent["flow"]}) == 4
    assert (asked["acr_values"], asked["response_type"]) == ("eidas1", "code")


async def test_the_address_never_opens_an_account(federated: ServiceUnderTest, state: State, tenant: UUID):
    slug = await an_organisation(federated, tenant)
    await an_account(federated, tenant, email=CAMILLE["email"])
    await state.knows(tenant.hex, **CAMILLE)

    answer = await enter(federated, await journey(federated, state, tenant.hex), slug)

    assert answer.status_code == 409
    assert problem(answer)["title"].startswith("Aucun compte n’est encore relié à cette identité.")


@pytest.mark.parametrize("name", ["family_name", "given_name", "birthdate", "birthplace", "birthcountry", "gender"])
async def test_another_pivot_identity_is_another_person(
    federated: ServiceUnderTest, state: State, tenant: UUID, name: str
):
    slug, _, sub = await linked(federated, state, tenant)
    changed = {"birthdate": "1811-01-01", "gender": "male"}.get(name, "Autre")
    await state.knows(sub, **{**CAMILLE, "birthdate": _a_day(tenant), name: changed})

    answer = await enter(federated, await journey(federated, state, sub), slug)

    assert answer.status_code == 409


async def test_accents_case_and_hyphens_are_no_difference_but_a_missing_part_is_refused(
    federated: ServiceUnderTest, state: State, tenant: UUID
):
    slug, _, sub = await linked(federated, state, tenant)
    await state.knows(sub, **{**CAMILLE, "birthdate": _a_day(tenant), "given_name": "CAMILLE-ANGELIQUE"})
    same = await enter(federated, await journey(federated, state, sub), slug)
    await state.knows(sub, **{**CAMILLE, "birthdate": ""})
    missing = await enter(federated, await journey(federated, state, sub), slug)

    assert (same.status_code, missing.status_code) == (200, 422)


async def test_only_the_same_person_links_it_and_to_one_account(
    federated: ServiceUnderTest, state: State, tenant: UUID
):
    _, _, sub = await linked(federated, state, tenant)
    other = await an_account(federated, tenant, identifier="camille.deux")
    twin = a_citizen(tenant, subject=other, authenticated_at=federated.clock())
    stranger = f"{sub}x"
    await state.knows(stranger, **{**CAMILLE, "family_name": "Macquart"})

    taken = await federated.call(twin, "POST", LINKS, json=await journey(federated, state, sub))
    foreign = await federated.call(twin, "POST", LINKS, json=await journey(federated, state, stranger))
    stale = a_citizen(tenant, subject=other, authenticated_at=federated.clock() - timedelta(minutes=11))
    again = await federated.call(stale, "POST", LINKS, json=await journey(federated, state, sub))

    assert (taken.status_code, foreign.status_code) == (409, 403)
    assert problem(again)["type"] == "/problems/step-up-needed"


@pytest.mark.parametrize("spoil", ["state", "flow", "code", "again", "provider"])
async def test_a_journey_serves_once_and_to_the_browser_that_began_it(
    federated: ServiceUnderTest, state: State, tenant: UUID, spoil: str
):
    slug, _, sub = await linked(federated, state, tenant)
    asked = await journey(federated, state, sub)
    if spoil == "again":
        assert (await enter(federated, asked, slug)).status_code == 200
    changes = {
        "state": {"state": "x" * 43},
        "flow": {"flow": secrets.token_urlsafe(48)},
        "code": {"code": "x"},
        "again": {},
        "provider": {"provider": "inconnu"},
    }[spoil]

    answer = await enter(federated, asked, slug, **changes)

    assert answer.status_code == (404 if spoil == "provider" else 422)


async def test_a_nonce_of_another_journey_is_refused(federated: ServiceUnderTest, state: State, tenant: UUID):
    """The code of one browser, brought by another whose state was made to fit."""
    slug, _, sub = await linked(federated, state, tenant)
    asked = await journey(federated, state, sub)
    mine = secrets.token_urlsafe(48)

    answer = await enter(federated, asked, slug, flow=mine, state=Flow(mine).state)

    assert answer.status_code == 422


async def test_a_weaker_assurance_is_refused_and_a_stronger_one_counts(
    federated: ServiceUnderTest, state: State, tenant: UUID
):
    slug, _, sub = await linked(federated, state, tenant)
    claims = {**CAMILLE, "birthdate": _a_day(tenant)}
    await state.knows(sub, **{**claims, "acr": "eidas0"})
    weak = await enter(federated, await journey(federated, state, sub), slug)
    await state.knows(sub, **{**claims, "acr": "eidas2"})
    strong = await enter(federated, await journey(federated, state, sub), slug)

    assert weak.status_code == 422
    assert (await exchange(federated, strong.json()["secret"], slug)).json()["acr"] == 2


async def test_it_is_taken_away_and_opens_nothing_any_more(federated: ServiceUnderTest, state: State, tenant: UUID):
    slug, me, sub = await linked(federated, state, tenant)

    removed = await federated.call(me, "DELETE", f"{LINKS}/franceconnect")
    again = await federated.call(me, "DELETE", f"{LINKS}/franceconnect")
    answer = await enter(federated, await journey(federated, state, sub), slug)

    assert (removed.status_code, again.status_code, answer.status_code) == (204, 404, 409)
    told = [event["data"] for event in await federated.published(tenant) if "second_factor" in event["type"]]
    assert [(each["factor"], each["enabled"]) for each in told] == [("franceconnect", True), ("franceconnect", False)]


async def test_nothing_of_the_person_is_kept(federated: ServiceUnderTest, state: State, tenant: UUID):
    _, _, sub = await linked(federated, state, tenant)

    rows = await federated.rows("select f::text as line from federated_identities f where tenant = :t", t=tenant)

    assert len(rows) == 1
    assert not any(said in rows[0]["line"] for said in (sub, "ROUGON", "Camille", _a_day(tenant)))


async def test_a_provider_that_is_down_is_said_and_the_password_still_opens(federated: ServiceUnderTest, tenant: UUID):
    slug = await an_organisation(federated, tenant)
    await an_account(federated, tenant)
    sent = {"provider": "eteint", "flow": secrets.token_urlsafe(48), "redirect_uri": "http://x.localhost/r"}

    answer = await federated.call_as_gateway("POST", "/internal/federation-departures", json=sent)

    assert answer.status_code == 409
    assert problem(answer)["title"].startswith("Ce service d’identité ne répond pas.")
    assert (await sign_in(federated, slug, "camille.rougon")).json()["secret"]


async def test_a_new_key_of_the_provider_is_found(federated: ServiceUnderTest, servers: Servers):
    """It changes its signing key while we run: the signature by an unknown one makes us read its keys again."""
    with run_server_in_thread() as first:
        port = first.server_port
        known = Provider(
            label="FranceConnect",
            kind=AccountKind.CITIZEN,
            issuer=f"http://localhost:{port}",
            client_id="parvis",
            client_secret="secret",
        )
        client = OpenIdClient(known, now=federated.clock)
        assert (await _round(client, State(known.issuer))).claims["sub"] == "un"
    with run_server_in_thread(port=port):
        assert (await _round(client, State(known.issuer))).claims["sub"] == "un"


async def _round(client: OpenIdClient, state: State) -> Any:
    flow = Flow(secrets.token_urlsafe(48))
    await state.knows("un")
    back = await state.visited(await client.address(flow, "http://x.localhost/r"), "un")
    await state.http.aclose()
    return await client.redeem(flow, back["code"], "http://x.localhost/r")


async def test_an_agent_enters_by_number_and_siret(federated: ServiceUnderTest, state: State, tenant: UUID):
    siren = f"{tenant.int % 1_000_000_000:09}"
    slug = await an_organisation(federated, tenant, registers=Registers(siren=siren))
    account = await an_account(federated, tenant, identifier="adele", kind=AccountKind.MEMBER)
    me = a_member(tenant, subject=account, authenticated_at=federated.clock())
    await state.knows(tenant.hex, **{**ADELE, "siret": f"{siren}00017"})
    ours = await federated.call(
        me, "POST", LINKS, json=await journey(federated, state, tenant.hex, provider="proconnect")
    )

    # At the agents' entrance nobody says the organisation: the SIRET does.
    opened = await enter(federated, await journey(federated, state, tenant.hex, provider="proconnect"), "")
    await state.knows(tenant.hex, **{**ADELE, "siret": "11000201100044"})
    moved = await enter(federated, await journey(federated, state, tenant.hex, provider="proconnect"), slug)
    unknown = await enter(federated, await journey(federated, state, tenant.hex, provider="proconnect"), "")

    assert ours.status_code == 204
    assert (await exchange(federated, opened.json()["secret"], None)).json()["account_id"] == str(account)
    assert opened.json()["slug"] == slug
    assert (moved.status_code, unknown.status_code) == (403, 403)


async def test_citizens_have_franceconnect_and_agents_proconnect(
    federated: ServiceUnderTest, state: State, tenant: UUID
):
    slug = await an_organisation(federated, tenant)
    me = a_citizen(tenant, subject=await an_account(federated, tenant), authenticated_at=federated.clock())
    await state.knows(tenant.hex, **ADELE)

    crossed = await federated.call(
        me, "POST", LINKS, json=await journey(federated, state, tenant.hex, provider="proconnect")
    )

    offered = {each["provider"] for each in (await federated.call(me, "GET", LINKS)).json()}
    assert (crossed.status_code, offered, slug != "") == (404, {"franceconnect", "eteint"}, True)


def test_a_mistake_in_the_file_is_named_at_start(tmp_path: Any):
    file = tmp_path / "providers.toml"
    file.write_text('[franceconnect]\nlabel = "FranceConnect"\nsecret = "x"\n')

    with pytest.raises(ValueError, match="secret"):
        read_providers(file)
