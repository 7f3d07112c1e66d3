"""The search over all consoles, and the work of the day on their home page."""

from uuid import uuid4

import pytest
from doorstep.house import House

from contracts.consoles import CONSOLES
from gateway.internal.also_called import ALSO_CALLED

READ, ANSWER, MANAGE = "demarches.dossiers.read", "ticketing.tickets.answer", "identity.members.manage"


def a_dossier(**changes):
    return {
        "id": str(uuid4()),
        "reference": "PLA-2026-000123",
        "demarche": "Acte de naissance",
        "applicant": "Camille Rougon",
        "status_word": "En instruction",
        "due_on": "2031-03-27",
        "late": False,
        **changes,
    }


def a_ticket(**changes):
    return {
        "id": str(uuid4()),
        "reference": "SUP-2026-000009",
        "subject": "Impossible d’imprimer",
        "requester": "Marthe Roudier",
        "status_label": "En cours",
        **changes,
    }


def a_member(given: str, family: str):
    identifier = f"{given}.{family}".lower()
    told = {"account_id": str(uuid4()), "given_name": given, "family_name": family, "function": "Directrice"}
    return {**told, "identifier": identifier, "email": f"{identifier}@plassans.example"}


@pytest.fixture
def filled(house: House):
    house.services["demarches"].queue = [a_dossier()]
    house.services["ticketing"].queue = [a_ticket()]
    house.identity.members = [a_member("Élise", "Sicardot"), a_member("Marthe", "Roudier")]
    yield house
    house.services["demarches"].queue, house.services["ticketing"].queue = [], []
    house.identity.members = []


@pytest.mark.requirement("GW-05")
async def test_each_service_answers_what_the_member_may_see(filled: House):
    visit = filled.visit_agents(filled.member_of(filled.town(), READ, ANSWER, MANAGE))

    page = await visit.get("/recherche?q=elise sic")

    assert "PLA-2026-000123 – Acte de naissance" in page.text
    assert "SUP-2026-000009 – Impossible d’imprimer" in page.text
    assert "Élise Sicardot" in page.text
    assert "Marthe Roudier</a>" not in page.text
    [asked] = [heard["asked"] for heard in filled.demarches.heard if heard["path"] == "/v1/dossiers"]
    assert asked["q"] == "elise sic"


@pytest.mark.requirement("GW-05")
async def test_without_the_permission_a_service_is_not_even_asked(filled: House):
    visit = filled.visit_agents(filled.member_of(filled.town(), ANSWER))

    page = await visit.get("/recherche?q=rougon")

    assert "SUP-2026-000009" in page.text
    assert "PLA-2026-000123" not in page.text
    assert not [heard for heard in filled.demarches.heard if heard["path"] == "/v1/dossiers"]


@pytest.mark.requirement("GW-05")
async def test_suggestions_lead_where_the_page_leads_and_pages_are_found_by_name(filled: House):
    visit = filled.visit_agents(filled.member_of(filled.town(), READ))

    told = (await visit.get("/recherche/suggestions?q=rendez")).json()

    assert {"label": "Rendez-vous", "href": "/demarches/agenda", "note": "Pages · Démarches"} in told
    assert [line["note"] for line in told][-1] == "Demandes · Camille Rougon · En instruction"


@pytest.mark.requirement("GW-05")
@pytest.mark.parametrize(
    ("asked", "page"), [("agenda", "Rendez-vous"), ("calendar", "Rendez-vous"), ("chiffres", "Statistiques")]
)
async def test_a_page_is_found_by_what_else_it_is_called(filled: House, asked: str, page: str):
    visit = filled.visit_agents(filled.member_of(filled.town(), READ))

    told = (await visit.get(f"/recherche/suggestions?q={asked}")).json()

    assert told[0]["label"] == page


@pytest.mark.requirement("GW-05")
@pytest.mark.parametrize("asked", ["absence", "répartition", "conges", "substitute"])
async def test_where_absences_are_declared_is_found_by_who_may_open_it(filled: House, asked: str):
    reader = filled.visit_agents(filled.member_of(filled.town(), READ))
    stranger = filled.visit_agents(filled.member_of(filled.town(), ANSWER))

    told = (await reader.get(f"/recherche/suggestions?q={asked}")).json()
    not_theirs = (await stranger.get(f"/recherche/suggestions?q={asked}")).json()

    assert {"label": "Répartition", "href": "/demarches/organisation", "note": "Pages · Démarches"} in told
    assert "/demarches/organisation" not in [line["href"] for line in not_theirs]


@pytest.mark.requirement("GW-05")
async def test_a_colleague_is_found_by_name_and_leads_to_what_they_have_in_hand(filled: House):
    account = str(uuid4())
    filled.services["ticketing"].colleagues = [{"id": account, "name": "Aristide Vuillet"}]
    visit = filled.visit_agents(filled.member_of(filled.town(), READ))
    elsewhere = filled.visit_agents(filled.member_of(filled.town(), ANSWER))

    told = (await visit.get("/recherche/suggestions?q=vuillet")).json()
    not_theirs = (await elsewhere.get("/recherche/suggestions?q=vuillet")).json()
    filled.services["ticketing"].colleagues = []

    href = f"/demarches/?vue=all&agent={account}"
    assert {"label": "Aristide Vuillet", "href": href, "note": "Collègues · Ses demandes"} in told
    assert href not in [line["href"] for line in not_theirs]


@pytest.mark.requirement("GW-05")
async def test_tickets_that_are_over_are_found_too(filled: House):
    visit = filled.visit_agents(filled.member_of(filled.town(), ANSWER))

    told = (await visit.get("/recherche/suggestions?q=imprimer")).json()

    asked = [heard["asked"]["queue"] for heard in filled.services["ticketing"].heard if "asked" in heard]
    assert asked == ["open", "archives"]
    assert [line["label"] for line in told].count("SUP-2026-000009 – Impossible d’imprimer") == 1


def test_only_pages_that_are_there_have_other_names():
    assert set(ALSO_CALLED) <= {page.href for page in CONSOLES}


@pytest.mark.requirement("GW-04")
async def test_a_service_that_is_down_is_said_and_the_others_answer(filled: House):
    filled.services["ticketing"].is_down = True
    visit = filled.visit_agents(filled.member_of(filled.town(), READ, ANSWER))

    page = await visit.get("/recherche?q=rougon")

    assert "Ce service ne répond pas pour l’instant" in page.text
    assert "PLA-2026-000123" in page.text


async def test_nobody_searches_without_being_an_agent(filled: House):
    town = filled.town()

    visitor = await filled.visit_agents().get("/recherche?q=rougon")
    citizen = await filled.visit_agents(filled.citizen_of(town)).get("/recherche?q=rougon")

    assert (visitor.status_code, visitor.headers["location"]) == (303, "/connexion?vers=/recherche%3Fq%3Drougon")
    assert citizen.status_code == 403


@pytest.mark.requirement("GW-08")
async def test_home_begins_with_the_work_of_the_day_and_opens_the_guichet(filled: House):
    town = filled.town()
    visit = filled.visit_agents(filled.member_of(town, READ, ANSWER))

    home = (await visit.get("/")).text

    assert home.index("En retard") < home.index("Mes demandes à traiter") < home.index("Mes tickets")
    assert home.index("Mes tickets") < home.index("Mes services")
    assert "Ouvrir le guichet" in home
    assert f"//{town['slug']}.localhost" in home


@pytest.mark.requirement("GW-08")
async def test_home_tells_an_absent_agent_so_and_offers_to_end_it(filled: House):
    filled.demarches.absence = {"id": "01a2", "until_on": "2030-02-01", "substitute": "02b3"}
    visit = filled.visit_agents(filled.member_of(filled.town(), READ))

    away = (await visit.get("/")).text
    filled.demarches.absence = None
    here = (await visit.get("/")).text

    assert "Votre absence est notée jusqu’au 1er février 2030" in away
    # The service's own page has the button: its forms carry its own token.
    assert 'href="/demarches/?vue=mine#absence"' in away
    assert "Votre absence" not in here


@pytest.mark.requirement("GW-08")
async def test_with_nothing_to_do_home_says_so_and_with_a_service_down_that_something_is_missing(house: House):
    visit = house.visit_agents(house.member_of(house.town(), READ))
    quiet = (await visit.get("/")).text
    house.demarches.is_down = True

    broken = await visit.get("/")

    assert "Rien n’est en retard, et rien ne vous attend." in quiet
    assert broken.status_code == 200
    assert "Une partie de votre travail du jour manque" in broken.text
