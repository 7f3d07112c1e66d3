"""What is shown decides what is asked, kept and refused."""

import pytest

from contracts.forms import (
    Context,
    drives,
    explain,
    explain_item,
    next_step,
    previous_step,
    read_form,
    shown_ids,
    validate,
    validate_step,
    visible_steps,
)
from contracts.forms.items import When

pytestmark = pytest.mark.requirement("DM-05")

YES_NO = {"kind": "yes_no", "id": "kids", "label": "Des enfants ?"}
NAME = {"kind": "text", "id": "name", "label": "Prénom", "required": True, "show_if": "kids"}


@pytest.fixture
def three_steps():
    return read_form(
        {
            "steps": [
                {"id": "one", "title": "Un", "items": [YES_NO]},
                {"id": "two", "title": "Deux", "items": [NAME]},
                {
                    "id": "three",
                    "title": "Trois",
                    "show_if": "kids == false",
                    "items": [{"kind": "text", "id": "why", "label": "Pourquoi ?"}],
                },
            ]
        }
    )


def test_a_hidden_answer_is_dropped_and_not_asked(a_form, context):
    form = a_form(YES_NO, NAME)

    assert validate(form, {"kids": False, "name": "Léo"}, context).answers == {"kids": False}
    assert validate(form, {"kids": True}, context).problems[0].pointer == "/name"


def test_a_question_may_depend_on_one_that_comes_after_it_in_the_step(a_form, context):
    form = a_form(NAME, YES_NO)

    assert validate(form, {"kids": True, "name": "Léo"}, context).answers == {"name": "Léo", "kids": True}


def test_what_a_hidden_item_showed_is_hidden_with_it(a_form, context):
    form = a_form(YES_NO, NAME, {"kind": "text", "id": "nick", "label": "Surnom", "show_if": "name == 'Léo'"})

    assert validate(form, {"kids": False, "name": "Léo", "nick": "L"}, context).answers == {"kids": False}


def test_a_section_hides_what_it_holds(a_form, context):
    section = {"kind": "section", "id": "s", "label": "S", "show_if": "kids", "items": [NAME | {"show_if": None}]}
    form = a_form(YES_NO, section)

    assert validate(form, {"kids": False}, context).ok
    assert validate(form, {"kids": True}, context).problems[0].pointer == "/name"


def test_an_answer_may_be_required_by_another(a_form, context):
    form = a_form({"kind": "email", "id": "mail"}, {"kind": "phone", "id": "tel", "required": "mail == null"})

    assert validate(form, {}, context).problems[0].pointer == "/tel"
    assert validate(form, {"mail": "a@b.fr"}, context).ok


def test_a_condition_on_what_is_not_answered_yet_is_false_and_no_fault(a_form, context):
    form = a_form({"kind": "number", "id": "n"}, {"kind": "text", "id": "x", "show_if": "n > 2", "required": True})

    result = validate(form, {}, context)

    assert result.ok
    assert result.faults == ()


def test_a_condition_that_fails_on_real_answers_is_false_and_named(a_form, context):
    form = a_form({"kind": "number", "id": "n"}, {"kind": "text", "id": "x", "show_if": "10 / n > 2", "required": True})

    result = validate(form, {"n": 0}, context)

    assert result.answers == {"n": 0}
    assert [(fault.code, fault.pointer) for fault in result.faults] == [
        ("expression_failed", "/steps/0/items/1/show_if")
    ]


def test_the_steps_shown_follow_the_answers(three_steps, context):
    def ids(answers):
        return [step.id for step in visible_steps(three_steps, answers, context)]

    assert ids({}) == ["one"]
    assert ids({"kids": True}) == ["one", "two"]
    assert ids({"kids": False}) == ["one", "three"]


def test_the_next_step_skips_those_not_shown(three_steps, context):
    answers = {"kids": False}

    assert next_step(three_steps, "one", answers, context).id == "three"
    assert next_step(three_steps, "three", answers, context) is None
    assert previous_step(three_steps, "three", answers, context).id == "one"
    assert previous_step(three_steps, "one", answers, context) is None


def test_a_step_is_validated_in_the_light_of_the_others(three_steps, context):
    shown = validate_step(three_steps, "two", {"name": " Léo "}, context=context, so_far={"kids": "oui", "name": "old"})
    hidden = validate_step(three_steps, "two", {"name": "Léo"}, context=context, so_far={"kids": False})

    assert shown.answers == {"name": "Léo"}
    assert hidden.answers == {}
    assert hidden.ok


def test_a_step_takes_no_answer_of_another_step(three_steps, context):
    result = validate_step(three_steps, "two", {"kids": True, "name": "Léo"}, context=context, so_far={"kids": True})

    assert [(problem.pointer, problem.code) for problem in result.problems] == [("/kids", "unknown")]


def test_a_step_the_form_does_not_have_is_an_error_of_the_caller(three_steps, context):
    with pytest.raises(KeyError):
        validate_step(three_steps, "four", {}, context=context)


def test_the_profile_and_the_day_are_seen(a_form, context):
    form = a_form(
        {"kind": "text", "id": "x", "required": "profile.family_name == 'Dupont' && today == date('2026-03-27')"}
    )

    assert not validate(form, {}, context).ok
    assert validate(form, {}, Context(today=context.today)).ok


def test_an_explanation_tells_the_verdict_the_reason_and_the_answers(a_form, context):
    form = a_form(YES_NO, NAME)
    condition = When(when="kids && today > date('2026-01-01')", because="Réservé aux familles.")

    met = explain(form, condition, {"kids": True}, context)
    unmet = explain(form, condition, {"kids": "non"}, context, "en")
    open_ = explain(form, condition, {}, context)

    text = (
        "La condition est remplie. Réservé aux familles. Des enfants ?\u00a0: Oui ; Date du jour\u00a0: 27 mars 2026."
    )
    assert (met.holds, met.text) == (True, text)
    assert (unmet.holds, unmet.known[0].value) == (False, "No")
    assert (open_.holds, open_.known[0].value) == (None, "Non renseigné")


def test_an_item_is_explained_by_the_first_condition_that_is_not_met(a_form, context):
    section = {
        "kind": "section",
        "id": "s",
        "label": "S",
        "show_if": {"when": "kids", "because": "Familles"},
        "items": [NAME],
    }
    form = a_form(YES_NO, section)

    assert explain_item(form, "name", {"kids": False}, context).because == "Familles"
    assert explain_item(form, "name", {"kids": True}, context).holds is True
    assert explain_item(form, "kids", {}, context) is None


def test_an_explanation_says_that_the_profile_was_consulted_and_counts_rows(a_form, context):
    table = {"kind": "table", "id": "t", "label": "T", "items": [{"kind": "text", "id": "x", "label": "X"}]}
    form = a_form(table)

    known = explain(form, "t.size() > 1 && profile.family_name == 'Li'", {"t": [{"x": "a"}]}, context).known

    assert [(one.label, one.value) for one in known] == [("T", "nombre de lignes : 1"), ("Votre profil", "consulté")]


def test_the_ids_shown_are_those_to_render(a_form, context):
    form = a_form(YES_NO, {"kind": "section", "id": "s", "label": "S", "items": [NAME]})

    assert shown_ids(form, {}, context) == {"kids", "s"}
    assert shown_ids(form, {"kids": True}, context) == {"kids", "s", "name"}


def test_a_step_drives_the_questions_only_when_something_reads_its_answers():
    steps = ([YES_NO], [NAME], [{"kind": "text", "id": "free", "label": "F"}])
    form = read_form({"steps": [{"id": f"s{n}", "title": "S", "items": items} for n, items in enumerate(steps)]})

    assert [drives(form, step) for step in ("s0", "s1", "s2")] == [True, False, False]


def test_an_explanation_keeps_a_sensitive_answer_to_itself(a_form, context):
    form = a_form({"kind": "amount", "id": "income", "label": "Revenu", "sensitive": True})

    assert "12" not in explain(form, "income > 5", {"income": 1200}, context).text
