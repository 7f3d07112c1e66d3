"""The town's own pages, with everything up and with something down."""

import pytest
from doorstep.house import House

from gateway.openapi import merged
from kit.eventually import eventually

CATALOGUE = {
    "themes": [
        {
            "id": "1",
            "slug": "etat-civil",
            "name": "État civil",
            "icon": "certificate",
            "demarches": [
                {
                    "id": str(n),
                    "slug": f"acte-{n}",
                    "kind": "form",
                    "title": f"Acte numéro {n}",
                    "summary": "Une copie, gratuite.",
                    "needs_account": n == 1,
                    "external_url": None,
                    "pinned": n < 8,
                    "duration_minutes": 5,
                }
                for n in range(1, 10)
            ],
        }
    ]
}
HOURS = [{"day": "Lundi au vendredi", "hours": "9 h – 12 h"}]


async def test_the_home_page_puts_six_demarches_forward(house: House):
    house.demarches.catalogue = CATALOGUE

    page = await house.visit(house.town()).get("/")

    assert [f"Acte numéro {n}" in page.text for n in (1, 6, 7)] == [True, True, False]
    assert "État civil" in page.text


@pytest.mark.requirement("GW-04")
async def test_the_home_page_stands_when_its_services_are_down(house: House):
    house.demarches.is_down = True

    page = await house.visit(house.town(phone="04 42 00 00 00", opening_hours=HOURS)).get("/")

    assert page.status_code == 200
    assert "momentanément indisponible" in page.text
    assert "04 42 00 00 00" in page.text
    assert "9\u00a0h\u00a0–\u2060\u00a012\u00a0h" in page.text


async def test_a_catalogue_once_seen_is_still_shown_while_its_service_is_down(house: House):
    house.demarches.catalogue = CATALOGUE
    town = house.town()
    await house.visit(town).get("/")
    house.demarches.is_down = True

    page = await house.visit(town).get("/")

    assert "Acte numéro 1" in page.text


async def test_a_person_sees_what_waits_for_them(house: House):
    town = house.town()
    house.demarches.badges = {"unread_messages": 2, "waiting_for_me": 1}

    page = await house.visit(town, house.citizen_of(town)).get("/")

    assert "2 échanges à lire" in page.text
    assert "Camille Rougon" in page.text
    assert "Me connecter" not in page.text


@pytest.mark.requirement("GW-06")
@pytest.mark.parametrize("path", ["/mentions-legales", "/accessibilite", "/rgpd", "/donnees-personnelles", "/contact"])
async def test_the_laws_pages_are_the_organisations_own(house: House, path: str):
    town = house.town(
        name="Ville de Plassans",
        email="mairie@plassans.example",
        rgpd={"controller": "Le maire", "officer_name": "Mme Félicité"},
    )

    page = await house.visit(town).get(path)

    assert page.status_code == 200
    assert "Ville de Plassans" in page.text


@pytest.mark.requirement("GW-06")
async def test_the_data_protection_officer_is_named(house: House):
    town = house.town(rgpd={"controller": "Le maire de Plassans", "officer_name": "Mme Félicité Puech"})

    page = await house.visit(town).get("/rgpd")

    assert "Mme Félicité Puech" in page.text
    assert "Le maire de Plassans" in page.text


async def test_hostile_facts_are_shown_as_text(house: House):
    town = house.town(name="<script>alert(1)</script>", links=[{"label": "x", "url": "javascript:alert(1)"}])

    page = await house.visit(town).get("/")

    assert "<script>alert" not in page.text
    assert "javascript:" not in page.text


@pytest.mark.requirement("ID-23")
async def test_a_guichet_not_activated_says_that_it_is_not_open_yet(house: House):
    page = await house.visit(house.town(guichet_active=False)).get("/")

    assert page.status_code == 404
    assert "pas encore ouvert" in page.text


@pytest.mark.requirement("ID-23")
async def test_a_guichet_not_activated_is_shown_to_its_members_alone(house: House):
    town, other = house.town(guichet_active=False), house.town()

    member = await house.visit(town, house.member_of(town)).get("/")
    citizen = await house.visit(town, house.citizen_of(town)).get("/")
    stranger = await house.visit(town, house.member_of(other)).get("/")

    assert (member.status_code, citizen.status_code, stranger.status_code) == (200, 404, 404)


async def test_the_api_of_a_guichet_not_activated_is_closed_too(house: House):
    answer = await house.visit(house.town(guichet_active=False)).get("/api/demarches/v1/echo")

    assert answer.status_code == 404
    assert house.demarches.heard == []


async def test_a_suspended_guichet_says_so_and_whom_to_turn_to(house: House):
    town = house.town(name="Ville de Plassans", status="suspended", phone="04 42 00 00 00")

    page = await house.visit(town, house.citizen_of(town)).get("/mon-espace")
    api = await house.visit(town).get("/api/demarches/v1/echo")

    assert (page.status_code, api.status_code) == (403, 403)
    assert "Ce guichet est suspendu." in page.text
    assert page.text.count("04 42 00 00 00") == 2  # Beside the sentence, and in the footer.
    assert 'href="/connexion"' not in page.text
    assert api.json()["type"] == "/problems/guichet-suspended"
    assert house.demarches.heard == []


async def test_what_the_law_wants_readable_stays_so_at_a_guichet_that_serves_nobody(house: House):
    visitor = house.visit(house.town(status="suspended"))

    assert (await visitor.get("/mentions-legales")).status_code == 200
    assert (await visitor.get("/donnees-personnelles")).status_code == 200


async def test_a_guichet_closed_for_good_is_gone_even_for_its_members(house: House):
    town = house.town(status="closed", guichet_active=False)

    page = await house.visit(town, house.member_of(town)).get("/connexion")

    assert (page.status_code, "fermé définitivement" in page.text) == (410, True)


async def test_an_error_page_is_in_the_towns_layout(house: House):
    page = await house.visit(house.town(name="Ville de Plassans")).get("/nulle-part")

    assert page.status_code == 404
    assert "Ville de Plassans" in page.text
    assert "Revenir à l’accueil" in page.text


@pytest.mark.requirement("GW-01")
async def test_the_api_is_described_as_a_whole_and_in_words(house: House):
    visitor = house.visit(house.town())

    document, page = await visitor.get("/api/openapi.json"), await visitor.get("/api/docs")

    paths = document.json()["paths"]
    assert "/api/demarches/v1/catalogue" in paths
    assert not any("console" in path or "internal" in path for path in paths)
    assert "/api/documents/v1/uploads" in page.text


@pytest.mark.requirement("GW-01")
async def test_what_reads_is_tried_from_its_description_with_its_holes_filled(house: House):
    visitor = house.visit(house.town())

    page = await visitor.get("/api/docs")
    nowhere = await visitor.get("/api/docs/essai", params={"adresse": "//ailleurs.example/"})
    writes = await visitor.get("/api/docs/essai", params={"adresse": "/api/documents/v1/uploads"})
    read = await visitor.get(
        "/api/docs/essai", params={"adresse": "/api/demarches/v1/catalogue", "q": "é&a", "vide": ""}
    )

    assert 'name="adresse" value="/api/demarches/v1/catalogue"' in page.text
    assert (nowhere.status_code, writes.status_code) == (404, 404)
    assert (read.status_code, read.headers["location"]) == (303, "/api/demarches/v1/catalogue?q=%C3%A9%26a")


async def test_a_service_that_is_down_leaves_the_rest_of_the_description(house: House):
    house.services["notifier"].is_down = True
    others = {"demarches", "documents", "ticketing"}
    async with house.entrance() as address:
        visitor = house.visit(house.town(), at=address)

        async def described() -> bool:
            document = await visitor.get("/api/openapi.json")
            return {tag["name"] for tag in document.json()["tags"]} == others

        # A machine that stalls makes the others late too: they are asked again a few seconds later.
        await eventually(described, within=60, every=1)


async def test_what_is_shown_to_nobody_is_made_once_and_shows_nobody_to_others(house: House):
    town = house.town()
    made: list[str] = []
    entrance = house.public_entrance
    render = entrance.pages.render

    def counting(template: str, **context: object) -> str:
        made.append(template)
        return render(template, **context)

    entrance.pages.render = counting
    try:
        first = await house.visit(town).get("/")
        signed_in = await house.visit(town, house.citizen_of(town)).get("/")
        again = await house.visit(town).get("/")
    finally:
        entrance.pages.render = render

    assert made.count("site/home.html") == 2
    assert "Camille" in signed_in.text
    assert "Camille" not in first.text
    assert again.text == first.text


async def test_another_language_is_another_page(house: House):
    town = house.town()
    french = await house.visit(town).get("/")
    reader = house.visit(town)
    await reader.get("/langue/en")

    english = await reader.get("/")

    assert 'lang="fr"' in french.text
    assert 'lang="en"' in english.text


def test_the_problems_of_all_services_are_told_once():
    problem = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    told = {
        "paths": {"/v1/things": {"get": {"responses": {"401": {"$ref": "#/components/responses/Unauthenticated"}}}}},
        "components": {"schemas": {"Problem": {}, "Thing": {}}, "responses": {"Unauthenticated": problem}},
    }

    document = merged({"demarches": told, "identity": told})

    assert set(document["components"]["schemas"]) == {"Problem", "demarches.Thing", "identity.Thing"}
    assert document["components"]["responses"] == {"Unauthenticated": problem}


async def test_what_nobody_wrote_in_english_is_said_to_be_french_on_an_english_page(house: House):
    [theme] = CATALOGUE["themes"]
    [first, second, *_] = theme["demarches"]
    told = [{**first, "told_in": "fr"}, {**second, "title": "Birth certificate", "told_in": "en"}]
    house.demarches.catalogue = {"themes": [{**theme, "told_in": "fr", "demarches": told}]}
    visit = house.visit(house.town(title="Vos démarches, simplement"))
    french = await visit.get("/")
    await visit.get("/langue/en?vers=/")

    english = await visit.get("/")

    assert '<h3 lang="fr"><a href="/demarches/acte-1">' in english.text
    assert '<h3><a href="/demarches/acte-2">Birth certificate</a>' in english.text
    assert '<h3 lang="fr"><a href="/demarches/themes/etat-civil">' in english.text
    assert '<span lang="fr">Vos démarches, simplement</span>' in english.text
    assert '<h3><a href="/demarches/acte-1">' in french.text
