"""The session ends while somebody types: the page that asks them to sign in holds what they typed, and sends it again."""

import html
import re
from typing import Any
from uuid import uuid4

import pytest
from doorstep.house import House

FILE = str(uuid4())
CHILD = {"relation": "child", "given_names": "Maxime", "family_name": "L’« Aîné »"}
PIECE = {"type": "id_card", "label": "Carte de Camille", "files": FILE}
WRITTEN = [
    ("/mes-demandes/{id}/messages", {"body": "Un quart d’heure\nde réponse", "cle": "k1"}),
    ("/mon-foyer/ajouter", CHILD),
    ("/mon-foyer/{id}", {**CHILD, "version": "3"}),
    ("/mes-pieces/nouvelle", PIECE),
]


def kept(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found if name not in ("csrf_token", "_reprise")}


@pytest.mark.requirement("DM-08")
@pytest.mark.parametrize(("address", "typed"), WRITTEN)
async def test_what_was_typed_waits_in_the_page_that_asks_to_sign_in(house: House, address: str, typed: dict[str, Any]):
    town = house.town()
    camille, path = house.visit(town, house.citizen_of(town)), address.format(id=uuid4())
    token = await camille.token("/demarches")
    camille.cookies.clear()

    over = await camille.send_form(path, typed, token=token)
    early = await camille.send_form(path, {**kept(over.text), "_reprise": "1"}, token=await camille.token("/connexion"))

    assert over.status_code == 401
    assert "Rien de ce que vous avez saisi n’est perdu." in over.text
    assert f'action="{path}"' in over.text
    assert kept(over.text) == typed
    if "messages" not in path:  # the service of démarches decides who may: here it is played
        assert (early.status_code, kept(early.text)) == (401, typed)


@pytest.mark.requirement("DV-03")
async def test_a_piece_sent_with_its_files_keeps_its_words_and_what_had_arrived(house: House):
    town = house.town()
    camille = house.visit(town, house.citizen_of(town))
    token = await camille.token("/demarches")
    camille.cookies.clear()

    over = await camille.send_form("/mes-pieces/nouvelle", PIECE, token=token, files={"files": ("dos.png", b"x")})

    assert (over.status_code, kept(over.text)) == (401, PIECE)


@pytest.mark.requirement("DV-03")
async def test_a_stranger_s_page_is_given_nothing_back(house: House):
    town = house.town()
    camille = house.visit(town, house.citizen_of(town))
    camille.cookies.clear()

    answer = await camille.post("/mes-pieces/nouvelle", data=PIECE, headers={"origin": "https://evil.example"})

    assert (answer.status_code, FILE in answer.text) == (403, False)
