"""« Voir et imprimer la demande »."""

from uuid import UUID

import pytest
from towns import Town

from demarches.queries.dossier.read import AskDossier, read_dossier
from demarches.receipts.receipt import facts_of


@pytest.mark.requirement("DM-09")
async def test_the_receipt_is_a_pdf_with_number_answers_and_legal_mentions(town: Town):
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.submitted(camille)

    answer = await town.call(camille, "GET", f"/dossiers/{dossier_id}/receipt.pdf")

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    asked = AskDossier(UUID(dossier_id), town.service.clock())
    facts = str(facts_of(await town.service.ask(read_dossier, asked, actor=camille), "fr"))
    for said in ("PLA-", "Accusé de réception", "un bac bleu", "Service Déchets", "réputée acceptée", "CRPA L231-1"):
        assert said in facts


async def test_what_people_type_is_never_read_as_markup(town: Town):
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.filled(camille, wish='#panic("x") $ \\ ` ] #read("/etc/passwd")')
    await town.submits(camille, dossier_id)

    answer = await town.call(camille, "GET", f"/dossiers/{dossier_id}/receipt.pdf")

    assert answer.content.startswith(b"%PDF-")
