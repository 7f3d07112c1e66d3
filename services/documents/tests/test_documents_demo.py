"""The pieces of the demonstration."""

from datetime import timedelta

from vault import Vault

from contracts.demo import CITIZEN
from documents.demo.__main__ import load
from documents.demo.papers import papers
from kit.actors import a_citizen


async def test_camille_s_space_is_furnished_once_and_every_paper_passes_the_checks(vault: Vault):
    settings = vault.service.service.settings

    await load(settings)
    await load(settings)
    await vault.check_everything()

    camille = a_citizen(CITIZEN.organisation.id, subject=CITIZEN.id)
    safe = (await vault.call(camille, "GET", "/v1/safe")).json()
    assert {piece["label"] for piece in safe["pieces"]} == {paper.label for paper in papers()}
    assert {file["status"] for piece in safe["pieces"] for file in piece["files"]} == {"clean"}
    assert all(file["pages"] for piece in safe["pieces"] for file in piece["files"])
    soon = [piece for piece in safe["pieces"] if piece["valid_until"]]
    today = vault.clock().date()
    assert min(piece["valid_until"] for piece in soon) < (today + timedelta(days=30)).isoformat()
