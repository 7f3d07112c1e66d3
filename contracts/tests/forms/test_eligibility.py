"""Who may ask, and what they are told: by which criterion they may or may not, and what it looked at."""

import pytest

from contracts.forms import check_form, eligibility, read_form, validate, validate_step
from contracts.forms.form import Form

pytestmark = pytest.mark.requirement("DM-05")

RESIDENTS = {"when": "home.postal_code == '13100'", "because": {"fr": "Réservé aux habitants.", "en": "For residents."}}
ADULTS = {"when": "age(born) >= 18", "because": "Réservé aux majeurs."}
HERE = {"line1": "1 rue de la Paix", "postal_code": "13100", "city": "Plassans"}
ELSEWHERE = HERE | {"postal_code": "13200"}


def a_form(*criteria: dict[str, object]) -> Form:
    home = {"kind": "address", "id": "home", "label": "Adresse", "required": True}
    born = {"kind": "date", "id": "born", "label": "Né le", "required": True}
    why = {"kind": "text", "id": "why", "label": "Pourquoi"}
    steps = [
        {"id": "me", "title": "Moi", "items": [home]},
        {"id": "more", "title": "Suite", "items": [born, why]},
    ]
    return read_form({"steps": steps, "eligibility": list(criteria)})


def test_whoever_meets_no_criterion_is_told_beside_the_answer_by_which_and_why(context):
    (problem,) = validate_step(a_form(RESIDENTS), "me", {"home": ELSEWHERE}, context=context).problems

    assert (problem.pointer, problem.code) == ("/home", "not_eligible")
    assert "Réservé aux habitants." in problem.message["fr"]
    assert "13200" in problem.message["fr"]
    assert "For residents." in problem.message["en"]
    assert "The condition is not met." in problem.message["en"]


def test_whoever_meets_them_is_told_so_in_their_language(context):
    answers = {"home": HERE, "born": "1980-02-29"}

    (told,) = eligibility(a_form(RESIDENTS), answers, context, "en")

    assert validate(a_form(RESIDENTS, ADULTS), answers, context).ok
    assert told.holds is True
    assert told.text.startswith("The condition is met. For residents.")


def test_a_criterion_is_judged_at_the_last_question_that_it_looks_at(context):
    both = {"when": "home.city == 'Plassans' && age(born) >= 18", "because": "Habitants majeurs."}
    form = a_form(both)

    first = validate_step(form, "me", {"home": ELSEWHERE | {"city": "Aix"}}, context=context)
    last = validate_step(form, "more", {"born": "1980-01-01"}, context=context, so_far={"home": HERE | {"city": "Aix"}})

    assert first.ok
    assert [problem.pointer for problem in last.problems] == ["/born"]


def test_a_question_that_is_wrong_by_itself_is_mended_first(context):
    (problem,) = validate_step(a_form(ADULTS), "more", {"born": ""}, context=context).problems

    assert problem.code == "missing_date"


def test_what_cannot_be_told_lets_nobody_through(context):
    unanswered = {"when": "why == 'oui'", "because": "Il faut une raison."}
    nothing = {"when": "profile.family_name == 'Durand'", "because": "Réservé aux Durand."}
    answers = {"home": HERE, "born": "1980-02-29"}

    assert [p.pointer for p in validate(a_form(unanswered), answers, context).problems] == ["/why"]
    assert [p.pointer for p in validate(a_form(nothing), answers, context).problems] == [""]


def test_a_criterion_that_cannot_be_used_is_not_published():
    unknown = {"when": "nobody == 1", "because": "Personne."}
    mixed = {"when": "why > 3", "because": "Mélange."}
    silent = {"when": "why == 'a'", "because": ""}
    no_condition = {"when": "why", "because": "Texte."}

    found = {fault.pointer: fault.code for fault in check_form(a_form(unknown))}
    found |= {fault.pointer + "'": fault.code for fault in check_form(a_form(silent))}
    others = [check_form(a_form(one))[0].pointer for one in (mixed, no_condition)]

    assert found == {"/eligibility/0/when": "unknown_name", "/eligibility/0/because'": "bad_words"}
    assert others == ["/eligibility/0/when", "/eligibility/0/when"]
    assert check_form(a_form(RESIDENTS, ADULTS)) == []
