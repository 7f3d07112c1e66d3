"""« Mon tableau de bord »: four services, one page; whoever is down says so in its own place."""

from datetime import timedelta
from uuid import uuid4

import pytest
from doorstep.house import House
from doorstep.upstream import NOTHING_YET

from chassis.clock import utc_now
from kit.eventually import eventually

WHEN = "2031-03-27T13:02:00Z"


def a_line(**changes):
    return {
        "id": str(uuid4()),
        "reference": "PLA-2026-000123",
        "demarche": "Acte de naissance",
        "status": "incomplete",
        "status_word": "Incomplète",
        "tone": "waiting",
        "created_at": WHEN,
        "submitted_at": WHEN,
        "unread": 0,
        "waits_for_me": True,
        **changes,
    }


def an_appointment(**changes):
    return {
        "id": str(uuid4()),
        "dossier_id": str(uuid4()),
        "demarche": "Passeport",
        "starts_at": WHEN,
        "ends_at": WHEN,
        "held_until": None,
        "venue": "Hôtel de ville",
        "address": "1, place\n13100 Plassans",
        **changes,
    }


def a_piece(days: int):
    return {
        "id": str(uuid4()),
        "type": "proof_of_address",
        "type_label": "Justificatif de domicile",
        "label": "Facture d’eau",
        "valid_until": (utc_now().date() + timedelta(days=days)).isoformat(),
        "files": [],
        "former": [],
    }


@pytest.fixture
def services(house: House):
    yield house.services
    for tiny in house.services.values():
        tiny.is_down, tiny.dashboard = False, {**NOTHING_YET}
        tiny.safe = {"count": 0, "limit": 10, "pieces": [], "trash": []}


async def shown(house: House) -> str:
    town = house.town()
    page = await house.visit(town, house.citizen_of(town)).get("/mon-tableau-de-bord")
    assert page.status_code == 200, page.text
    return page.text


@pytest.mark.requirement("GW-02")
async def test_what_is_awaited_stands_first_in_words(house: House, services):
    line, written = a_line(), a_line(demarche="Bac à compost", unread=2)
    services["demarches"].dashboard = {
        "waiting": [{"dossier": line, "pieces": ["Copie du livret"]}, {"dossier": written, "pieces": []}],
        "drafts": [a_line(status="draft", demarche="École", submitted_at=None)],
        "last": [line],
        "appointments": [an_appointment(held_until=WHEN, demarche="Salle des fêtes"), an_appointment()],
    }

    html = await shown(house)

    order = ["Créneau à confirmer", "Copie du livret", "2 messages à lire", "École", "Mes prochains rendez-vous"]
    assert sorted(order, key=html.index) == order
    assert f'href="/mes-demandes/{line["id"]}/pieces"' in html
    assert f'href="/mes-demandes/{written["id"]}/echanges"' in html
    assert "Hôtel de ville · 1, place, 13100 Plassans" in html


@pytest.mark.requirement("GW-02")
async def test_a_piece_that_ends_soon_is_something_to_do(house: House, services):
    soon, later = a_piece(12), a_piece(200)
    services["documents"].safe = {"count": 2, "limit": 10, "pieces": [soon, later], "trash": []}

    html = await shown(house)

    assert "2 sur 10 pièces" in html
    assert "1 pièce est à remplacer" in html
    assert f'href="/mes-pieces/{soon["id"]}/remplacer"' in html
    assert later["id"] not in html


@pytest.mark.requirement("GW-02")
async def test_with_nothing_yet_the_page_says_where_to_begin(house: House, services):
    html = await shown(house)

    assert "Rien n’attend de réponse de votre part." in html
    assert "Vous n’avez encore rien demandé" in html
    assert "Rangez une fois votre carte d’identité" in html


@pytest.mark.requirement("GW-04")
@pytest.mark.parametrize(
    ("down", "sentence"),
    [
        ("demarches", "Vos demandes et vos rendez-vous sont momentanément indisponibles"),
        ("documents", "Votre espace de pièces est momentanément indisponible."),
        ("notifier", "Les actualités sont momentanément indisponibles"),
    ],
)
async def test_a_service_that_is_down_says_so_in_its_place_and_the_rest_stands(
    house: House, services, down: str, sentence: str
):
    services[down].is_down = True

    html = await shown(house)

    assert sentence in html
    assert html.count("momentanément indisponible") == 1
    assert "Mon tableau de bord" in html


async def test_nothing_is_claimed_to_be_read_while_nobody_knows(house: House, services):
    town = house.town()
    visit = house.visit(town, house.citizen_of(town))

    async def claim(path: str) -> bool:
        return "Aucun échange à lire" in (await visit.get(path)).text

    # Who failed a moment ago, in a test before, is asked again some seconds later.
    assert await eventually(lambda: claim("/"))
    assert await claim("/mon-tableau-de-bord")
    services["demarches"].is_down = True

    assert not await claim("/")
    assert not await claim("/mon-tableau-de-bord")


@pytest.mark.requirement("GW-02")
async def test_a_visitor_is_sent_to_sign_in_and_comes_back(house: House):
    answer = await house.visit(house.town()).get("/mon-tableau-de-bord")

    assert (answer.status_code, answer.headers["location"]) == (303, "/connexion?vers=/mon-tableau-de-bord")
