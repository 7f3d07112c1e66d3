"""The editor: a démarche built in the browser, tried, compared, rehearsed on open dossiers, published, withdrawn."""

import json
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from editors import HOME, Author
from towns import ANSWERS, Town, a_definition

from chassis.actor import Actor
from contracts.forms import read_form
from demarches.commands.catalogue.publish_definition import PublishDefinition
from demarches.demo.__main__ import publish_unless_current
from demarches.domain.definition import Applicant
from demarches.domain.editor.trials import Trial, run
from demarches.domain.policies import READ
from demarches.domain.refusals import DefinitionNotPublishable
from demarches.domain.unfinished import TO_COMPLETE


@pytest.mark.requirement("DM-17")
async def test_a_demarche_is_built_in_the_browser_and_used(town: Town):
    author = Author(town)
    address = await author.begins()
    unseen = await town.call(town.citizen(), "GET", "/demarches/pret-de-materiel")

    await author.saves(address, "form", within="demande", kind="choice")
    changed = await author.saves(
        address, "items/choice_1", label="Quel matériel ?", **{"label-en": "Which equipment?"}, id="what", required="yes",
        **{"option-0": "Tables", "option-0-en": "Tables", "option-1": "Chaises", "p-multiple": "1"},
    )  # fmt: skip
    await author.saves(address, "form", up="what")
    published = await author.publishes(address)
    shown = (await town.call(town.citizen(), "GET", "/demarches/pret-de-materiel")).json()

    assert (unseen.status_code, changed.status_code, published.status_code) == (404, 303, 303)
    items = shown["form"]["steps"][1]["items"]
    assert [item["id"] for item in items] == ["what", "request"]
    assert (items[0]["multiple"], items[0]["label"]["en"]) == (True, "Which equipment?")
    assert [option["value"] for option in items[0]["options"]] == ["tables", "chaises"]
    assert (await town.begun(town.citizen(), "pret-de-materiel")) is not None


@pytest.mark.requirement("DM-17")
async def test_what_cannot_be_read_or_published_is_shown_with_what_was_typed(town: Town):
    author = Author(town)
    address = await author.begins()

    odd = await author.saves(address, "items/request", label="x", required="no", **{"p-max_length": "beaucoup"})
    unknown = await author.saves(address, "items/request", label="x", required="no", **{"p-max_length": "99999"})
    rule = {"required": "when", "required-if-how": "written", "required-if": "nobody == 1"}
    await author.saves(address, "items/request", label="Votre demande", **rule)
    refused = await author.publishes(address)
    review = await author.opens(f"{address}/publication")

    assert (odd.status_code, unknown.status_code, refused.status_code) == (422, 422, 422)
    assert 'value="beaucoup"' in odd.text
    assert 'href="#champ-p-max_length"' in odd.text
    assert "ne peut pas encore être publiée" in review.text
    assert "Votre demande" in review.text
    assert "pas dans ce formulaire" in review.text


@pytest.mark.requirement("DM-17")
def test_what_the_editor_wrote_for_its_author_to_replace_is_never_published():
    question = {"kind": "number", "id": "people", "label": "À compléter"}
    step = {
        "id": "wishes",
        "title": "Ma demande",
        "items": [{**question, "id": "others", "label": "Combien ?"}, question],
    }
    form = read_form({"steps": [{"id": "me", "title": "Moi", "items": [{**question, "id": "n", "label": "n"}]}, step]})
    applicant = Applicant(step="me")
    definition = a_definition(department_id=uuid4(), form=form, applicant=applicant, summary=f"{TO_COMPLETE}.")

    with pytest.raises(DefinitionNotPublishable) as refused:
        definition.must_be_publishable()

    found = [fault.pointer for fault in refused.value.faults if fault.code == "unfinished"]
    assert found == ["/summary", "/form/steps/1/items/1/label"]


@pytest.mark.requirement("DM-17")
async def test_the_second_of_two_authors_is_told_and_loses_nothing(town: Town):
    author, other = Author(town), Author(town)
    address = await author.begins()
    before = await author.version(address)
    await other.saves(address, "clock", silence="rejection", months="3", missing="suspends", articles="CRPA L231-4")

    late = await author.sends(
        f"{address}/clock", f"{address}/clock", {"version": before, "silence": "none", "then": "MOTS"}
    )

    assert late.status_code == 412
    assert "MOTS" in late.text
    assert "Ce qui a changé entre-temps" in late.text
    assert "Délai légal › Nombre de mois</strong> : 3" in late.text
    assert (await author.content(address))["clock"]["months"] == 3


@pytest.mark.requirement("DM-17")
async def test_a_definition_changes_while_dossiers_are_open_and_they_keep_theirs(town: Town):
    demarche_id = await town.offers()
    camille = town.citizen()
    dossier_id = await town.submitted(camille)
    author, address = Author(town), f"{HOME}/{demarche_id}"
    await author.saves(address, "form", within="wishes", kind="text")
    await author.saves(address, "items/text_1", label="Pourquoi ?", required="yes")
    await author.saves(address, "clock", silence="acceptance", months="4", missing="restarts", articles="CRPA L231-1")

    review = (await author.opens(f"{address}/publication")).text
    await author.publishes(address)
    after = await town.shows(camille, dossier_id)
    new = (await town.call(town.citizen(), "GET", "/demarches/bac")).json()

    assert "1 demande est en cours" in review
    assert "« Pourquoi ? »" in review.replace("\xa0", " ")
    assert "Pourquoi ? : " not in review
    assert "/demarches/?demarche=bac" in review
    assert "Délai légal › Nombre de mois" in review
    reference = after["reference"]
    assert f">{reference}</a>" in review
    assert [line["label"] for section in after["sections"] for line in section["lines"]].count("Pourquoi ?") == 0
    assert (new["version"], new["delay"]["period"]) == (2, "4 mois")
    decided = await town.call(town.agent(), "POST", f"/dossiers/{dossier_id}/decision", json={"outcome": "accepted"})
    assert decided.status_code == 201


@pytest.mark.requirement("DM-17")
async def test_a_rehearsal_names_the_papers_that_would_be_asked_for_and_were_not_given(town: Town):
    demarche_id = await town.offers()
    dossier_id = await town.submitted(town.citizen())
    reference = (await town.shows(town.agent(), dossier_id))["reference"]
    author, address = Author(town), f"{HOME}/{demarche_id}"

    unchanged = (await author.opens(f"{address}/publication")).text
    await author.saves(address, "form", within="wishes", kind="piece")
    await author.saves(address, "items/piece_1", label="Quittance de loyer", required="yes", **{"p-type": "rent"})
    review = (await author.opens(f"{address}/publication")).text

    assert "ne leur serait redemandée" in unchanged
    assert f">{reference}</a>" in review
    assert "Quittance de loyer" in review.split(f">{reference}</a>")[1]


@pytest.mark.requirement("DM-17")
async def test_a_rehearsal_of_the_latest_alone_says_so(town: Town, monkeypatch: pytest.MonkeyPatch):
    demarche_id = await town.offers()
    for _ in range(2):
        await town.submitted(town.citizen())
    author, address = Author(town), f"{HOME}/{demarche_id}"

    all_of_them = (await author.opens(f"{address}/publication")).text
    monkeypatch.setattr("demarches.queries.editor.rehearsal.MOST_REHEARSED", 1)
    latest = (await author.opens(f"{address}/publication")).text

    assert "dernières sont rejouées" not in all_of_them
    assert "dernières sont rejouées" in latest


@pytest.mark.requirement("DM-17")
async def test_what_is_withdrawn_is_no_longer_offered_and_comes_back_with_the_next_number(town: Town):
    demarche_id = await town.offers()
    camille = town.citizen()
    dossier_id, draft = await town.submitted(camille), await town.filled(town.citizen())
    author, address = Author(town), f"{HOME}/{demarche_id}"

    withdrawn = await author.saves(address, "publication", act="withdraw", confirm="1")
    again = await author.saves(address, "publication", act="withdraw", confirm="1")
    gone = await town.call(town.citizen(), "GET", "/demarches/bac")
    await author.saves(
        address, "texts", title="Bac roulant", summary="x", what_you_get="Un bac.", department=str(town.department_id)
    )
    await author.publishes(address)
    back = (await town.call(town.citizen(), "GET", "/demarches/bac")).json()

    assert (withdrawn.status_code, again.status_code, gone.status_code) == (303, 303, 404)
    assert (back["title"], back["version"]) == ("Bac roulant", 2)
    assert (await town.shows(camille, dossier_id))["status"] == "submitted"
    assert draft
    kinds = [event["type"] for event in await town.service.published(town.tenant)]
    assert kinds.count("demarches.definition.withdrawn.v1") == 1


@pytest.mark.requirement("DM-17")
async def test_what_was_withdrawn_by_mistake_is_published_again_as_it_was(town: Town):
    demarche_id = await town.offers()
    author, address = Author(town), f"{HOME}/{demarche_id}"
    await author.saves(address, "publication", act="withdraw", confirm="1")

    page = (await author.opens(f"{address}/publication")).text
    published = await author.publishes(address)
    changed = await author.opens(f"{address}/publication")
    twice = await author.publishes(address)
    back = await town.call(town.citizen(), "GET", "/demarches/bac")

    assert ("Publier à nouveau" in page, "Rien n’a changé" in page) == (True, False)
    assert "Publier à nouveau" not in changed.text
    assert (published.status_code, twice.status_code) == (303, 303)
    assert (back.status_code, back.json()["version"]) == (200, 2)


@pytest.mark.requirement("DM-17")
async def test_withdrawing_dropping_and_removing_are_asked_twice(town: Town):
    author = Author(town)
    address = await author.begins()
    await author.publishes(address)

    asked = await author.saves(address, "publication", act="withdraw")
    removing = await author.saves(address, "form", remove="request")

    assert "Cette démarche ne sera plus proposée" in asked.text
    assert "« Votre demande » sera retiré du formulaire" in removing.text
    assert "Version 1 en vigueur" in asked.text
    await author.saves(address, "form", remove="request", confirm="1")
    assert "'id': 'request'" not in str((await author.content(address))["form"])


@pytest.mark.requirement("DM-17")
async def test_loading_the_demonstration_again_leaves_what_agents_changed(town: Town):
    demarche_id = await town.offers("bac")
    itself = Actor.of_service("demarches", town.tenant)
    author = Author(town)
    address = f"{HOME}/{demarche_id}"

    async def loads(summary: str) -> None:
        command = PublishDefinition(demarche_id, a_definition(department_id=town.department_id, summary=summary))
        await town.service.run(publish_unless_current, command, actor=itself)

    await loads("Deuxième édition.")
    assert (await author.content(address))["summary"] == "Deuxième édition."
    await author.saves(
        address, "texts", title="Notre bac", summary="La nôtre.", what_you_get="x", department=str(town.department_id)
    )
    await author.publishes(address)
    await loads("Troisième édition.")

    assert (await author.content(address))["summary"] == "La nôtre."


@pytest.mark.requirement("DM-17")
async def test_a_trial_that_fails_keeps_a_definition_from_being_published(town: Town):
    author = Author(town)
    address = await author.begins()
    day = {"_on-day": "31", "_on-month": "12", "_on-year": "2026", "_due-month": "2", "_due-year": "2027"}
    fields = {"_name": "Deux mois", **day}

    await author.saves(address, "trials/new", **fields, **{"_due-day": "27"})
    page = (await author.opens(f"{address}/trials")).text
    refused = await author.publishes(address)
    await author.saves(address, "trials/1", **fields, **{"_due-day": "28"})
    published = await author.publishes(address)

    assert "et non le 27/02/2027" in page
    assert (refused.status_code, published.status_code) == (422, 303)


@pytest.mark.requirement("DM-17")
async def test_what_one_authority_exports_another_begins_with(town: Town):
    author = Author(town)
    demarche_id = await town.offers(pieces=True)
    exported = await author.opens(f"{HOME}/{demarche_id}/export")

    fields = {"title": "Autre", "theme": str(town.theme_id), "department": str(town.department_id)}
    made = await author.posts(HOME, HOME, **fields, file=exported.text)
    broken = await author.posts(HOME, HOME, **{**fields, "title": "Encore"}, file='{"content": {"form": 3}}')
    twice = await author.posts(HOME, HOME, **fields)

    assert made.status_code == 303
    copied = await author.content(made.headers["location"].removesuffix("/texts"))
    assert copied["form"] == exported.json()["content"]["form"]
    assert (broken.status_code, twice.status_code) == (422, 422)
    assert json.loads(exported.text)["format"] == "parvis-definition-1"


@pytest.mark.requirement("DM-17")
@pytest.mark.parametrize(
    ("title", "kept"), [("Composteur", {"fr": "Composteur", "en": "Compost bin"}), ("Mon composteur", "Mon composteur")]
)
async def test_a_title_kept_as_the_file_has_it_keeps_its_english(town: Town, title: str, kept: object):
    author = Author(town)
    demarche_id = await town.offers("modele", title={"fr": "Composteur", "en": "Compost bin"})
    exported = (await author.opens(f"{HOME}/{demarche_id}/export")).text

    fields = {"title": title, "theme": str(town.theme_id), "department": str(town.department_id)}
    made = await author.posts(HOME, HOME, **fields, file=exported)

    assert made.status_code == 303
    assert (await author.content(made.headers["location"].removesuffix("/texts")))["title"] == kept


@pytest.mark.requirement("DM-17")
async def test_the_editor_is_read_in_its_reader_s_language(town: Town):
    demarche_id = await town.offers(title={"fr": "Composteur", "en": "Compost bin"})
    author = Author(town)

    async def title() -> str:
        page = (await author.opens(f"{HOME}/{demarche_id}/clock")).text
        return page.split("<h1")[1].split("</h1>")[0].split(">", 1)[1].strip()

    french = await title()
    author.agent = replace(author.agent, locale="en")

    assert (french, await title()) == ("Composteur", "Compost bin")


@pytest.mark.requirement("DM-17")
async def test_a_long_catalogue_leads_at_once_to_the_form_below_it(town: Town):
    await town.offers()

    page = (await Author(town).opens(HOME)).text

    assert 'href="#nouvelle"' in page
    assert 'id="nouvelle"' in page


@pytest.mark.requirement("DM-17")
async def test_every_tab_opens_for_authors_alone(town: Town):
    demarche_id = await town.offers(pieces=True)
    author = Author(town)
    tabs = [
        "texts",
        "form",
        "workflow",
        "clock",
        "appointment",
        "letter",
        "trials",
        "trials/new",
        "versions",
        "preview",
        "publication",
        "items/wish",
        "items/wishes",
    ]

    for tab in tabs:
        page = await author.opens(f"{HOME}/{demarche_id}/{tab}")
        assert page.status_code == 200, tab
    assert (await author.opens(f"{HOME}/{demarche_id}/items/nothing")).status_code == 404
    for stranger, wanted in ((Author(town, town.agent(READ)), 403), (Author(await _elsewhere(town)), 404)):
        assert (await stranger.opens(f"{HOME}/{demarche_id}/texts")).status_code == wanted


async def _elsewhere(town: Town) -> Town:
    from uuid import uuid4

    from towns import found_town

    return await found_town(town.service, uuid4())


@pytest.mark.requirement("DM-17")
async def test_an_author_tries_a_form_on_another_day(town: Town):
    from towns import a_definition

    definition = a_definition(department_id=UUID(int=1), pieces=True)
    answers = {**ANSWERS, "wish": "x"}

    good = Trial(
        name="a", on=date(2026, 12, 31), answers=answers, pieces=("proof",), problems=(), due_on=date(2027, 2, 28)
    )
    wrong = Trial(
        name="b", on=date(2026, 1, 1), answers={}, hidden=("wish",), pieces=(), problems=(), due_on=date(2026, 1, 1)
    )

    assert run(definition, good).wrong == []
    assert len(run(definition, wrong).wrong) >= 4
