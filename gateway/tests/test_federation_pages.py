"""FranceConnect as a browser meets it: there, back, linked, entered by, left (ID-25). The provider is a real one."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from doorstep.browser import Browser
from doorstep.house import House
from doorstep.serving import served
from oidc_provider_mock import run_server_in_thread

from contracts.demo import CITIZEN, PASSWORD
from gateway.internal.main import create_app as create_internal
from gateway.public.main import create_app as create_public
from identity import demo
from identity.main import create_app as create_identity
from kit.service import under_test

pytestmark = pytest.mark.requirement("ID-25")
PAGE = "/mon-profil/identites"
PIVOT = {
    "family_name": "ROUGON",
    "given_name": "Camille",
    "birthdate": "1979-09-03",
    "birthplace": "13001",
    "birthcountry": "99100",
    "gender": "female",
}


@dataclass
class Republic:
    """The portal, the agents' entrance, and the State's provider."""

    provider: str
    public: str
    internal: str

    async def knows(self, sub: str) -> None:
        async with httpx.AsyncClient(timeout=60) as http:
            (await http.put(f"{self.provider}/users/{sub}", json=PIVOT)).raise_for_status()

    async def goes(self, browser: Browser, path: str, sub: str) -> httpx.Response:
        """By our link to the provider, and what our page answers on the way back."""
        there = await browser.get(path)
        assert there.status_code == 303, there.text
        async with httpx.AsyncClient(timeout=60) as http:
            back = urlsplit((await http.post(there.headers["location"], data={"sub": sub})).headers["location"])
        assert back.netloc == browser.host
        return await browser.get(f"{back.path}?{back.query}")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def republic(shared_house: House, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Republic]:
    with run_server_in_thread() as server:
        issuer = f"http://localhost:{server.server_port}"
        file = tmp_path_factory.mktemp("federation") / "providers.toml"
        file.write_text(
            f'[franceconnect]\nlabel = "FranceConnect"\nkind = "citizen"\nissuer = "{issuer}"\nclient_id = "parvis"\n'
            'client_secret = "secret"\nscope = "openid profile"\ndemonstration = true\n'
        )
        async with under_test("identity", create_identity, shared_house.servers, federation_file=file) as identity:
            await demo.load(identity.service.settings)
            async with served(identity.app, lifespan="off") as address:
                urls = {**shared_house.urls, "identity": address}
                services = ",".join(f"{name}={url}" for name, url in urls.items())
                async with (
                    shared_house.entrance(create_public, services=services) as public,
                    shared_house.entrance(create_internal, services=services) as internal,
                ):
                    yield Republic(issuer, public, internal)


async def test_she_links_it_enters_by_it_and_leaves_both(republic: Republic):
    sub, browser = uuid4().hex, Browser(republic.public, host="plassans.localhost:8000")
    await republic.knows(sub)
    token = await browser.token("/connexion")
    await browser.send_form("/connexion", {"identifier": CITIZEN.identifier, "password": PASSWORD}, token=token)

    linked = await republic.goes(browser, f"{PAGE}/franceconnect/lien", sub)
    shown = await browser.get(PAGE)
    await browser.send_form("/deconnexion", {}, token=await browser.token(PAGE))
    sign_in = await browser.get("/connexion")
    entered = await republic.goes(browser, "/connexion/avec/franceconnect?vers=/mon-profil", sub)
    onwards = await browser.get(entered.headers["location"])
    profile = await browser.get("/mon-profil")
    left = await browser.send_form("/deconnexion", {}, token=await browser.token(PAGE))
    leaving = await browser.get(left.headers["location"])

    assert linked.headers["location"] == PAGE
    assert "C’est relié" in shown.text
    assert "Fournisseur de démonstration" in sign_in.text
    assert "S’identifier avec FranceConnect" in sign_in.text
    assert onwards.headers["location"] == "/mon-profil"
    assert "Rougon" in profile.text
    assert left.headers["location"] == "/deconnexion/identite"
    assert f"{republic.provider}/oauth2/end_session?id_token_hint=" in leaving.text


async def test_who_has_linked_nothing_is_told_how(republic: Republic):
    sub, browser = uuid4().hex, Browser(republic.public, host="tulettes.localhost:8000")
    await republic.knows(sub)

    back = await republic.goes(browser, "/connexion/avec/franceconnect", sub)

    assert back.headers["location"] == "/connexion"
    assert "Aucun compte n’est encore relié à cette identité." in (await browser.get("/connexion")).text
    assert not browser.holds("session")


async def test_who_changes_their_mind_over_there_is_back_where_they_were(republic: Republic):
    browser = Browser(republic.public, host="plassans.localhost:8000")
    await browser.get("/connexion/avec/franceconnect")

    back = await browser.get("/connexion/avec/franceconnect/retour?error=access_denied&state=x")

    assert back.headers["location"] == "/connexion"
    assert "La connexion a été abandonnée." in (await browser.get("/connexion")).text


async def test_a_way_back_that_this_browser_did_not_set_out_on_is_refused(republic: Republic):
    browser = Browser(republic.public, host="plassans.localhost:8000")

    back = await browser.get("/connexion/avec/franceconnect/retour?code=x&state=x")

    assert back.headers["location"] == "/connexion"
    assert not browser.holds("session")


async def test_at_the_agents_entrance_the_way_back_takes_one_step_of_our_own(republic: Republic):
    """Its cookies are strict: they do not come along from another site."""
    browser = Browser(republic.internal, host="agents.localhost:8001")

    first = await browser.get("/connexion/avec/proconnect/retour?code=c&state=s")

    assert first.status_code == 200
    assert "/connexion/avec/proconnect/retour?state=s&amp;code=c&amp;error=&amp;pas=2" in first.text


async def test_a_provider_that_is_not_offered_is_no_page(republic: Republic):
    browser = Browser(republic.public, host="plassans.localhost:8000")

    assert (await browser.get("/connexion/avec/inconnu")).status_code == 404
