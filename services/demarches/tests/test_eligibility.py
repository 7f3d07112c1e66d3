"""Criteria of who may ask: written in the editor, read before one begins, told beside the answer that does not meet them."""

from uuid import uuid4

import pytest
from editors import HOME, Author
from towns import ANSWERS, Town, found_town

from demarches.domain.policies import READ

pytestmark = pytest.mark.requirement("DM-17")

AT_PLASSANS = {
    "criterion-0-because": "Réservé aux adresses de Plassans.", "criterion-0-because-en": "For addresses of Plassans.",
    "criterion-0-how": "written", "criterion-0": "email.endsWith('@plassans.example')",
}  # fmt: skip


async def test_a_criterion_is_written_in_the_browser_published_and_said_before_one_begins(town: Town):
    demarche_id = await town.offers()
    author, address = Author(town), f"{HOME}/{demarche_id}"

    saved = await author.saves(address, "eligibility", **AT_PLASSANS)
    form = (await author.opens(f"{address}/form")).text
    review = (await author.opens(f"{address}/publication")).text
    await author.publishes(address)
    shown = (await town.call(town.citizen(), "GET", "/demarches/bac")).json()

    assert saved.status_code == 303
    assert "Réservé aux adresses de Plassans." in form
    assert "Formulaire › Qui peut la demander" in review
    assert shown["eligibility"] == ["Réservé aux adresses de Plassans."]


async def test_whoever_does_not_meet_it_sends_nothing_and_reads_why(town: Town):
    demarche_id = await town.offers()
    author, camille = Author(town), town.citizen()
    await author.saves(f"{HOME}/{demarche_id}", "eligibility", **AT_PLASSANS)
    await author.publishes(f"{HOME}/{demarche_id}")
    dossier_id = await town.begun(camille)

    refused = await town.saves(camille, dossier_id, "me", ANSWERS | {"email": "c@tulettes.example"})
    taken = await town.saves(camille, dossier_id, "me", ANSWERS)
    draft = (await town.shows(camille, dossier_id))["draft"]

    assert refused.status_code == 422
    (fault,) = refused.json()["errors"]
    assert fault["pointer"] == "/email"
    assert "Réservé aux adresses de Plassans." in fault["detail"]
    assert "c@tulettes.example" in fault["detail"]
    assert taken.status_code == 200
    assert "La condition est remplie. Réservé aux adresses de Plassans." in draft["eligibility"][0]


async def test_what_does_not_fit_is_said_at_its_field_and_stays(town: Town):
    demarche_id = await town.offers()
    author, address = Author(town), f"{HOME}/{demarche_id}"

    wordless = await author.saves(
        address, "eligibility", **AT_PLASSANS | {"criterion-0-because": "", "criterion-0-because-en": ""}
    )
    aimless = await author.saves(
        address, "eligibility", **{"criterion-0-because": "Réservé aux majeurs.", "criterion-0-how": "none"}
    )
    empty = await author.saves(address, "eligibility", **{"criterion-0-because": "x", "criterion-0-how": "all"})

    assert (wordless.status_code, aimless.status_code, empty.status_code) == (422, 422, 422)
    assert "Écrivez à qui la démarche est réservée." in wordless.text
    assert "endsWith" in wordless.text
    assert 'value="Réservé aux majeurs."' in aimless.text
    assert "Choisissez la condition, ou effacez ses mots." in aimless.text
    assert "Choisissez au moins une condition" in empty.text


async def test_a_criterion_whose_words_and_condition_go_is_taken_away(town: Town):
    demarche_id = await town.offers()
    author, address = Author(town), f"{HOME}/{demarche_id}"
    await author.saves(address, "eligibility", **AT_PLASSANS)

    await author.saves(address, "eligibility", **{"criterion-0-because": "", "criterion-0-how": "none"})

    assert "eligibility" not in (await author.content(address))["form"]


async def test_criteria_are_for_authors_alone(town: Town):
    demarche_id = await town.offers()
    other = Author(await found_town(town.service, uuid4()))

    reader = await Author(town, town.agent(READ)).opens(f"{HOME}/{demarche_id}/eligibility")
    nothing = await Author(town).opens(f"{HOME}/{town.theme_id}/eligibility")

    elsewhere = await other.opens(f"{HOME}/{demarche_id}/eligibility")

    assert (reader.status_code, nothing.status_code, elsewhere.status_code) == (403, 404, 404)
