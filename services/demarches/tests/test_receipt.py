"""« Voir et imprimer la demande »."""

from uuid import UUID

import pytest
from towns import Town

from chassis.refusals import Unavailable
from contracts.asks import AskOrganisation, OrganisationFacts
from demarches.http.town_name import TownName
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
    facts = str(facts_of(await town.service.ask(read_dossier, asked, actor=camille), "Ville de Plassans", "fr"))
    for said in (
        "Ville de Plassans",
        "PLA-",
        "Accusé de réception",
        "un bac bleu",
        "Service Déchets",
        "réputée acceptée",
        "CRPA L231-1",
    ):
        assert said in facts


@pytest.mark.requirement("DM-18")
async def test_printed_once_the_decision_is_taken_it_promises_no_date_any_more(town: Town):
    await town.offers()
    camille = town.citizen()
    decided, cancelled = await town.submitted(camille), await town.submitted(camille)
    await town.call(town.agent(), "POST", f"/dossiers/{decided}/decision", json={"outcome": "accepted"})
    await town.call(camille, "POST", f"/dossiers/{cancelled}/cancellation", json={"confirm": True})

    async def legal(dossier_id: str, locale: str = "fr") -> object:
        asked = AskDossier(UUID(dossier_id), town.service.clock())
        return facts_of(await town.service.ask(read_dossier, asked, actor=camille), "Plassans", locale)["legal"]

    assert str(await legal(decided)).startswith("Votre demande a reçu sa décision le ")
    assert str(await legal(cancelled)).startswith("Votre demande a été annulée le ")


async def test_what_people_type_is_never_read_as_markup(town: Town):
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.filled(camille, wish='#panic("x") $ \\ ` ] #read("/etc/passwd")')
    await town.submits(camille, dossier_id)

    answer = await town.call(camille, "GET", f"/dossiers/{dossier_id}/receipt.pdf")

    assert answer.content.startswith(b"%PDF-")


@pytest.mark.requirement("DM-09")
@pytest.mark.parametrize("wish", ["Deux tables 🪑 pour 👩‍👩‍👧", "مرحبا بكم", "请给我两张桌子", "\u200fשלום\u200f"])
async def test_a_paper_is_made_whatever_alphabet_people_write_in(town: Town, wish: str):
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.filled(camille, wish=wish)
    await town.submits(camille, dossier_id)

    answer = await town.call(camille, "GET", f"/dossiers/{dossier_id}/receipt.pdf")

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in answer.content


async def test_papers_name_the_town_and_do_without_it_while_identity_is_silent(town: Town):
    camille = town.citizen()

    async def answers(asked: AskOrganisation) -> OrganisationFacts:
        return OrganisationFacts(
            organisation_id=asked.tenant, slug="plassans", name="Ville de Plassans", public_url="", colour="#1d5c63"
        )

    async def silent(_: AskOrganisation) -> OrganisationFacts:
        raise Unavailable

    assert await TownName(answers).of(camille) == "Ville de Plassans"
    assert await TownName(silent).of(camille) == ""
