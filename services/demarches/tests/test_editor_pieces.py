"""Pieces in the editor: they stand in a step of their own, where applicants can join them."""

from uuid import uuid4

import pytest
from editors import Author
from towns import Town, a_definition

from contracts.forms import read_form
from demarches.domain.definition import Applicant
from demarches.domain.refusals import DefinitionNotPublishable

pytestmark = pytest.mark.requirement("DM-17")

NAME = {"kind": "text", "id": "name", "label": "Nom"}
PROOF = {"kind": "piece", "id": "proof", "label": "Justificatif", "type": "proof"}


async def test_a_piece_added_among_questions_goes_to_a_step_where_it_can_be_joined(town: Town):
    author = Author(town)
    address = await author.begins()
    await author.saves(address, "form", within="demande", kind="section")

    for within in ("demande", "section_1", "pieces"):
        await author.saves(address, "form", within=within, kind="piece")
    steps = (await author.content(address))["form"]["steps"]

    assert [step["id"] for step in steps] == ["informations", "demande", "pieces"]
    assert steps[2]["title"] == {"fr": "Mes pièces", "en": "My documents"}
    assert [item["id"] for item in steps[2]["items"]] == ["piece_1", "piece_2", "piece_3"]
    assert "piece" not in {item["kind"] for item in steps[1]["items"]}


async def test_one_applicant_joins_what_the_editor_asked_for(town: Town):
    author, camille = Author(town), town.citizen()
    address = await author.begins()
    await author.saves(address, "form", within="demande", kind="piece")
    await author.saves(address, "items/piece_1", label="Justificatif", required="yes", **{"p-type": "proof"})
    published = await author.publishes(address)
    dossier_id = await town.begun(camille, "pret-de-materiel")

    steps = (await town.shows(camille, dossier_id))["draft"]["steps"]

    assert published.status_code == 303
    assert [step["pieces"] for step in steps] == [False, False, True]


@pytest.mark.parametrize(
    ("items", "pointers"),
    [
        ([NAME, PROOF], ["/form/steps/0/items/1"]),
        (
            [NAME, {"kind": "section", "id": "s", "label": "Suite", "items": [PROOF]}],
            ["/form/steps/0/items/1/items/0"],
        ),
    ],
    ids=["among questions", "in a section"],
)
def test_a_piece_that_nobody_could_join_is_not_published(items: list[dict[str, object]], pointers: list[str]):
    form = read_form({"steps": [{"id": "me", "title": "Moi", "items": items}]})
    definition = a_definition(department_id=uuid4(), form=form, applicant=Applicant(step="me"))

    with pytest.raises(DefinitionNotPublishable) as refused:
        definition.must_be_publishable()

    assert [fault.pointer for fault in refused.value.faults if fault.code == "stray_piece"] == pointers
