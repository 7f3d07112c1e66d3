"""A workflow built with fields and lists: drawn, followed, and taken back."""

import re
from typing import Any

import pytest
from editors import Author
from hypothesis import given, settings
from hypothesis import strategies as st
from towns import Town

from demarches.console.editor.choosing import Choosing
from demarches.console.editor.drawing import drawn
from demarches.domain.editor.conditions import Choices, Clause, chosen, operators_of, written
from demarches.domain.editor.subjects import Subject, facts
from demarches.domain.permissions import DECIDE

GUARD = {
    "guard-how": "any",
    "guard-0-about": "number_1", "guard-0-is": "at_most", "guard-0-value": "20",
    "guard-1-about": "dossier.opinions_awaited", "guard-1-is": "is", "guard-1-value": "0",
}  # fmt: skip
MOVE = {"label": "Accepter", "sources": "etude", "target": "acceptee", "needs": "decide"}


async def with_a_circuit(town: Town) -> tuple[Author, str]:
    author = Author(town)
    address = await author.begins()
    await author.saves(address, "form", within="demande", kind="number")
    await author.saves(address, "items/number_1", label="Combien ?", required="no")
    await author.saves(address, "workflow", begin="1")
    return author, address


async def flow_of(author: Author, address: str) -> dict[str, Any]:
    return (await author.content(address))["workflow"]


@pytest.mark.requirement("DM-17")
async def test_a_circuit_is_built_with_fields_and_published(town: Town):
    author, address = await with_a_circuit(town)

    await author.saves(
        address,
        "workflow",
        **{"add-stage": "1", "stage-label": "Pompiers consultés", "stage-status": "under_examination"},
    )
    await author.saves(
        address,
        "stages/pompiers_consultes",
        label="Pompiers consultés",
        status="under_examination",
        sentence="Les pompiers lisent.",
    )
    await author.saves(
        address,
        "workflow",
        **{"add-transition": "1", "move-label": "Consulter", "move-from": "etude", "move-to": "pompiers_consultes"},
    )
    await author.saves(
        address,
        "transitions/consulter",
        label="Consulter",
        sources="etude",
        target="pompiers_consultes",
        needs="instruct",
        writes="1",
        message="Nous consultons.",
        forwards="1",
        forward_to=str(town.department_id),
        **{"asked-0": "Qui ?", "asked-0-must": "1", "guard-how": "none"},
    )
    await author.saves(
        address,
        "workflow",
        **{"add-timer": "1", "timer-move": "recue/etudier", "timer-days": "2", "timer-unit": "weeks"},
    )
    sources = ["etude", "pompiers_consultes"]
    kept = await author.saves(
        address, "transitions/accepter", **{**MOVE, **GUARD, "sources": sources, "because": "Avis attendus."}
    )
    page = (await author.opens(f"{address}/workflow")).text
    published = await author.publishes(address)
    flow = await flow_of(author, address)

    assert (kept.status_code, published.status_code) == (303, 303)
    moves = {one["id"]: one for one in flow["transitions"]}
    assert moves["accepter"]["guard"] == "number_1 <= 20 || dossier.opinions_awaited == 0"
    assert (moves["accepter"]["sources"], moves["accepter"]["because"]) == (
        ["etude", "pompiers_consultes"],
        "Avis attendus.",
    )
    assert moves["consulter"]["asks"] == [{"id": "mots_1", "label": "Qui ?"}]
    assert moves["consulter"]["effects"] == {"message": "Nous consultons.", "forward_to": str(town.department_id)}
    assert flow["timers"] == [{"stage": "recue", "days": 14, "transition": "etudier"}]
    assert [one["id"] for one in flow["stages"]] == ["recue", "etude", "pompiers_consultes", "acceptee", "refusee"]
    for told in (
        "2 semaines",
        "« Combien ? » est au plus 20 ou « Avis attendus » est 0",
        "écrit au demandeur",
        "Les pompiers lisent.",
    ):
        assert told in page
    assert page.count('class="drawn-box') == 5
    assert page.count('class="drawn-arrow') == 5


@pytest.mark.requirement("DM-17")
async def test_what_is_chosen_or_written_without_its_box_is_meant_and_unticking_takes_it_away(town: Town):
    author, address = await with_a_circuit(town)
    place, chosen = "transitions/accepter", {"forward_to": str(town.department_id), "message": "Nous transmettons."}

    await author.saves(address, place, **MOVE, **chosen)
    kept = (await flow_of(author, address))["transitions"]
    await author.saves(address, place, **MOVE, **chosen)
    left = (await flow_of(author, address))["transitions"]

    assert [move["effects"] for move in kept if move["id"] == "accepter"] == [chosen]
    assert not [move for move in left if move["id"] == "accepter" and move.get("effects")]


@pytest.mark.requirement("DM-17")
@pytest.mark.parametrize(
    ("tab", "fields", "wrong"),
    [
        ("workflow", {"add-stage": "1", "stage-label": "", "stage-status": "accepted"}, "stage-label"),
        ("workflow", {"add-stage": "1", "stage-label": "Ici", "stage-status": "ailleurs"}, "stage-status"),
        ("workflow", {"add-transition": "1", "move-label": "Aller", "move-from": "", "move-to": "etude"}, "move-from"),
        ("workflow", {"add-transition": "1", "move-label": "Revenir", "move-from": "etude", "move-to": "recue"}, "move-to"),
        ("workflow", {"add-timer": "1", "timer-move": "recue/etudier", "timer-days": "deux"}, "timer-days"),
        ("workflow", {"add-timer": "1", "timer-move": "recue/etudier", "timer-days": "0"}, "timer-days"),
        ("workflow", {"add-timer": "1", "timer-move": "etude/accepter", "timer-days": "3"}, "timer-move"),
        ("stages/etude", {"label": "", "status": "under_examination"}, "label"),
        ("transitions/accepter", {**MOVE, "label": ""}, "label"),
        ("transitions/accepter", {**MOVE, "sources": "nulle_part"}, "sources"),
        ("transitions/accepter", {**MOVE, "target": ""}, "target"),
        ("transitions/accepter", {**MOVE, "needs": "instruct"}, "needs"),
        ("transitions/accepter", {**MOVE, "writes": "1", "message": ""}, "message"),
        ("transitions/accepter", {**MOVE, "forwards": "1", "forward_to": ""}, "forward_to"),
        ("transitions/accepter", {**MOVE, **GUARD, "guard-0-value": "beaucoup"}, "guard-0-value"),
        ("transitions/accepter", {**MOVE, **GUARD, "guard-1-is": "contains"}, "guard-1-is"),
        ("transitions/accepter", {**MOVE, **GUARD, "guard-0-about": "personne"}, "guard-0-about"),
        ("transitions/accepter", {**MOVE, "guard-how": "written", "guard": "personne =="}, "guard"),
    ],
)  # fmt: skip
async def test_what_does_not_fit_is_said_at_its_field_and_what_was_typed_stays(
    town: Town, tab: str, fields: dict[str, str], wrong: str
):
    author, address = await with_a_circuit(town)
    before = await flow_of(author, address)

    answer = await author.saves(address, tab, **fields)

    assert answer.status_code == 422
    assert f'href="#champ-{wrong}"' in answer.text
    assert f'id="champ-{wrong}"' in answer.text
    for typed in (fields.get("stage-label"), fields.get("move-label"), fields.get("guard-0-value")):
        assert not typed or f'value="{typed}"' in answer.text
    assert await flow_of(author, address) == before


@pytest.mark.requirement("DM-17")
async def test_removing_a_stage_is_asked_and_takes_what_lives_by_it(town: Town):
    author, address = await with_a_circuit(town)
    await author.saves(address, "workflow", **{"add-timer": "1", "timer-move": "recue/etudier", "timer-days": "10"})

    asked = await author.saves(address, "workflow", among="stages", remove="etude")
    await author.saves(address, "workflow", among="stages", remove="etude", confirm="1")
    flow = await flow_of(author, address)
    page = (await author.opens(f"{address}/workflow")).text
    await author.saves(address, "workflow", drop="1", confirm="1")

    assert "« À l’étude » sera retirée" in asked.text
    assert [one["id"] for one in flow["stages"]] == ["recue", "acceptee", "refusee"]
    assert (flow.get("transitions", []), flow.get("timers", [])) == ([], [])
    assert "Il manque une étape pour les demandes en instruction." in page
    assert "workflow" not in await author.content(address)


@pytest.mark.requirement("DM-17")
async def test_stages_and_transitions_change_places(town: Town):
    author, address = await with_a_circuit(town)

    await author.saves(address, "workflow", among="stages", down="acceptee")
    await author.saves(address, "workflow", among="transitions", up="refuser")
    flow = await flow_of(author, address)

    assert [one["id"] for one in flow["stages"]] == ["recue", "etude", "refusee", "acceptee"]
    assert [one["id"] for one in flow["transitions"]] == ["etudier", "refuser", "accepter"]
    assert flow["transitions"][1]["needs"] == DECIDE


@pytest.mark.requirement("DM-17")
async def test_a_change_is_taken_back_and_so_is_taking_it_back(town: Town):
    author, address = await with_a_circuit(town)
    await author.saves(address, "workflow", drop="1", confirm="1")

    gone = "workflow" in await author.content(address)
    await author.saves(address, "versions", tab="workflow")
    back = "workflow" in await author.content(address)
    await author.saves(address, "versions")
    again = "workflow" in await author.content(address)
    page = (await author.opens(f"{address}/versions")).text
    await author.saves(address, "versions", to="1")
    nothing = await author.saves(address, "versions", to="77")

    assert (gone, back, again) == (False, True, False)
    assert "Circuit" in page
    assert page.count("Y revenir") == 7
    assert (await author.content(address))["form"]["steps"][1]["items"][0]["id"] == "request"
    assert len((await author.content(address))["form"]["steps"][1]["items"]) == 1
    assert nothing.status_code == 303


@pytest.mark.requirement("DM-17")
async def test_another_author_s_change_is_not_taken_back_unseen(town: Town):
    author, address = await with_a_circuit(town)
    before = await author.version(address)
    await Author(town).saves(address, "workflow", drop="1", confirm="1")

    late = await author.sends(f"{address}/versions", f"{address}/versions", {"version": before})

    assert late.headers["location"].endswith("/versions")
    assert "workflow" not in await author.content(address)


SUBJECTS = [
    Subject("surface", "Surface", "decimal"), Subject("count", "Nombre", "number"), Subject("fee", "Tarif", "amount"),
    Subject("day", "Jour", "date"), Subject("ok", "Accord", "yes_no"), Subject("text", "Texte", "text"),
    Subject("one", "Un", "choice", (("a", "Alpha"), ("b'b", "Bêta"))), Subject("many", "Des", "many", (("x", "Ixe"),)),
    Subject("age(child.birth_date)", "Enfant : âge", "number"), Subject("rows", "Lignes", "list"),
    Subject("who", "Personne", "given"), *facts("fr"),
]  # fmt: skip
VALUES = {
    "decimal": st.floats(-1e6, 1e6).map(lambda one: repr(round(one, 3))), "number": st.integers(-999, 999).map(str),
    "amount": st.integers(0, 10**7).map(str), "date": st.dates().map(str) | st.just("today"),
    "yes_no": st.sampled_from(["true", "false"]), "text": st.text(min_size=1, max_size=8).filter(lambda one: "\0" not in one),
}  # fmt: skip


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    subject = draw(st.sampled_from(SUBJECTS))
    operator = draw(st.sampled_from(operators_of(subject.kind)))
    if operator in ("given", "absent"):
        return Clause(subject.source, operator)
    options = st.sampled_from([value for value, _ in subject.options] or [""])
    return Clause(subject.source, operator, draw(VALUES.get(subject.kind, options)))


@settings(max_examples=300, deadline=None)
@given(st.lists(clauses(), min_size=1, max_size=4), st.sampled_from(["all", "any"]))
def test_what_is_chosen_comes_back_as_it_was_chosen(made: list[Clause], join: Any):
    source = written(Choices(tuple(made), join), SUBJECTS)

    found = chosen(source, SUBJECTS)

    assert found is not None
    assert written(found, SUBJECTS) == source
    assert [clause[:2] for clause in found.clauses] == [clause[:2] for clause in made]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("surface <= 20.0 || dossier.opinions_awaited == 0", "« Surface » est au plus 20 ou « Avis attendus » est 0"),
        ('ok && one == "b\'b"', "« Accord » est oui et « Un » est Bêta"),
        ('day >= date("2026-09-01")', "« Jour » est au plus tôt le 1er septembre 2026"),
        ("fee < euros(150)", "« Tarif » est inférieur à 150 €"),
        ("ok && one == 'a' || text == null", ""),
        ("surface + 1.0 > 2.0", ""),
        ("", ""),
    ],
)
def test_a_condition_is_told_in_words_when_choices_can_say_it(source: str, words: str):
    assert Choosing("fr").told(source, SUBJECTS) == words


def test_every_stage_and_transition_of_a_circuit_is_drawn():
    flow = {
        "stages": [
            {"id": name, "label": name, "status": status}
            for name, status in [("a", "submitted"), ("b", "under_examination"), ("c", "under_examination"), ("d", "accepted")]
        ],
        "transitions": [
            {"sources": ["a"], "target": "b"}, {"sources": ["b"], "target": "c"}, {"sources": ["c"], "target": "b"},
            {"sources": ["b", "c"], "target": "d"},
        ],
    }  # fmt: skip

    made = drawn(flow, "fr")

    assert [box.x for box in made.boxes] == sorted(box.x for box in made.boxes)
    assert len({(box.x, box.y) for box in made.boxes}) == 4
    assert [arrow.number for arrow in made.arrows] == [1, 2, 3, 4, 4]
    assert all(re.match(r"M[\d.]+ [\d.]+", arrow.path) for arrow in made.arrows)
    assert all(arrow.y < made.height for arrow in made.arrows)
