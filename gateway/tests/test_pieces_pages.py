"""A piece joined to a draft, copied to the personal space afterwards: for whoever has one, of what is theirs."""

from typing import Any
from uuid import uuid4

import pytest
from doorstep.house import House

from gateway.portal.demarches import journey

pytestmark = pytest.mark.requirement("DV-03")


def a_draft(house: House) -> dict[str, Any]:
    draft = {"form": {"steps": []}, "answers": {}, "steps": [], "pieces_wanted": []}
    dossier = {"id": str(uuid4()), "draft": draft, "pieces": [], "piece_requests": []}
    house.demarches.dossiers[dossier["id"]] = dossier
    return dossier


async def test_a_piece_that_is_not_there_any_more_is_told(house: House):
    town = house.town()
    camille, dossier = house.visit(town, house.citizen_of(town)), a_draft(house)

    answer = await camille.send_form(
        f"/demandes/{dossier['id']}/pieces/{uuid4()}/copie", {}, token=await camille.token("/demarches")
    )

    assert answer.status_code == 404
    assert "Cette pièce n’est plus jointe à votre demande." in answer.text


async def test_the_draft_of_somebody_else_does_not_exist(house: House):
    town = house.town()
    camille = house.visit(town, house.citizen_of(town))

    answer = await camille.send_form(
        f"/demandes/{uuid4()}/pieces/{uuid4()}/copie", {}, token=await camille.token("/demarches")
    )

    assert answer.status_code == 404


def test_a_piece_whose_every_file_was_refused_is_not_given():
    pieces = [
        {"type": "recto", "files": [{"status": "infected"}, {"status": "pending"}]},
        {"type": "verso", "files": [{"status": "unscannable"}]},
    ]

    assert journey.given({"pieces": pieces}) == {"recto"}


def test_a_piece_sent_whose_files_were_refused_is_named_once():
    lost, kept = {"files": [{"status": "unscannable"}]}, {"files": [{"status": "clean"}]}
    pieces = [
        {"type": "proof", "label": "Justificatif", **lost},
        {"type": "proof", "label": "Justificatif", **lost},
        {"type": "identity_card", "label": "Carte", **kept},
        {"type": "identity_card", "label": "Carte", **lost},
    ]

    assert journey.refused({"pieces": pieces}) == ["Justificatif"]
