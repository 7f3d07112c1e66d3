"""The service of démarches stops while somebody types: the page that they get holds what they typed, and sends it again."""

import html
import re
from typing import Any
from uuid import uuid4

import pytest
from doorstep.house import House

TYPED = {
    "where": "Rue du Four,\ndevant « L’Étoile » & le 3",
    "_montre": "where",
    "lines-0": "l’un",
    "lines-1": "l’autre",
}


def kept(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found if name != "csrf_token"}


@pytest.mark.requirement("DM-08")
@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/demandes/{id}/etapes/demande", TYPED),
        ("/demandes/{id}/envoi", {"conditions": "1", "notification": "1"}),
        ("/mes-demandes/{id}/messages", {"body": "Un quart d’heure\nde réponse", "cle": "k1"}),
    ],
)
async def test_what_was_typed_waits_in_the_page_and_goes_again_to_the_same_address(
    house: House, address: str, typed: dict[str, Any]
):
    town = house.town()
    camille, path = house.visit(town, house.citizen_of(town)), address.format(id=uuid4())
    token = await camille.token("/demarches")
    house.demarches.is_down = True

    away = await camille.send_form(path, typed, token=token)
    again = await camille.send_form(path, kept(away.text), token=token)

    assert (away.status_code, again.status_code) == (503, 503)
    assert away.headers["retry-after"]
    assert "Rien de ce que vous avez saisi n’est perdu." in away.text
    assert f'action="{path}"' in away.text
    assert kept(away.text) == kept(again.text) == typed


@pytest.mark.requirement("DM-16")
async def test_what_an_agent_typed_waits_in_the_page_as_well_and_a_button_alone_is_pressed_again(house: House):
    agent = house.visit_agents(house.member_of(house.town(), "demarches.dossiers.read"))
    path, typed = "/demarches/echo", {"body": "Un quart d’heure\nde réponse", "then": "resolved"}
    house.demarches.refusal = (503, {"type": "/problems/x", "title": "En panne.", "status": 503})

    away = await agent.send_form(path, typed, token="celui du service")
    alone = await agent.send_form(path, {}, token="celui du service")
    secret = await agent.send_form(path, {"password": "s3cret"}, token="celui du service")
    house.demarches.refusal = None

    assert (away.status_code, alone.status_code, secret.status_code) == (503, 503, 503)
    assert f'action="{path}"' in away.text
    assert kept(away.text) == typed
    assert 'value="celui du service"' in away.text
    assert kept(alone.text) == {}
    assert "s3cret" not in secret.text


@pytest.mark.requirement("DM-08")
async def test_whose_session_ended_on_the_recapitulation_reads_it_again_before_anything_is_sent(house: House):
    town = house.town()
    camille = house.visit(town, house.citizen_of(town))
    path, token = f"/demandes/{uuid4()}", await camille.token("/demarches")
    here = await camille.send_form(f"{path}/envoi", {}, token="d’une autre session")
    camille.cookies.clear()

    away = await camille.send_form(f"{path}/envoi", {}, token=token)

    recap = f"{path}/recapitulatif"
    assert (here.status_code, here.headers["location"]) == (303, recap)
    assert (away.status_code, away.headers["location"]) == (303, f"/connexion?vers={recap}")
    assert "rien n’est envoyé" in (await camille.get("/connexion")).text


async def test_a_service_that_refuses_our_own_tokens_is_away_and_ends_nobodys_session(house: House):
    """Its clock is wrong, or its keys: signing in again would lead to the same answer."""
    town = house.town()
    camille = house.visit(town, house.citizen_of(town))
    refused = {"type": "/problems/token-refused", "title": "Votre session n’est plus valable. Reconnectez-vous."}
    house.demarches.refusal = (401, {**refused, "status": 401})

    away = await camille.get("/api/demarches/v1/echo")
    house.demarches.refusal = None
    back = await camille.get("/api/demarches/v1/echo")

    assert (away.status_code, back.status_code) == (503, 200)
    assert away.headers["retry-after"] == "5"
    assert "momentanément indisponible" in away.text


async def test_another_refusal_of_a_service_comes_through_as_it_is_told(house: House):
    town = house.town()
    told = {"type": "/problems/unauthenticated", "title": "Cette page est réservée aux agents.", "status": 401}
    house.demarches.refusal = (401, told)

    refused = await house.visit(town, house.citizen_of(town)).get("/api/demarches/v1/echo")

    assert (refused.status_code, refused.json()) == (401, told)
