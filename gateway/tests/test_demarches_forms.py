"""From a form definition to the inputs of a page, and back."""

from datetime import date
from typing import Any

import pytest

from chassis.pages import question_names as names
from chassis.pages.questions import Control, Controls
from contracts.forms import Context, Form, answers_from_fields, read_form, validate
from contracts.forms.assessment import assess
from gateway.portal.demarches import journey
from gateway.portal.demarches.agreements import differing
from gateway.portal.demarches.profile import as_forms_know_it
from gateway.portal.demarches.steps import only_about_new

TODAY = date(2026, 3, 27)


def a_form(*items: dict[str, Any]) -> Form:
    return read_form({"steps": [{"id": "only", "title": "Ma demande", "items": [{"label": "x"} | i for i in items]}]})


def controls_of(form: Form, answers: dict[str, Any] | None = None, **rows: int) -> list[Control]:
    seen = assess(form, answers or {}, Context(today=TODAY))
    return Controls(form, seen, "fr").of_step("only", rows)


@pytest.mark.requirement("DM-05")
def test_every_part_of_a_person_and_of_an_address_is_an_input_of_its_own():
    person = {"kind": "person", "id": "me", "required": True, "parts": ["family_name", "birth_date"]}
    group, address = controls_of(a_form(person, {"kind": "address", "id": "home"}))

    assert [(c.name, c.shape, c.required) for c in group.inside] == [
        ("me.family_name", "text", True),
        ("me.birth_date", "date", True),
    ]
    assert [c.name for c in address.inside] == ["home.line1", "home.line2", "home.postal_code", "home.city"]
    assert not any(c.required for c in address.inside)


@pytest.mark.requirement("DM-05")
def test_a_table_shows_the_rows_there_are_and_one_when_it_is_mandatory():
    table = {"kind": "table", "id": "kids", "max_rows": 2, "items": [{"kind": "text", "id": "name", "label": "Nom"}]}
    empty, needed, full = (
        controls_of(a_form(table))[0],
        controls_of(a_form(table | {"required": True}))[0],
        controls_of(a_form(table), kids=2)[0],
    )

    assert [len(c.rows) for c in (empty, needed, full)] == [0, 1, 2]
    assert [c.facts["full"] for c in (empty, needed, full)] == [False, False, True]
    assert [row[0].name for row in full.rows] == ["kids[0].name", "kids[1].name"]


@pytest.mark.requirement("DM-05")
def test_what_an_answer_hides_is_not_shown_and_what_it_makes_mandatory_is_marked():
    form = a_form(
        {"kind": "yes_no", "id": "moved"},
        {"kind": "text", "id": "former", "show_if": "moved"},
        {"kind": "text", "id": "why", "required": "moved"},
    )

    before, after = controls_of(form), controls_of(form, {"moved": True})

    assert [c.name for c in before] == ["moved", "why"]
    assert [(c.name, c.required) for c in after] == [("moved", False), ("former", False), ("why", True)]


@pytest.mark.requirement("DM-05")
def test_the_mark_of_a_question_changes_with_how_it_is_asked_and_not_with_what_stands_inside():
    form = a_form(
        {"kind": "yes_no", "id": "moved"},
        {"kind": "text", "id": "why", "required": "moved"},
        {
            "kind": "section",
            "id": "more",
            "items": [{"kind": "text", "id": "former", "label": "F", "show_if": "moved"}],
        },
    )
    form_lines = [
        [c for top in controls_of(form, a) for c in top.lineage()] for a in ({"moved": False}, {"moved": True})
    ]
    before, after = ({c.name: c.mark for c in lines} for lines in form_lines)

    assert {"former"} == after.keys() - before.keys()
    assert {name for name in before if before[name] != after[name]} == {"why"}


@pytest.mark.requirement("DM-05")
def test_a_date_typed_in_three_inputs_comes_back_whole():
    form = a_form({"kind": "date", "id": "since"}, {"kind": "person", "id": "me", "parts": ["birth_date"]})
    sent = {"csrf_token": ["x"], "_montre": ["since"]} | {
        f"{name}-{part}": [value]
        for name in ("since", "me.birth_date")
        for part, value in (("day", "3"), ("month", "4"), ("year", "2019"))
    }

    typed = answers_from_fields(form, "only", names.from_page(sent))

    assert validate(form, typed, Context(today=TODAY)).answers == {
        "since": "2019-04-03",
        "me": {"birth_date": "2019-04-03"},
    }


@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        ("/email", "email"),
        ("/home/postal_code", "home.postal_code"),
        ("/children/0/child/birth_date", "children[0].child.birth_date"),
        ("/since/day", "since"),
        ("", ""),
    ],
)
def test_a_refusal_is_shown_beside_the_input_it_speaks_of(pointer: str, name: str):
    assert names.of_pointer(pointer) == name


@pytest.mark.requirement("DM-06")
def test_the_profile_is_told_in_the_words_of_forms():
    known = {
        "identity": {"civility": "madame", "given_name": "Camille", "family_name": "Rougon", "birth_name": "Macquart"},
        "address": {"line": "4 rue Canquoin", "complement": "", "postal_code": "13999", "city": "Plassans"},
        "reach": {"email": "camille@plassans.example", "phone": "", "mobile": "0600005150"},
    }

    profile = as_forms_know_it(known)

    assert (profile["family_name"], profile["used_name"]) == ("Macquart", "Rougon")
    assert profile["address"]["line1"] == "4 rue Canquoin"
    assert profile["phone"] == profile["mobile"] == "0600005150"


def a_draft(
    *steps: tuple[str, bool, bool], pieces: tuple[str, ...] = (), appointment: str | None = None
) -> dict[str, Any]:
    return {
        "id": "d1",
        "appointment": appointment,
        "bookings": [],
        "demarche": {"slug": "bac"},
        "pieces": [],
        "draft": {
            "steps": [{"id": s, "title": s, "complete": done, "pieces": is_pieces} for s, done, is_pieces in steps],
            "pieces_wanted": [{"type": piece, "mandatory": True} for piece in pieces],
        },
    }


@pytest.mark.requirement("DM-08")
def test_one_goes_on_where_something_is_missing():
    first = a_draft(("me", True, False), ("wishes", False, False), ("pieces", True, True), pieces=("proof",))
    then = a_draft(("me", True, False), ("wishes", True, False), ("pieces", True, True), pieces=("proof",))
    last = a_draft(("me", True, False), ("wishes", True, False), ("pieces", True, True))

    assert journey.where_to_go_on(first) == "/demandes/d1/etapes/wishes"
    assert journey.where_to_go_on(then) == "/demandes/d1/etapes/pieces"
    assert journey.where_to_go_on(last) == "/demandes/d1/recapitulatif"


@pytest.mark.requirement("DM-04")
def test_steps_lead_to_each_other_and_the_last_to_the_recap():
    draft = a_draft(("me", True, False), ("wishes", True, False))

    assert journey.after(draft, "me") == "/demandes/d1/etapes/wishes"
    assert journey.after(draft, "wishes") == "/demandes/d1/recapitulatif"
    assert journey.before(draft, "me") == "/demarches/bac"
    assert journey.number_of(draft, "wishes") == 3


@pytest.mark.requirement("RV-01")
def test_the_appointment_comes_first_and_a_mandatory_one_is_gone_back_to():
    draft = a_draft(("me", True, False), appointment="mandatory")
    free = a_draft(("me", True, False), appointment="optional")

    assert journey.begins_at(draft) == "/demandes/d1/rendez-vous"
    assert journey.before(draft, "me") == "/demandes/d1/rendez-vous"
    assert journey.number_of(draft, "me") == 3
    assert journey.where_to_go_on(draft) == "/demandes/d1/rendez-vous"
    assert journey.where_to_go_on(free) == "/demandes/d1/recapitulatif"
    draft["bookings"] = [{"status": "held"}]
    assert journey.where_to_go_on(draft) == "/demandes/d1/recapitulatif"


@pytest.mark.requirement("DM-06")
def test_only_what_differs_from_the_profile_is_proposed_to_it_and_both_are_shown():
    form = a_form(
        {"kind": "address", "id": "home", "label": "Adresse", "prefill": "profile.address", "write_back": True},
        {"kind": "phone", "id": "tel", "label": "Téléphone", "prefill": "profile.phone", "write_back": True},
        {"kind": "email", "id": "mail", "label": "Courriel", "prefill": "profile.email"},
    )
    profile = {
        "address": {"line1": "4 rue Canquoin", "postal_code": "13100", "city": "Plassans"},
        "phone": "04 42 00 00 09",
        "email": "camille@plassans.example",
    }
    moved = {"line1": "12 avenue des Platanes", "postal_code": "13100", "city": "Plassans"}
    typed = {"home": moved, "tel": "0442000009", "mail": "autre@plassans.example"}
    answers = validate(form, typed, Context(today=TODAY)).answers

    [change] = differing(form, answers, profile, "fr")

    assert change.label == "Adresse"
    assert "4 rue Canquoin" in change.now
    assert "12 avenue des Platanes" in change.then
    assert len(differing(form, answers, {}, "fr")) == 2


@pytest.mark.requirement("DM-08")
def test_a_question_named_like_a_part_of_a_date_keeps_its_answers():
    fields = {"children[0].days": ["mon", "thu"], "birth.day": ["27"], "monthly.months": ["3"]}

    shown = names.to_page(fields)

    assert shown == {"children[0].days": ["mon", "thu"], "birth-day": ["27"], "monthly.months": ["3"]}
    assert names.from_page(shown) == fields


def test_the_author_s_reasons_are_read_with_the_question_that_they_are_about():
    reason = {"when": "kids", "because": "Pour la cantine."}
    insists = {"when": "kids", "because": "Il nous faut un numéro."}
    form = a_form(
        {"kind": "yes_no", "id": "kids"},
        {"kind": "text", "id": "diet", "help": "En deux mots.", "show_if": reason},
        {"kind": "phone", "id": "tel", "required": insists},
    )

    with_kids = {one.name: one.hint for one in controls_of(form, {"kids": True})}
    without = {one.name: one.hint for one in controls_of(form, {"kids": False})}

    assert (with_kids["diet"], with_kids["tel"]) == ("En deux mots. Pour la cantine.", "Il nous faut un numéro.")
    assert without == {"kids": "", "tel": ""}


@pytest.mark.requirement("DM-05")
@pytest.mark.parametrize(
    ("pointers", "shown", "new"),
    [
        (["/former_school"], "reason,canteen", True),
        (["/former_school", "/canteen"], "reason,canteen", False),
        (["/children/0/level"], "children,reason", False),
        (["/former_school"], "", False),
        ([], "reason", False),
        (["/never_asked"], "reason", False),
    ],
)
def test_a_question_that_was_not_shown_yet_has_no_mistake_in_it(pointers: list[str], shown: str, new: bool):
    asked = {"reason", "canteen", "children", "former_school"}

    assert only_about_new([{"pointer": pointer} for pointer in pointers], asked, shown) is new


@pytest.mark.requirement("GW-03")
def test_the_parts_of_a_question_are_called_in_the_readers_language_whatever_the_form_is_written_in():
    form = a_form({"kind": "person", "id": "me", "label": "Vous", "parts": ["family_name"]})
    seen = assess(form, {}, Context(today=TODAY))

    [french], [english] = (Controls(form, seen, locale).of_step("only", {}) for locale in ("fr", "en"))

    assert (french.facts.get("own"), english.facts.get("own")) == (None, "en")
    assert (english.label, english.inside[0].label) == ("Vous", "Birth name")
