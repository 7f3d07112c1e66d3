"""The accessibility declaration says what was audited, and no more."""

from datetime import date

import pytest
from doorstep.house import House

from gateway import declaration
from gateway.declaration import CRITERIA_OF, Audit, Fault, Part

ALL = [f"{theme}.{number}" for theme, of in enumerate(CRITERIA_OF, start=1) for number in range(1, of + 1)]


def an_audit(**public) -> Audit:
    part = Part(**{"pages": ("Accueil",), "views": 2, "automatic": ("1.1", "3.2"), **public})
    return Audit(audited_on=date(2026, 3, 27), tool="axe-core 4.12.1", browser="Chromium 153", public=part)


def judged(*, not_met: int) -> dict[str, str]:
    return {criterion: "not_met" if at < not_met else "met" for at, criterion in enumerate(ALL)}


def test_the_referential_has_its_106_criteria():
    assert len(ALL) == 106


@pytest.mark.requirement("GW-07")
@pytest.mark.parametrize(
    ("part", "word"),
    [
        (None, "none"),
        (Part(automatic=("1.1",)), "none"),
        (Part(judged={"1.1": "met"}), "none"),
        (Part(judged=judged(not_met=0)), "full"),
        (Part(judged=judged(not_met=0), faults=(Fault("1.1", "image-alt", 1),)), "partial"),
        (Part(judged=judged(not_met=53)), "partial"),
        (Part(judged=judged(not_met=54)), "none"),
    ],
)
def test_the_laws_word_needs_every_criterion_judged(part: Part | None, word: str):
    assert declaration.conformity(part) == word


@pytest.mark.requirement("GW-07")
async def test_the_page_tells_the_audit_its_limits_and_where_to_turn(house: House, monkeypatch: pytest.MonkeyPatch):
    fault = Fault("3.2", "color-contrast", 4)
    monkeypatch.setattr(declaration, "KNOWN", an_audit(faults=(fault,)))

    page = (await house.visit(house.town(phone="04 42 00 00 00")).get("/accessibilite")).text.replace("\u00a0", " ")

    assert "Ce site est non conforme" in page
    assert "mené le 27 mars 2026" in page
    assert "2 sur 106" in page
    assert "critère 3.2, règle color-contrast : 4 vues" in page
    assert "axe-core 4.12.1" in page
    assert "04 42 00 00 00" in page
    assert "Défenseur des droits" in page
    assert "Accessibilité : non conforme" in page


@pytest.mark.requirement("GW-07")
async def test_what_a_program_examined_is_told_as_such_and_changes_no_word_of_the_law(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    seen = {one: "met" for one in ALL} | {"2.1": "not_applicable", "6.1": "not_met"}
    monkeypatch.setattr(declaration, "KNOWN", an_audit(examined=seen))

    page = (await house.visit(house.town()).get("/accessibilite")).text.replace("\u00a0", " ")

    assert "106 critères ont aussi été examinés" in page
    assert "Ce n’est pas le jugement d’une personne" in page
    assert "Contredits par une page au moins" in page
    assert "0 sur 106" in page
    assert "Accessibilité : non conforme" in page


OWN = {
    "contact": "Référente accessibilité",
    "email": "acces@plassans.example",
    "non_conformities": [
        {"content": "Plan du cimetière <image>", "criterion": "1.1", "alternative": "Demandez-le à l’accueil."}
    ],
    "derogations": [{"content": "Archives de 1870", "reason": "20 000 pages manuscrites"}],
}


@pytest.mark.requirement("GW-07")
async def test_the_page_tells_what_the_organisation_knows_of_its_own_contents(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(declaration, "KNOWN", an_audit(judged=judged(not_met=0)))

    theirs = (await house.visit(house.town(accessibility=OWN)).get("/accessibilite")).text.replace("\u00a0", " ")
    others = (await house.visit(house.town()).get("/accessibilite")).text.replace("\u00a0", " ")

    assert "Plan du cimetière &lt;image&gt;</span> (critère 1.1)" in theirs
    assert "Demandez-le à l’accueil." in theirs
    assert "20 000 pages manuscrites" in theirs
    assert "acces@plassans.example" in theirs
    assert "Aucune dérogation" not in theirs
    assert "Ce site est partiellement conforme" in theirs
    assert "Accessibilité : partiellement conforme" in theirs
    assert "Ce site est totalement conforme" in others
    assert "Plan du cimetière" not in others


async def test_without_an_audit_nothing_is_claimed(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(declaration, "KNOWN", None)

    page = (await house.visit(house.town()).get("/accessibilite")).text

    assert "Ce site est non conforme" in page
    assert "Résultats des tests" not in page


async def test_the_agents_entrance_has_a_declaration_of_its_own(house: House):
    agents = house.visit_agents(house.member_of(house.town()))

    page = await agents.get("/accessibilite")

    assert page.status_code == 200
    assert "Ce site est non conforme" in page.text


def test_the_audit_of_this_release_can_be_read_and_names_criteria_that_exist():
    audit = declaration.read()

    assert audit is not None
    assert audit.public.views > 0
    assert set(audit.public.automatic) <= set(ALL)
    assert set(audit.public.examined) <= set(ALL)
