"""One's own space, from the first form to the last sign-out: the account pages before the real identity."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio
from doorstep.browser import Browser
from doorstep.house import House
from doorstep.serving import served

from chassis import timers
from chassis.robot_digits import codes
from contracts.demo import AGENT, CITIZEN, PASSWORD, PLASSANS, DemoAccount
from gateway.api import ServiceDown
from gateway.entrance import SIGN_INS_AT_ONCE
from gateway.here import Here
from gateway.portal.account import sign_in
from identity import demo
from identity.commands.ask_recovery import TIMERS
from identity.domain.activation_keys import key_for
from identity.domain.links import Purpose, token_for
from identity.main import create_app as create_identity
from kit.actors import a_member, a_visitor
from kit.service import ServiceUnderTest, under_test

EVENTS = {
    Purpose.ACTIVATION: "identity.account.registered.v1",
    Purpose.RESET: "identity.account.password_reset_requested.v1",
}
NEW = "Soleil-de-2027"


@dataclass
class Town:
    """The portal of the demonstration's town. The worker does not run: a test rings its timers."""

    identity: ServiceUnderTest
    address: str

    def visit(self, slug: str = "plassans") -> Browser:
        return Browser(self.address, host=f"{slug}.localhost:8000")

    async def signed_in(self, account: DemoAccount = CITIZEN, *, slug: str = "plassans") -> Browser:
        browser = self.visit(slug)
        await self.sign_in(browser, account.identifier)
        return browser

    async def sign_in(
        self, browser: Browser, identifier: str, password: str = PASSWORD, vers: str = "", **more: str
    ) -> httpx.Response:
        path = f"/connexion?vers={vers}" if vers else "/connexion"
        fields = {"identifier": identifier, "password": password, **more}
        return await browser.send_form(path, fields, token=await browser.token("/connexion"))

    async def link(self, purpose: Purpose, email: str) -> str:
        """The token that the newest mail to this address carries."""
        service = self.identity.service
        while await timers.ring(service.relay_database, service.commands, TIMERS, service="identity"):
            pass
        [account] = await self.identity.rows("select id from accounts where email = :email", email=email)
        told = await self.identity.published(PLASSANS.id, type=EVENTS[purpose])
        mine = [event["data"] for event in told if event["data"]["account_id"] == str(account["id"])]
        return token_for(UUID(mine[-1]["link_id"]), purpose, service.settings.read_secret())


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town(shared_house: House) -> AsyncIterator[Town]:
    async with under_test("identity", create_identity, shared_house.servers) as identity:
        await demo.load(identity.service.settings)
        async with served(identity.app, lifespan="off") as address:
            urls = ",".join(f"{n}={u}" for n, u in {**shared_house.urls, "identity": address}.items())
            async with shared_house.entrance(services=urls) as entrance:
                yield Town(identity, entrance)


def registration(**changes: str) -> dict[str, str]:
    return {
        "identity.given_name": "Zoé",
        "identity.family_name": "de la Tour",
        "address.line": "4 rue Canquoin",
        "address.postal_code": "13999",
        "address.city": "Plassans",
        "reach.email": f"zoe-{uuid4().hex[:10]}@example.org",
        "terms_accepted": "true",
        **changes,
    }


async def registered(town: Town, browser: Browser, fields: dict[str, str]) -> httpx.Response:
    token = await browser.token("/espace/creation")
    return await browser.send_form("/espace/creation/confirmation", fields, token=token)


@pytest.mark.requirement("ID-01")
async def test_the_sign_in_page_offers_the_other_ways_too(town: Town):
    page = (await town.visit().get("/connexion")).text

    assert "Mot de passe ou identifiant oublié\u00a0?" in page
    assert "Je crée mon espace" in page


async def test_citizens_land_on_their_dashboard_and_members_at_home(town: Town):
    citizen, member = await town.signed_in(), await town.signed_in(AGENT)

    assert (await citizen.get("/connexion")).headers["location"] == "/mon-tableau-de-bord"
    assert (await member.get("/connexion")).headers["location"] == "/"


async def test_many_who_sign_in_at_once_wait_in_line_and_all_come_in(town: Town):
    many = 3 * SIGN_INS_AT_ONCE

    answers = await asyncio.gather(*(town.sign_in(town.visit(), CITIZEN.identifier) for _ in range(many)))

    assert [answer.status_code for answer in answers] == [303] * many


async def test_who_waited_too_long_in_line_is_told_and_keeps_the_identifier(
    town: Town, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sign_in, "LONGEST_WAIT", 0)

    answers = await asyncio.gather(*(town.sign_in(town.visit(), CITIZEN.identifier) for _ in range(12)))

    told = [answer for answer in answers if answer.status_code == 503]
    assert {answer.status_code for answer in answers} == {303, 503}
    assert all("Trop de connexions en même temps." in answer.text for answer in told)
    assert all(f'value="{CITIZEN.identifier}"' in answer.text for answer in told)


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
async def test_signing_in_leads_where_one_wanted_on_this_site_alone(town: Town, elsewhere: str):
    browser = town.visit()
    await town.sign_in(browser, CITIZEN.identifier, vers="/mon-profil")

    assert (await browser.get("/connexion?vers=/mon-profil")).headers["location"] == "/mon-profil"
    led = await browser.get("/connexion", params={"vers": elsewhere})
    assert led.headers["location"] == "/mon-tableau-de-bord"


async def test_a_refused_sign_in_keeps_the_name_and_never_the_password(town: Town):
    browser = town.visit()

    answer = await town.sign_in(browser, "camille.rougon", "Fausse-2026")

    assert answer.status_code == 422
    assert "Identifiant ou mot de passe incorrect." in answer.text
    assert 'value="camille.rougon"' in answer.text
    assert "Fausse-2026" not in answer.text
    assert not browser.holds("session")


@pytest.mark.requirement("ID-14")
async def test_what_is_missing_is_named_beside_its_field_and_the_rest_is_kept(town: Town):
    browser = town.visit()
    fields = registration(**{"address.postal_code": "1399", "identity.given_name": ""})
    del fields["terms_accepted"]

    answer = await browser.send_form("/espace/creation", fields, token=await browser.token("/espace/creation"))

    assert answer.status_code == 422
    for name in ("identity-given_name", "address-postal_code", "terms_accepted"):
        assert f'id="champ-{name}-erreur"' in answer.text
    assert 'value="4 rue Canquoin"' in answer.text


@pytest.mark.requirement("ID-14")
async def test_the_recap_saves_nothing_and_leads_back_with_everything_typed(town: Town):
    browser, fields = town.visit(), registration()
    token = await browser.token("/espace/creation")

    recap = await browser.send_form("/espace/creation", fields, token=token)
    back = await browser.send_form("/espace/creation?etape=saisie", fields, token=token)

    assert "zoe-de-la-tour" in recap.text
    assert "data-robot-check" in recap.text
    assert f'value="{fields["reach.email"]}"' in back.text
    assert await town.identity.rows("select 1 from accounts where email = :email", email=fields["reach.email"]) == []


@pytest.mark.requirement("ID-14")
async def test_the_confirmation_says_what_happens_next_with_nothing_personal_in_its_address(town: Town):
    browser, fields = town.visit(), registration()

    answer = await registered(town, browser, fields)
    page = await browser.get(answer.headers["location"])

    assert answer.status_code == 303
    assert "example.org" not in answer.headers["location"]
    assert fields["reach.email"] in page.text
    assert "Le lien expire" in page.text


@pytest.mark.requirement("ID-17")
async def test_the_link_of_the_mail_activates_and_signs_in(town: Town):
    browser, fields = town.visit(), registration()
    await registered(town, browser, fields)
    path = f"/activation/{await town.link(Purpose.ACTIVATION, fields['reach.email'])}"
    chosen = {"identifier": f"zoe.{uuid4().hex[:8]}", "password": NEW, "password_again": NEW}

    for _ in range(2):
        assert (await browser.get(path)).status_code == 200
    weak = await browser.send_form(path, {**chosen, "password": "abc"}, token=await browser.token(path))
    done = await browser.send_form(path, chosen, token=await browser.token(path))
    again = await town.visit().get(path)

    assert weak.status_code == 422
    assert "Utilisez au moins 8 caractères. Ajoutez au moins un chiffre." in weak.text
    assert (done.status_code, done.headers["location"]) == (303, "/mon-tableau-de-bord")
    assert browser.holds("session")
    assert again.status_code == 410
    assert "Ce lien n’est plus valable (24\u00a0h). Demandez-en un nouveau." in again.text
    assert f'action="{path}/renvoi"' in again.text


async def a_letter(town: Town) -> str:
    """The key that one family of Plassans received."""
    line = f"F-{uuid4().hex};Mme Coste;1 place du Marché;13100;Plassans;Coste;Justine;2019-05-01"
    text = f"Dossier;Destinataire;Adresse;Code postal;Commune;Nom de l'enfant;Prénom de l'enfant;Date de naissance\n{line}\n"
    agent, body = a_member(PLASSANS.id, "identity.keys.issue"), {"text": text, "confirmed": True}
    made = (await town.identity.call(agent, "POST", "/v1/activation-keys", json=body)).json()
    [key] = (await town.identity.call(agent, "GET", f"/v1/activation-keys/{made['batch_id']}")).json()
    return key_for(UUID(key["id"]), town.identity.service.settings.read_secret())


async def digits(town: Town) -> dict[str, str]:
    """The check against robots, passed: from one address three spaces an hour are made without it."""
    asked = await town.identity.call(a_visitor(PLASSANS.id), "GET", "/v1/robot-codes")
    challenge, secret = asked.json()["challenge"], town.identity.service.settings.read_secret()
    code = codes.digits_of(challenge, secret, str(PLASSANS.id), at=town.identity.clock())
    return {"challenge": challenge, "code": code}


@pytest.mark.requirement("ID-15")
async def test_a_double_click_on_the_recap_makes_one_space_and_shows_the_same_page(town: Town):
    browser, fields = town.visit(), registration()
    token = await browser.token("/espace/creation")
    sent = {**fields, **await digits(town), "cle": uuid4().hex}

    answers = [await browser.send_form("/espace/creation/confirmation", sent, token=token) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len({answer.headers["location"] for answer in answers}) == 1
    made = await town.identity.rows("select 1 from accounts where email = :email", email=fields["reach.email"])
    assert len(made) == 1


@pytest.mark.requirement("ID-16")
async def test_the_letters_link_fills_the_key_in_and_the_children_are_there_at_the_end(town: Town):
    browser, key = town.visit(), await a_letter(town)
    checked = await digits(town)
    landing = await browser.get("/cle", params={"cle": key})
    form = await browser.get(f"/espace/creation?cle={key}")
    fields = registration(activation_key=key)
    token = await browser.token("/espace/creation")

    recap = await browser.send_form("/espace/creation", fields, token=token)
    await registered(town, browser, {**fields, **checked})
    path = f"/activation/{await town.link(Purpose.ACTIVATION, fields['reach.email'])}"
    chosen = {"identifier": f"zoe.{uuid4().hex[:8]}", "password": NEW, "password_again": NEW}
    await browser.send_form(path, chosen, token=await browser.token(path))

    assert f'href="/espace/creation?cle={key}"' in landing.text
    assert f"/connexion?vers=/mon-foyer/cle%3Fcle%3D{key}" in landing.text
    assert f'value="{key}"' in form.text
    assert "Vos enfants entrent dans votre espace" in recap.text
    assert "La clé de votre courrier a relié votre dossier\u00a0: Justine." in (await browser.get("/mon-foyer")).text
    assert "Justine Coste" in (await browser.get("/mon-foyer")).text
    assert (await browser.get(f"/cle?cle={key}")).headers["location"] == f"/mon-foyer/cle?cle={key}"
    assert f'value="{key}"' in (await browser.get(f"/mon-foyer/cle?cle={key}")).text


@pytest.mark.requirement("ID-16")
async def test_a_wrong_key_is_said_beside_its_field_and_the_rest_is_kept(town: Town):
    browser, fields = town.visit(), registration(activation_key="ABCD EFGH JKMN PQRS")

    answer = await browser.send_form("/espace/creation", fields, token=await browser.token("/espace/creation"))

    assert answer.status_code == 422
    assert 'id="champ-activation_key-erreur"' in answer.text
    assert "elle compte 16 signes" in answer.text
    assert 'value="ABCD EFGH JKMN PQRS"' in answer.text
    assert 'value="4 rue Canquoin"' in answer.text


@pytest.mark.requirement("ID-18")
async def test_forgetting_gets_the_same_page_whether_an_account_exists_or_not(town: Town):
    pages = []
    for email in (CITIZEN.email, "personne@example.org"):
        browser = town.visit()
        fields = {"lost": "password", "email": email}
        answer = await browser.send_form("/connexion/oubli", fields, token=await browser.token("/connexion/oubli"))
        pages.append(
            (answer.status_code, answer.headers["location"], (await browser.get("/connexion/oubli/envoye")).text)
        )

    assert pages[0] == pages[1]


@pytest.mark.requirement("ID-18")
async def test_a_new_password_is_chosen_through_the_link(town: Town):
    browser, fields = town.visit(), registration()
    await registered(town, browser, fields)
    path = f"/activation/{await town.link(Purpose.ACTIVATION, fields['reach.email'])}"
    first = {"identifier": f"zoe.{uuid4().hex[:8]}", "password": PASSWORD, "password_again": PASSWORD}
    await browser.send_form(path, first, token=await browser.token(path))
    elsewhere = town.visit()
    lost = {"lost": "password", "identifier": first["identifier"]}
    await elsewhere.send_form("/connexion/oubli", lost, token=await elsewhere.token("/connexion/oubli"))
    reset = f"/reinitialisation/{await town.link(Purpose.RESET, fields['reach.email'])}"

    chosen = {"password": NEW, "password_again": NEW}
    answer = await elsewhere.send_form(reset, chosen, token=await elsewhere.token(reset))

    assert answer.headers["location"] == "/connexion"
    assert (await elsewhere.get(reset)).status_code == 410
    assert (await town.sign_in(elsewhere, first["identifier"], NEW)).status_code == 303


@pytest.mark.requirement("ID-20")
async def test_the_profile_is_corrected_and_faults_stand_beside_their_fields(town: Town):
    browser = await town.signed_in()
    page = (await browser.get("/mon-profil/modifier")).text
    version = page.split('name="version" value="')[1].split('"')[0]
    fields = {"version": version, "identity.given_name": "Camille", "identity.family_name": "Rougon"}

    wrong = await browser.send_form(
        "/mon-profil/modifier", {**fields, "reach.mobile": "zéro"}, token=await browser.token("/mon-profil/modifier")
    )
    right = await browser.send_form(
        "/mon-profil/modifier",
        {**fields, "reach.mobile": "06 12 34 56 78"},
        token=await browser.token("/mon-profil/modifier"),
    )

    assert wrong.status_code == 422
    assert 'id="champ-reach-mobile-erreur"' in wrong.text
    assert right.status_code == 303
    assert "06 12 34 56 78" in (await browser.get("/mon-profil")).text


@pytest.mark.requirement("GW-04")
async def test_who_signs_in_while_identity_is_away_has_the_form_again(town: Town, monkeypatch: pytest.MonkeyPatch):
    async def away(*_: object, **__: object) -> None:
        raise ServiceDown("identity")

    browser = town.visit()
    token = await browser.token("/connexion")
    monkeypatch.setattr(Here, "sign_in", away)

    page = await browser.send_form("/connexion", {"identifier": "camille.rougon", "password": "x"}, token=token)

    assert page.status_code == 503
    assert "réessayez dans un instant" in page.text
    assert 'value="camille.rougon"' in page.text


@pytest.mark.requirement("ID-04")
async def test_a_member_finds_the_way_to_where_they_work_and_a_citizen_is_told_of_no_such_place(town: Town):
    member, citizen = await town.signed_in(AGENT), await town.signed_in()

    assert "Ouvrir l’espace des agents" in (await member.get("/mon-profil")).text
    assert "espace des agents" not in (await citizen.get("/mon-profil")).text


@pytest.mark.requirement("ID-20")
async def test_the_language_of_messages_is_chosen_and_pages_follow_until_another_is_chosen_for_them(town: Town):
    browser, page = await town.signed_in(), "/mon-profil/langue"
    before = (await browser.get(page)).text

    wrong = await browser.send_form(page, {"language": "de"}, token=await browser.token(page))
    right = await browser.send_form(page, {"language": "en"}, token=await browser.token(page))
    after = (await browser.get("/mon-profil")).text
    await browser.get("/langue/fr")
    kept = (await browser.get("/mon-profil")).text

    assert re.search(r'value="fr"[^>]*checked', before)
    assert (wrong.status_code, right.status_code) == (422, 303)
    assert right.headers["location"] == "/mon-profil"
    assert "<dt>Language</dt><dd>English" in after
    assert "<dt>Langue</dt><dd>English" in kept
    await browser.send_form(page, {"language": "fr"}, token=await browser.token(page))


@pytest.mark.requirement("ID-25")
async def test_signing_out_everywhere_ends_the_other_browser_too(town: Town):
    phone, desk = await town.signed_in(), await town.signed_in()

    token = await desk.token("/mon-profil/sessions")
    answer = await desk.send_form("/mon-profil/sessions/fin", {}, token=token)

    assert answer.headers["location"] == "/"
    assert not desk.holds("session")
    secret = phone.cookies["parvis_guichet_session"]
    dead = await town.identity.call_as_gateway(
        "POST", "/internal/exchange", json={"secret": secret, "slug": "plassans"}
    )
    assert dead.status_code == 401


@pytest.mark.requirement("ID-20")
async def test_signing_out_is_a_button_and_never_a_link(town: Town):
    browser = await town.signed_in()

    question = await browser.get("/deconnexion")

    assert question.status_code == 200
    assert browser.holds("session")
    answer = await browser.send_form("/deconnexion", {}, token=await browser.token("/deconnexion"))
    assert answer.headers["location"] == "/"
    assert not browser.holds("session")


async def test_at_the_support_portal_members_say_which_organisation_is_theirs(town: Town):
    browser, citizen = town.visit("assistance"), town.visit("assistance")

    member = await town.sign_in(browser, AGENT.identifier, organisation="Ville de Plassans")
    refused = await town.sign_in(citizen, CITIZEN.identifier, organisation="Ville de Plassans")
    unknown = await town.sign_in(town.visit("assistance"), AGENT.identifier, organisation="Nulle part")

    assert member.status_code == 303
    assert refused.status_code == 403
    assert not citizen.holds("session")
    assert 'id="champ-organisation-erreur"' in unknown.text
    assert "Ici, les comptes sont ceux des collectivités" in (await citizen.get("/espace/creation")).text
