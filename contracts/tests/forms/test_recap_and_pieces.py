"""What people read before they send: the recap, and the pieces asked."""

from datetime import date

import pytest

from contracts.forms import Context, pieces_asked, recap, validate, without_sensitive
from contracts.forms.formats import amount, day, iban, number, phone, siret

pytestmark = pytest.mark.requirement("DM-04")


def values(form, answers, context, locale="fr"):
    return {line.item_id: line.value for section in recap(form, answers, context, locale) for line in section.lines}


def test_the_recap_reads_like_a_letter(school, enrolment, context):
    shown = values(school, enrolment, context)

    assert shown["parent"] == "Madame Zoé Dupont\nDate de naissance\u00a0: 1er février 1980"
    assert shown["home"] == "1 rue Haute\n13100 Plassans"
    assert shown["mail"] == "Non renseigné"
    assert shown["tel"] == "06 12 34 56 78"
    assert shown["children[0].child"] == "Léo Dupont\nDate de naissance\u00a0: 3 avril 2019"
    assert shown["children[0].age"] == "6"
    assert shown["canteen"] == "Oui"
    assert shown["diet"] == "Sans porc"
    assert shown["income"] == "12\u202f000,50\u00a0€"
    assert shown["fee"] == "6,00\u00a0€"


def test_the_recap_speaks_english_too(school, enrolment, context):
    sections = recap(school, enrolment, context, "en")

    assert [section.title for section in sections] == ["My details", "My request"]
    assert values(school, enrolment, context, "en")["income"] == "€12,000.50"


def test_the_recap_leaves_out_what_is_hidden(school, enrolment, context):
    assert "diet" not in values(school, enrolment | {"canteen": "non"}, context)


def test_a_line_knows_its_group_and_whether_it_is_sensitive(school, enrolment, context):
    lines = {line.item_id: line for section in recap(school, enrolment, context) for line in section.lines}

    assert lines["children[0].days"].group == "Enfant 1"
    assert lines["income"].sensitive
    assert not lines["mail"].given


@pytest.mark.parametrize(
    ("kind", "raw", "french", "english"),
    [
        ({"kind": "number", "decimals": 2, "unit": "m²"}, "1234,50", "1\u202f234,5\u00a0m²", "1,234.5\u00a0m²"),
        ({"kind": "period"}, {"from": "2026-04-01", "to": "2026-04-03"}, "du 1er avril 2026 au 3 avril 2026", "from 1 April 2026 to 3 April 2026"),
        ({"kind": "choice", "multiple": True, "options": [{"value": "a", "label": {"fr": "Un", "en": "One"}}]}, ["a"], "Un", "One"),
        ({"kind": "address", "abroad": True}, {"line1": "1 High St", "postal_code": "SW1", "city": "London", "country": "GB"},) + ("1 High St\nSW1 London\nGB",) * 2,
        ({"kind": "iban"}, "FR7630006000011234567890189", *("FR76\u00a03000\u00a06000\u00a00112\u00a03456\u00a07890\u00a0189",) * 2),
        ({"kind": "siret"}, "73282932000074", *("732\u00a0829\u00a0320\u00a000074",) * 2),
        ({"kind": "long_text"}, "a\nb", "a\nb", "a\nb"),
        ({"kind": "computed", "expression": "today", "format": "date"}, None, "27 mars 2026", "27 March 2026"),
        ({"kind": "computed", "expression": "true", "format": "yes_no"}, None, "Oui", "Yes"),
        ({"kind": "computed", "expression": "2.5", "format": "number", "decimals": 1, "unit": "kg"}, None, "2,5\u00a0kg", "2.5\u00a0kg"),
    ],
)  # fmt: skip
def test_each_kind_is_shown_as_people_write_it(a_form, context, kind, raw, french, english):
    form = a_form({"id": "it", "label": "Question"} | kind)

    assert values(form, {"it": raw}, context)["it"] == french
    assert values(form, {"it": raw}, context, "en")["it"] == english


def test_formats_follow_each_language(context):
    assert day(context.today, "fr") == "27 mars 2026"
    assert amount(-5, "fr") == "-0,05\u00a0€"
    assert amount(-123456, "en") == "-€1,234.56"
    assert number(12.0, 2, "fr") == "12"
    assert phone("+3225123456").startswith("+32")
    assert phone("?") == "?"
    assert iban("") == ""
    assert siret("12345678900012").startswith("123")


@pytest.mark.requirement("DM-07")
def test_pieces_are_asked_in_order_and_mandatory_by_condition(school, enrolment, context):
    (tax,) = pieces_asked(school, enrolment, context)

    assert (tax.type, tax.label, tax.mandatory, tax.item_id) == ("avis_imposition", "Avis d'imposition", True, "tax")
    assert not pieces_asked(school, enrolment | {"income": "20000"}, context)[0].mandatory


@pytest.mark.requirement("DM-07")
def test_a_hidden_piece_is_not_asked_and_a_piece_takes_no_answer(a_form, context):
    form = a_form({"kind": "yes_no", "id": "y"}, {"kind": "piece", "id": "p", "type": "livret", "show_if": "y"})

    assert pieces_asked(form, {"y": False}, context) == []
    assert validate(form, {"p": "file"}, context).problems[0].code == "unknown"


@pytest.mark.requirement("ID-26")
def test_exports_and_logs_get_nothing_sensitive(a_form):
    secret = {"kind": "text", "id": "nir", "label": "N", "sensitive": True}
    form = a_form(
        {"kind": "iban", "id": "iban"},
        {"kind": "table", "id": "t", "items": [secret, {"kind": "text", "id": "x", "label": "X"}]},
    )
    answers = {"iban": "FR", "t": [{"nir": "1", "x": "2"}], "stray": 1}

    assert without_sensitive(form, answers) == {"t": [{"x": "2"}]}


@pytest.mark.requirement("DM-11")
def test_a_dossier_is_shown_as_it_was_sent_whatever_the_day_and_the_profile_have_become(a_form, context):
    form = a_form(
        {"kind": "date", "id": "day", "min": "today", "label": "Jour"},
        {"kind": "household_member", "id": "child", "label": "Enfant", "show_if": "profile.family_name == 'Dupont'"},
        {"kind": "computed", "id": "age", "label": "Âge", "expression": "age(child.birth_date)", "format": "number"},
        {"kind": "text", "id": "note", "label": "Note"},
    )
    stored = validate(form, {"day": "2026-03-27", "child": {"id": "m1"}}, context).answers
    later = Context(today=date(2036, 1, 1), settled=True)

    assert values(form, stored, later) == {
        "day": "27 mars 2026",
        "child": "Léo Dupont\nDate de naissance\u00a0: 3 avril 2019",
        "age": "6",
        "note": "Non renseigné",
    }
    assert not validate(form, stored, later).ok
