"""What is found in a definition before it is published."""

import pytest

from contracts.forms import FormFault, check_form, read_form, validate
from contracts.forms.expressions import compiled
from contracts.forms.form import Form, Step
from contracts.forms.items import ShortText

pytestmark = pytest.mark.requirement("DM-05")

N = {"kind": "number", "id": "n"}
D = {"kind": "date", "id": "d"}
ADDRESS = {"kind": "address", "id": "home"}


def codes(form):
    return [(fault.code, fault.pointer) for fault in check_form(form)]


def test_the_example_of_the_readme_can_be_published(school):
    assert check_form(school) == []


def test_ids_are_used_once(a_form):
    section = {"kind": "section", "id": "s", "items": [{"kind": "text", "id": "n", "label": "N"}]}

    assert codes(a_form(N, section)) == [
        ("duplicate_id", "/steps/0/items/0/id"),
        ("duplicate_id", "/steps/0/items/1/items/0/id"),
    ]


@pytest.mark.parametrize("reserved", ["today", "profile", "row", "value", "in", "package"])
def test_an_id_is_no_word_of_the_language(a_form, reserved):
    assert codes(a_form(N | {"id": reserved})) == [("bad_id", "/steps/0/items/0/id")]


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("q == 1", "unknown_name"),
        ("s != null", "unknown_name"),
        ("p != null", "unknown_name"),
        ("row.x == 1", "unknown_name"),
        ("later == 'a'", "forward_reference"),
        ("home.town == 'a'", "bad_field"),
        ("profile.shoe_size == 1", "bad_field"),
        ("d.year == 1", "bad_field"),
        ("n >", "bad_expression"),
        ("open('x') == n", "unknown_function"),
        ("n == 'a' || n > 'b'", "mismatched"),
        ("n * 1.5 > 2.0", "mismatched"),
        ("home", "not_typed"),
        ("n + 1", "not_typed"),
        ("n.matches('a')", "mismatched"),
        ("age() > 2", "mismatched"),
        ("date('2026-01-01', 2) < today", "mismatched"),
        ("[1].exists(n, n > 0)", "duplicate_id"),
        ("x == 'a'", "bad_cycle"),
    ],
)
def test_a_bad_condition_is_found_where_it_stands(expression, code):
    first = [
        {"kind": "text", "id": "x", "label": "X", "show_if": expression},
        *({"label": "A"} | item for item in (N, D, ADDRESS)),
        {
            "kind": "section",
            "id": "s",
            "label": "S",
            "items": [{"kind": "piece", "id": "p", "label": "P", "type": "t"}],
        },
    ]
    second = [{"kind": "text", "id": "later", "label": "L"}]
    form = read_form({"steps": [{"id": "a", "title": "A", "items": first}, {"id": "b", "title": "B", "items": second}]})

    (fault,) = check_form(form)

    assert (fault.code, fault.pointer.startswith("/steps/0/items/0")) == (code, True)


@pytest.mark.parametrize(
    "expression",
    [
        "n > 2 && d < today",
        "home.city == 'Plassans' || profile.address.city == 'Plassans'",
        "age(profile.birth_date) >= 18",
        "d.getFullYear() == 2026 && n in [1, 2]",
        "profile.household.exists(m, age(m.birth_date) < 18)",
        "n == null",
        "10 / n > 2",
    ],
)
def test_a_sound_condition_is_left_in_peace(a_form, expression):
    assert codes(a_form(N, D, ADDRESS, {"kind": "text", "id": "x", "show_if": expression})) == []


def test_a_cycle_names_those_that_wait_for_each_other(a_form, context):
    form = a_form(
        {"kind": "computed", "id": "a", "expression": "b + 1", "format": "number"},
        {"kind": "computed", "id": "b", "expression": "a + 1", "format": "number"},
    )

    (fault,) = check_form(form)

    assert fault.message == "These items wait for each other: a → b → a."
    assert (fault.pointer, fault.also) == ("/steps/0/items/0", ("/steps/0/items/1",))
    with pytest.raises(FormFault, match="a → b → a"):
        validate(form, {}, context)


def test_a_step_cannot_hang_on_its_own_answers(a_form):
    assert codes(a_form(N, show_if="n > 2")) == [("bad_cycle", "/steps/0")]


def test_columns_know_their_row_and_may_not_wait_in_a_circle(a_form):
    def table(first, second):
        columns = [
            {"kind": "computed", "id": "a", "label": "A", "expression": first, "format": "number"},
            {"kind": "computed", "id": "b", "label": "B", "expression": second, "format": "number"},
        ]
        return a_form({"kind": "table", "id": "t", "items": columns})

    assert codes(table("row.b + 1", "2")) == []
    assert codes(table("row.b + 1", "row.a + 1")) == [("bad_cycle", "/steps/0/items/0")]
    assert codes(table("row.c", "2")) == [("bad_field", "/steps/0/items/0/items/0/expression")]
    assert codes(table("t.size()", "2")) == [("bad_cycle", "/steps/0/items/0")]


@pytest.mark.parametrize(
    ("item", "code", "where"),
    [
        ({"kind": "choice", "options": []}, "empty", "/options"),
        ({"kind": "choice", "options": [{"value": "a", "label": "A"}] * 2}, "duplicate_id", "/options/0/value"),
        ({"kind": "section", "items": []}, "empty", "/items"),
        ({"kind": "table", "items": []}, "empty", "/items"),
        ({"kind": "person", "parts": []}, "empty", "/parts"),
        ({"kind": "number", "min": 2, "max": 1}, "min_above_max", ""),
        ({"kind": "amount", "min": 2, "max": 1}, "min_above_max", ""),
        ({"kind": "text", "min_length": 20, "max_length": 10}, "min_above_max", ""),
        ({"kind": "date", "min": "2026-02-01", "max": "2026-01-01"}, "min_above_max", ""),
        ({"kind": "date", "min": "2026-02-30"}, "not_typed", "/min"),
        ({"kind": "text", "label": ""}, "without_label", "/label"),
        ({"kind": "text", "label": {"en": "Name"}}, "bad_words", "/label"),
        ({"kind": "text", "label": {"fr": "Nom", "de": "Name"}}, "bad_words", "/label"),
        ({"kind": "text", "label": "x" * 10_001}, "too_many", "/label"),
        ({"kind": "information", "text": ""}, "bad_words", "/text"),
        ({"kind": "text", "prefill": "profile.shoe_size"}, "bad_prefill", "/prefill"),
        ({"kind": "date", "prefill": "profile.email"}, "bad_prefill", "/prefill"),
        ({"kind": "text", "write_back": True}, "bad_write_back", "/write_back"),
        ({"kind": "computed", "expression": "1", "format": "text"}, "not_typed", "/expression"),
    ],
)
def test_an_item_that_makes_no_sense_is_found(a_form, item, code, where):
    faults = codes(a_form(item))

    assert (code, f"/steps/0/items/0{where}") in faults


def test_a_column_is_checked_like_an_item_and_is_no_part_of_the_profile(a_form):
    columns = [
        {"kind": "text", "id": "x", "label": "X", "prefill": "profile.family_name"},
        {"kind": "text", "id": "x", "label": "X"},
    ]

    assert codes(a_form({"kind": "table", "id": "t", "items": columns})) == [
        ("duplicate_id", "/steps/0/items/0/items/0/id"),
        ("bad_write_back", "/steps/0/items/0/items/0"),
        ("duplicate_id", "/steps/0/items/0/items/1/id"),
    ]


def test_a_form_that_was_not_checked_fails_by_name_and_not_at_random(context):
    twice = [{"kind": "text", "id": "x", "label": "X"}] * 2
    many = [{"kind": "text", "id": f"i{number}", "label": "X"} for number in range(301)]

    for items, code in ((twice, "duplicate_id"), (many, "too_many"), ([twice[0] | {"show_if": "q"}], "unknown_name")):
        with pytest.raises(FormFault) as refusal:
            validate(read_form({"steps": [{"id": "s", "title": "S", "items": items}]}), {}, context)
        assert refusal.value.fault.code == code


def test_a_form_has_its_limits():
    item = {"kind": "text", "label": "A"}
    long = read_form({"steps": [{"id": "s", "title": "S", "items": [item | {"id": f"i{n}"} for n in range(301)]}]})
    steps = [{"id": f"s{n}", "title": "S", "items": [item | {"id": f"i{n}"}]} for n in range(31)]

    assert codes(long) == [("too_many", "/steps")]
    assert codes(read_form({"steps": steps})) == [("too_many", "/steps")]
    assert codes(read_form({"steps": []})) == [("empty", "/steps")]
    assert codes(read_form({"steps": [{"id": "s", "title": "S"}]})) == [("empty", "/steps/0/items")]


@pytest.mark.parametrize(
    "document",
    [
        b"{",
        b"\xff",
        {"steps": [{"id": "s", "title": "S", "items": [{"kind": "magic", "id": "a"}]}]},
        {"steps": [{"id": "s", "title": "S", "items": [{"kind": "text", "id": "a", "colour": "red"}]}]},
        {"steps": [{"id": "Bad id", "title": "S"}]},
        {
            "steps": [
                {
                    "id": "s",
                    "title": "S",
                    "items": [{"kind": "table", "id": "t", "items": [{"kind": "table", "id": "u", "items": []}]}],
                }
            ]
        },
        {"version": 2, "steps": []},
        "[" * 100_000,
    ],
)
def test_what_is_no_definition_is_refused_by_name(document):
    with pytest.raises(FormFault) as refusal:
        read_form(document)

    assert refusal.value.fault.code == "bad_document"


def test_a_form_made_in_code_has_the_same_limits_as_a_decoded_one():
    form = Form(steps=(Step(id="Bad id", title="S", items=(ShortText(id="x", label="X"),)),))

    assert codes(form) == [("bad_document", "")]


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("1 + " * 600 + "1", "too_costly"),
        ("1 + " * 50 + "1", "too_costly"),
        ("x.all(a, a.all(b, b.all(c, c)))", "too_costly"),
        ("x.map(a, a).map(b, b)", "too_costly"),
        ("x.map(a, a + a + a + a + a + a + a + a + a + a)", "too_costly"),
        ("x.all(a, a.matches('(x{1,99}){1,99}'))", "too_costly"),
        ("[" + "1," * 300 + "1].size() > 0", "too_costly"),
        ("x.all/**/(a, a)", "bad_expression"),
        ("x // .map(a, a)", "unsupported_syntax"),
        ('r"a" == x', "unsupported_syntax"),
        ('"""a""" == x', "unsupported_syntax"),
        ("`x` == 1", "unsupported_syntax"),
        (".x == 1", "unsupported_syntax"),
        ("has(x.a)", "unsupported_syntax"),
        ("x == '\0'", "unsupported_syntax"),
        ("(" * 900 + "1" + ")" * 900, "bad_expression"),
        ("", "bad_expression"),
    ],
)
def test_an_expression_is_bounded_before_it_runs(expression, code):
    with pytest.raises(FormFault) as refusal:
        compiled(expression)

    assert refusal.value.fault.code == code
