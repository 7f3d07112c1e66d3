"""The support portal, in front of the real ticketing service: what can be asked, and the knowledge base."""

import re

import pytest
from support_house import OPEN, REQUEST, Portal, ask, seen

from ticketing.demo import shelf as DEMO_SHELF  # noqa: N812
from ticketing.demo.catalogue import ENTRIES


@pytest.fixture
def portal(support: Portal) -> Portal:
    return support


@pytest.mark.requirement("TK-01")
async def test_everybody_sees_the_services_grouped_by_product(portal: Portal):
    page = seen(await portal.a_visitor().get("/"))

    assert "Sélectionnez un service" in page
    for product in ("Votre compte", "Vigie", "Ribambelle", "Constat", "Créneau"):
        assert product in page
    assert page.count('href="/assistance/') == len(ENTRIES) == 16


@pytest.mark.requirement("TK-10")
async def test_the_home_page_says_how_to_reach_support_and_how_it_helps(portal: Portal):
    page = seen(await portal.a_visitor().get("/"))

    for said in ("01 84 00 00 00", "aide@assistance.example", "Lundi", "9 h – 17 h"):
        assert said in page
    assert "L’assistance s’effectue principalement par télémaintenance" in page


@pytest.mark.requirement("TK-01")
async def test_a_visitor_who_wants_help_signs_in_and_comes_back_to_the_form(portal: Portal):
    answer = await portal.a_visitor().get("/assistance/assistance-parvis")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/connexion?vers=/assistance/assistance-parvis"


@pytest.mark.requirement("TK-02")
async def test_a_member_asks_for_help_and_gets_a_number(portal: Portal):
    member = portal.a_member(OPEN)

    answer = await ask(member)
    page = seen(await member.get(answer.headers["location"]))

    assert answer.status_code == 303
    assert re.search(r"ASS-\d{4}-000001", page)
    assert "Votre demande est enregistrée" in page


@pytest.mark.requirement("TK-02")
async def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(portal: Portal):
    answer = await ask(
        portal.a_member(OPEN), _subject="", description="", remote_session="yes", expected="Qu'il marche."
    )

    page = seen(answer)
    assert answer.status_code == 422
    for name in ("_subject", "description", "phone"):
        assert f'href="#champ-{name}"' in page
    assert "Qu'il marche." in page
    assert re.search(r'name="_impact" value="department"[^>]* checked', page)


@pytest.mark.requirement("TK-02")
async def test_two_clicks_are_one_request(portal: Portal):
    member = portal.a_member(OPEN)
    page = await member.get("/assistance/anomalie-logiciel-parvis")
    key, token = (re.search(rf'name="{n}" value="([^"]+)"', page.text) for n in ("_cle", "csrf_token"))
    assert key
    assert token

    answers = [
        await member.send_form("/assistance/anomalie-logiciel-parvis", {"_cle": key[1], **REQUEST}, token=token[1])
        for _ in range(2)
    ]

    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert seen(await member.get("/mes-tickets")).count('href="/mes-tickets/') == 1


@pytest.mark.requirement("TK-02")
async def test_a_member_without_the_permission_is_told_whom_to_ask(portal: Portal):
    page = seen(await portal.a_member().get("/assistance/assistance-parvis"))

    assert "Demandez à l’administrateur de votre organisation" in page
    assert 'name="_subject"' not in page


async def test_a_town_has_no_such_pages(portal: Portal):
    town = portal.house.visit(portal.town, portal.house.member_of(portal.town, OPEN), at=portal.address)

    for path in ("/mes-tickets", "/tickets-a-lire", "/assistance/assistance-parvis"):
        assert (await town.get(path)).status_code == 404


async def test_the_home_page_still_says_how_to_call_while_ticketing_is_down(portal: Portal):
    house = portal.house
    browser = house.visit(portal.provider, at=house.public)
    house.services["ticketing"].is_down = True

    page = await browser.get("/")

    assert page.status_code == 200
    assert "momentanément indisponibles" in seen(page)
    assert "01 84 00 00 00" in seen(page)


@pytest.mark.requirement("TK-05")
async def test_a_visitor_asks_without_account_and_gets_a_number_to_quote(portal: Portal):
    browser, path = portal.a_visitor(), "/assistance-sans-compte"
    page = await browser.get(path)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    key = re.search(r'name="cle" value="([^"]+)"', page.text)
    assert token is not None
    assert key is not None
    fields = {
        "cle": key[1],
        "name": "Jeanne Coste",
        "organisation": "Les Tulettes",
        "email": "jeanne@exemple.fr",
        "subject": "Mon compte est désactivé",
        "body": "Je n’ai rien reçu.",
    }

    wrong = await browser.send_form(path, {**fields, "email": "jeanne"}, token=token[1])
    right = await browser.send_form(path, fields, token=token[1])

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert 'href="#champ-email"' in wrong.text
    assert "Je n’ai rien reçu." in seen(wrong)
    assert "ASS-" in (await browser.get(right.headers["location"])).text


@pytest.mark.requirement("ID-15")
async def test_who_has_no_script_reads_or_hears_six_digits_and_may_ask_for_others(portal: Portal):
    browser, path = portal.a_visitor(), "/assistance-sans-compte"
    page = await browser.get(path)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    first = re.search(r'name="challenge" value="([^"]+)"', page.text)
    assert token is not None
    assert first is not None

    others = await browser.send_form(f"{path}/chiffres", {"name": "Jeanne Coste"}, token=token[1])
    fields = {"challenge": first[1], "code": "1", "name": "Jeanne", "organisation": "X", "email": "j@exemple.fr"}
    wrong = await browser.send_form(path, {**fields, "subject": "Bonjour", "body": "Rien."}, token=token[1])

    assert f'src="/api/ticketing/v1/robot-codes/{first[1]}/picture"' in page.text
    assert 'value="Jeanne Coste"' in others.text
    assert first[1] not in others.text
    assert wrong.status_code == 422
    assert "Code de sécurité incorrect." in seen(wrong)
    assert first[1] not in wrong.text


@pytest.mark.requirement("TK-08")
async def test_the_documentation_is_read_searched_and_judged_by_a_visitor(portal: Portal):
    for article in DEMO_SHELF.ARTICLES:
        if article.article_id in DEMO_SHELF.FILES:
            continue
        await portal.publish(article)
    browser = portal.a_visitor()

    listed, found = seen(await browser.get("/documentation")), seen(await browser.get("/documentation?q=guichet"))
    page = await browser.get("/documentation/mot-de-passe-oublie?question=oui")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token is not None
    answer = await browser.send_form("/documentation/mot-de-passe-oublie/avis", {"avis": "evite"}, token=token[1])

    assert "Instruire une demande de bout en bout" in listed
    assert "Guide de la police municipale" not in listed
    assert "Mettre le guichet aux couleurs de la commune" in found
    assert "cela a répondu à ma question" in seen(page)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    questions = seen(await browser.get("/questions-frequentes"))
    assert "J’ai oublié mon mot de passe" in questions
    # By theme, searched, and with the form to ask at their foot: an answer that does not help is no dead end.
    assert [theme in questions for theme in ("Qui fait quoi ?", "Mon compte", "Inscription")] == [True] * 3
    sought = seen(await browser.get("/questions-frequentes?q=représentant légal"))
    assert "Qui valide le compte administrateur ?" in sought
    assert "Le bouton « Valider » ne fonctionne pas" not in sought
    for help_page in ("/questions-frequentes", "/documentation", "/documentation/compte-desactive"):
        foot = (await browser.get(help_page)).text
        assert 'action="/assistance-sans-compte"' in foot, help_page
        assert 'name="challenge"' in foot, help_page
    suggested = (await browser.get("/suggestions?q=mot de passe")).json()
    assert suggested[0]["href"].startswith("/documentation/mot-de-passe-oublie")
    assert {one["lang"] for one in suggested} == {"fr"}
    assert (await browser.get("/documentation/inconnue")).status_code == 404
