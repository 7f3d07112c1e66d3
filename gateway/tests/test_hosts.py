"""Which organisation a host names, and whose headers are believed."""

import pytest
from doorstep.house import House
from doorstep.raw import said_raw


@pytest.mark.requirement("GW-01")
async def test_a_host_name_shows_its_organisation(house: House):
    town = house.town(name="Ville de Plassans")

    page = await house.visit(town).get("/")

    assert page.status_code == 200
    assert "Ville de Plassans" in page.text


async def test_an_unknown_organisation_is_404_in_plain_words(house: House):
    page = await house.visit({"slug": "nulle-part"}).get("/")

    assert page.status_code == 404
    assert "Aucun guichet ne se trouve à cette adresse" in page.text


async def test_where_there_is_no_guichet_the_browser_says_which_language(house: House):
    page = await house.visit({"slug": "nulle-part"}).get("/", headers={"accept-language": "en-GB,en;q=0.9"})

    assert (page.status_code, 'lang="en"' in page.text) == (404, True)
    assert "There is no online desk at this address." in page.text


@pytest.mark.parametrize(
    "host", ["evil.example", "plassans.localhost.evil.example", "a.b.localhost", "-.localhost", "127.0.0.1"]
)
async def test_a_host_that_is_no_guichet_is_421(house: House, host: str):
    page = await house.visit({"slug": "x"}).get("/", headers={"host": host})

    assert page.status_code == 421


async def test_two_hosts_are_refused(house: House):
    town = house.town()

    answer = await said_raw(
        house.public,
        f"GET / HTTP/1.1\r\nHost: {town['slug']}.localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    )

    assert answer.startswith(b"HTTP/1.1 400")


async def test_an_address_asked_for_whole_does_not_replace_the_host(house: House):
    town = house.town(name="Ville de Plassans")

    answer = await said_raw(
        house.public,
        f"GET http://evil.example/ HTTP/1.1\r\nHost: {town['slug']}.localhost\r\nConnection: close\r\n\r\n",
    )

    assert b"evil.example" not in answer


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "Forwarded", "X-Host", "X-Original-URL", "X_Forwarded_Host"])
async def test_headers_that_claim_another_host_are_not_believed(house: House, name: str):
    town, other = house.town(name="Ville de Plassans"), house.town(name="Commune des Tulettes")

    page = await house.visit(town).get("/", headers={name: f"host={other['slug']}.localhost"})

    assert "Ville de Plassans" in page.text
    assert "Tulettes" not in page.text


async def test_forged_identity_headers_never_reach_a_service(house: House):
    visitor = house.visit(house.town())
    forged = {
        "X-Tenant": "1",
        "X-User-Id": "1",
        "X-Parvis-Person": "Maire",
        "X-Authentik-Username": "maire",
        "Via": "1",
    }

    told = (await visitor.get("/api/demarches/v1/echo", headers={**forged, "Authorization": "Bearer forged"})).json()

    assert not {name.lower() for name in forged} & set(told["headers"])
    assert told["headers"]["authorization"].startswith("Bearer ey")


async def test_facts_are_asked_once_and_again_after_an_event(house: House):
    town = house.town()
    visitor = house.visit(town)
    for _ in range(3):
        await visitor.get("/mentions-legales")

    assert house.identity.asked.count(town["slug"]) == 1


async def test_known_facts_outlive_identity(house: House):
    town = house.town(name="Ville de Plassans")
    await house.visit(town).get("/mentions-legales")
    house.identity.is_down = True

    page = await house.visit(town).get("/mentions-legales")

    assert page.status_code == 200


async def test_without_any_facts_the_page_says_to_come_back(house: House):
    town = house.town()
    house.identity.is_down = True

    page = await house.visit(town).get("/")

    assert page.status_code == 503
    assert page.headers["retry-after"] == "5"
    assert "momentanément indisponible" in page.text


@pytest.mark.requirement("GW-06")
async def test_the_theme_is_the_organisations(house: House):
    one, other = house.town(colour="#1d5c63"), house.town(colour="#8a4b12")

    sheets = [(await house.visit(town).get("/theme.css")).text for town in (one, other)]

    assert sheets[0] != sheets[1]
    assert all("--accent:" in sheet for sheet in sheets)


async def test_a_hostile_colour_is_not_written_in_the_theme(house: House):
    sheet = await house.visit(house.town(colour="red;background:url(//evil.example)")).get("/theme.css")

    assert sheet.status_code == 200
    assert "evil" not in sheet.text


async def test_the_page_of_an_unknown_host_has_its_styles(house: House):
    nowhere = house.visit({"slug": "nulle-part"})

    answers = [await nowhere.get(path) for path in ("/assets/portal.css", "/theme.css", "/favicon.ico")]

    assert [answer.status_code for answer in answers] == [200, 200, 200]


async def test_a_guichet_that_is_not_open_yet_offers_no_space(house: House):
    closed, opened = house.town(guichet_active=False), house.town()

    page = await house.visit(closed).get("/connexion")
    other = await house.visit(opened).get("/connexion")

    assert page.status_code == other.status_code == 200
    assert "Je crée mon espace" not in page.text
    assert "Je crée mon espace" in other.text
