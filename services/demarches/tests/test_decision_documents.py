"""The document of a decision: printed, sealed, downloaded, verified by its code; what was altered is told."""

import io
from uuid import UUID

import pikepdf
import pytest
from towns import Town

from chassis.actor import Actor
from contracts.asks import OrganisationFacts
from demarches.commands.decisions.seal_document import SealDocument, Sealer
from demarches.domain.letters import ALPHABET, Letter, faults_of, filled, new_code, read_code
from demarches.domain.refusals import DecisionDocumentNotFound
from kit.actors import a_visitor

WORDS = Letter(
    accepted="Bonjour {name}, votre demande {reference} est acceptée. {inconnu}",
    signatory="Eugène Granoux",
    capacity="Le Maire",
)


async def decided(town: Town, dossier_id: str, **body) -> None:
    answer = await town.call(town.agent(), "POST", f"/dossiers/{dossier_id}/decision", json=body)
    assert answer.status_code == 201, answer.text


async def sealed(town: Town, dossier_id: str) -> None:
    """As the decision's event has it done."""

    async def identity(question):
        return OrganisationFacts(
            organisation_id=town.tenant,
            slug="plassans",
            name="Ville de Plassans",
            public_url="http://plassans.test",
            colour="#1d5c63",
            address="1, place de la Sous-Préfecture",
        )

    service = town.service.service
    sealer = Sealer(service.signer, service.trust, identity)
    await town.service.run(sealer, SealDocument(UUID(dossier_id)), actor=Actor.of_service("demarches", town.tenant))


async def code_of(town: Town, dossier_id: str) -> str:
    rows = await town.service.rows("select code from decision_documents where dossier_id = :d", d=UUID(dossier_id))
    return rows[0]["code"]


@pytest.mark.requirement("DM-16")
async def test_a_decision_has_a_document_that_its_applicant_and_agents_open(town: Town):
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.submitted(camille)
    await decided(town, dossier_id, outcome="refused", reasons="Le trottoir est trop étroit.")

    early = await town.call(camille, "GET", f"/dossiers/{dossier_id}/decision.pdf")
    await sealed(town, dossier_id)
    theirs = await town.call(camille, "GET", f"/dossiers/{dossier_id}/decision.pdf")
    ours = await town.service.call(town.agent(), "GET", f"/console/dossiers/{dossier_id}/decision.pdf")

    assert (early.status_code, theirs.status_code, ours.content) == (409, 200, theirs.content)
    with pikepdf.open(io.BytesIO(theirs.content)) as sheet:
        assert str(sheet.docinfo["/Title"]).startswith("Décision PLA-")
        assert len(sheet.pages) >= 1
    assert (await town.shows(camille, dossier_id))["decision"]["document"].startswith("PLA-")


@pytest.mark.requirement("DM-16")
async def test_anyone_who_holds_a_copy_verifies_it_and_learns_no_name(town: Town):
    await town.offers(letter=Letter(accepted="Bonjour {name}, c’est oui pour {reference}.", signatory="Eugène Granoux"))
    dossier_id = await town.submitted(town.citizen())
    await decided(town, dossier_id, outcome="accepted")
    await sealed(town, dossier_id)
    code = await code_of(town, dossier_id)

    typed = code.lower().replace("-", " ")
    found = (await town.call(a_visitor(town.tenant), "GET", f"/decisions/{typed}")).json()
    elsewhere = await town.call(a_visitor(), "GET", f"/decisions/{code}")
    wrong = await town.call(a_visitor(town.tenant), "GET", f"/decisions/{new_code()}")

    assert (found["holds"], found["outcome"], found["code"]) == (True, "accepted", code)
    assert "Rougon" not in str(found)
    assert (elsewhere.status_code, wrong.status_code) == (404, 404)


@pytest.mark.requirement("DM-16")
@pytest.mark.parametrize(
    "altered", ["sheet = 'autre'", 'facts = facts || \'{"outcome": "refused"}\'', "number = 'X-1'"]
)
async def test_what_was_altered_afterwards_no_longer_holds(town: Town, altered: str):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    await decided(town, dossier_id, outcome="accepted")
    await sealed(town, dossier_id)
    code = await code_of(town, dossier_id)

    await town.service.rows(f"update decision_documents set {altered} where code = :c returning id", c=code)

    assert (await town.call(a_visitor(town.tenant), "GET", f"/decisions/{code}")).json()["holds"] is False


@pytest.mark.requirement("DM-16")
async def test_a_document_is_sealed_once(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    await decided(town, dossier_id, outcome="accepted")

    await sealed(town, dossier_id)
    first = await town.service.rows("select seal from decision_documents where dossier_id = :d", d=UUID(dossier_id))
    await sealed(town, dossier_id)
    second = await town.service.rows("select seal from decision_documents where dossier_id = :d", d=UUID(dossier_id))

    assert first == second


def test_a_code_is_read_as_people_type_it_and_nothing_else_is():
    code = new_code()

    assert read_code(f" {code.lower().replace('-', ' ')} ") == code
    assert not set("01OIL") & set(ALPHABET)
    for wrong in ("", "x", code[:-1], code.replace(code[0], "0"), "é" * 20):
        with pytest.raises(DecisionDocumentNotFound):
            read_code(wrong)


def test_what_is_filled_in_is_never_read_again():
    assert filled("Bonjour {name}.", {"name": "{reference}", "reference": "X"}) == "Bonjour {reference}."


def test_a_letter_that_names_what_does_not_exist_is_not_published():
    assert [fault.pointer for fault in faults_of(WORDS)] == ["/letter/accepted"]
    assert faults_of(Letter()) == []
