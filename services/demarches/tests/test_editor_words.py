"""Authors read places of a definition in words, never in the names of its language."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, get_args

import msgspec
import pytest
from desks import Desk
from towns import Town

from contracts.forms import read_form
from contracts.forms.items import PersonPart
from demarches.console.editor.telling import Telling
from demarches.console.editor.words import FIELDS, VALUES
from demarches.domain.definition import Definition
from demarches.domain.dossier import Status
from demarches.domain.editor.differences import differences
from demarches.domain.form_faults import faults_of
from demarches.queries.words import translation

FORM = {
    "steps": [
        {"id": "informations", "title": {"fr": "Mes informations", "en": "My details"}},
        {
            "id": "demande",
            "title": "Ma demande",
            "items": [
                {"kind": "choice", "id": "colour", "label": "Couleur", "options": [{"value": "a", "label": "Vert"}]},
                {"kind": "number", "id": "number_1", "label": "Combien ?", "required": True},
            ],
        },
    ]
}
BEFORE: dict[str, Any] = {"form": FORM, "clock": {"silence": "acceptance", "months": 2}, "letter": {}}


def fields_of(kind: Any, above: str = "", seen: frozenset[Any] = frozenset()) -> Iterator[tuple[str, str, Any]]:
    """Every field of the language, with the part that holds it and the type of what stands there."""
    match kind:
        case msgspec.inspect.StructType():
            if (kind.cls, above) in seen:
                return
            if kind.tag_field:
                yield above, kind.tag_field, kind.tag
            for field in kind.fields:
                yield above, field.encode_name, field.type
                yield from fields_of(field.type, field.encode_name, seen | {(kind.cls, above)})
        case msgspec.inspect.UnionType():
            for one in kind.types:
                yield from fields_of(one, above, seen)
        case msgspec.inspect.VarTupleType() | msgspec.inspect.ListType():
            yield from fields_of(kind.item_type, above, seen)
        case _:
            return


LANGUAGE = list(fields_of(msgspec.inspect.type_info(Definition)))


def parts_of(kind: Any) -> Iterator[Any]:
    yield kind
    for one in getattr(kind, "types", ()):
        yield from parts_of(one)
    if hasattr(kind, "item_type"):
        yield from parts_of(kind.item_type)


@pytest.mark.requirement("DM-17")
def test_every_field_of_a_definition_has_words():
    assert len(LANGUAGE) > 200
    assert {
        f"{above}.{name}" for above, name, _ in LANGUAGE if name not in FIELDS and f"{above}.{name}" not in FIELDS
    } == set()


@pytest.mark.requirement("DM-17")
def test_every_value_that_the_language_names_has_words():
    wanted: set[tuple[str, str]] = set()
    for _, name, kind in LANGUAGE:
        if isinstance(kind, str):
            wanted.add((name, kind))
            continue
        for part in parts_of(kind):
            if isinstance(part, msgspec.inspect.LiteralType):
                wanted |= {(name, str(value)) for value in part.values}
            elif (
                isinstance(part, msgspec.inspect.EnumType) and issubclass(part.cls, StrEnum) and part.cls is not Status
            ):
                wanted |= {(name, str(value)) for value in part.cls}

    assert ("silence", "acceptance") in wanted
    assert {("parts", part) for part in get_args(PersonPart)} <= wanted
    assert {(name, value) for name, value in wanted if value not in VALUES.get(name, {})} == set()


@pytest.mark.requirement("DM-17")
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_two_places_of_one_part_are_never_called_the_same(locale: str):
    """Read on one page, they must be told apart."""
    _ = translation(locale)
    called: dict[tuple[str, str], str] = {}
    held: dict[str, set[str]] = {}
    for above, name, _type in LANGUAGE:
        held.setdefault(above, set()).add(name)
    twice: list[tuple[str, str, str]] = []
    for above, names in held.items():
        for name in sorted(names):
            word = _(FIELDS.get(f"{above}.{name}") or FIELDS[name])
            if (above, word) in called and above not in ("items", "letter"):
                twice.append((above, called[above, word], name))
            called[above, word] = name

    assert twice == []


@pytest.mark.requirement("DM-17")
@pytest.mark.parametrize(
    ("path", "locale", "words"),
    [
        (("clock", "months"), "fr", "Délai légal › Nombre de mois"),
        (("clock", "months"), "en", "Legal time limit › Number of months"),
        (("letter", "refused", "en"), "fr", "Décision › Motifs de refus › en anglais"),
        (("form", "steps", "informations", "title"), "en", "Form › My details › Title"),
        (("form", "steps", "demande", "items", "number_1", "min"), "fr", "Formulaire › Ma demande › Combien ? › Minimum"),
        (("form", "steps", "demande", "items", "colour", "options", "a"), "fr", "Formulaire › Ma demande › Couleur › Choix › Vert"),
        (("form", "steps", "order"), "fr", "Formulaire › Étapes › Ordre"),
        (("form", "steps", "demande", "items", "order"), "fr", "Formulaire › Ma demande › Questions › Ordre"),
        (("form", "steps"), "fr", "Formulaire › Étapes"),
    ],
)  # fmt: skip
def test_a_place_is_told_by_titles_and_words(path: tuple[str, ...], locale: str, words: str):
    assert Telling(locale, BEFORE).place(path) == words


@pytest.mark.requirement("DM-17")
def test_the_place_of_a_fault_is_told_by_its_pointer():
    assert Telling("fr", BEFORE).pointer("/form/steps/1/items/0/options") == "Formulaire › Ma demande › Couleur › Choix"
    assert Telling("fr", BEFORE).pointer("/workflow/stages") == "Circuit › Étapes"


@pytest.mark.requirement("DM-17")
@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("quota",), None, "–"),
        (("clock", "silence"), "rejection", "vaut rejet"),
        (("clock", "counted"), "ouvrables", "les jours ouvrables (du lundi au samedi)"),
        (("exchanges",), False, "non"),
        (("title",), {"fr": "Prêt", "en": "Loan"}, "Prêt / Loan"),
        (("form", "steps", "demande", "items", "n"), {"id": "n", "kind": "number", "label": {"fr": "Combien ?"}}, "Combien ?"),
        (("clock", "articles"), ["CRPA L231-1", "CRPA L231-4"], "CRPA L231-1, CRPA L231-4"),
        (("trials",), [{"name": "Fin de février", "answers": {"request": "Un barnum"}}], "Fin de février"),
        (("clock",), {"months": 4, "silence": "rejection"}, "Nombre de mois : 4, Effet du silence : vaut rejet"),
        (("form", "steps", "demande", "items", "order"), ["number_1", "colour"], "Combien ?, Couleur"),
        (("form",), FORM, "Étapes : Mes informations, Ma demande"),
        (("applicant",), {"step": "informations", "person": "colour"}, "Étape : Mes informations, Question du nom : Couleur"),
        (("department_id",), "d-1", "Service Voirie"),
        (("appointment", "calendars"), ["c-1"], "Passeports"),
        (("opens_at",), "2026-03-27T08:00:00Z", "le 27 mars 2026 à 9\u00a0h"),
    ],
)  # fmt: skip
def test_what_stands_there_is_told_in_words(path: tuple[str, ...], value: object, words: str):
    telling = Telling("fr", BEFORE, names={"d-1": "Service Voirie", "c-1": "Passeports"})

    assert telling.value(path, value) == words


@pytest.mark.requirement("DM-17")
def test_a_question_that_went_keeps_its_title_in_what_is_told():
    after = {**BEFORE, "form": {"steps": [FORM["steps"][0], {**FORM["steps"][1], "items": []}]}}

    told = [Telling("fr", after, BEFORE).place(change.path) for change in differences(BEFORE, after)]

    assert told == ["Formulaire › Ma demande › Questions"]


@pytest.mark.requirement("DM-17")
def test_questions_that_wait_for_each_other_are_each_told():
    questions = [{"kind": "text", "id": i, "label": i, "show_if": f"{j} == 'x'"} for i, j in ("ab", "bc", "ca", "da")]
    form = read_form({"steps": [{"id": "only", "title": "Ma demande", "items": questions}]})

    found = list(faults_of(form))

    assert [fault.pointer for fault in found] == [f"/form/steps/0/items/{number}" for number in range(3)]
    assert {fault.code for fault in found} == {"bad_cycle"}


@pytest.mark.requirement("DM-17")
async def test_the_publication_page_tells_changes_and_faults_in_words(town: Town):
    desk, demarche_id = Desk(town), await town.offers(pieces=True)
    address = f"/demarches/definitions/{demarche_id}"
    clock = {"silence": "rejection", "months": "4", "days": "3", "counted": "ouvres", "missing": "suspends"}

    changed = await desk.sends(f"{address}/clock", f"{address}/clock", {"version": "0", "ask_within": "1", **clock})
    wrong = {"version": "1", "id": "wish", "label": "Souhait", "required": "when"}
    wrong |= {"required-if-how": "written", "required-if": "nobody == 1"}
    asked = await desk.sends(f"{address}/items/wish", f"{address}/items/wish", wrong)
    page = (await desk.opens(f"{address}/publication")).text

    assert (changed.status_code, asked.status_code) == (303, 303)
    for place in (
        "Délai légal › Nombre de mois",
        "Délai légal › Jours comptés",
        "Ma demande › Souhait › Réponse obligatoire",
    ):
        assert place in page
    for technical in ("clock ›", "rejection", "suspends", "/form/steps"):
        assert technical not in page
