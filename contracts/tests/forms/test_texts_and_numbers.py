"""Text, numbers and amounts: what is taken, how it is stored, what is refused."""

import pytest

pytestmark = pytest.mark.requirement("DM-05")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Zoé \t", "Zoé"),
        ("Zoe\u0301", "Zoé"),
        ("12 rue de l'Église", "12 rue de l'Église"),
        ("a\tb", "a b"),
        ("👩‍🚒", "👩‍🚒"),
        ("مرحبا بكم", "مرحبا بكم"),
        ("   ", None),
        (None, None),
    ],
)
def test_a_text_is_stored_trimmed_and_in_normal_form(taken, typed, stored):
    assert taken("text", typed) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("a\0b", "characters"),
        ("\ud800", "characters"),
        ("abc\u202edef", "characters"),
        ("two\nlines", "one_line"),
        ("x" * 201, "too_long"),
        ("x" * 10_000, "too_long"),
        (12, "type"),
        (True, "type"),
        (["a"], "type"),
        ({"a": "b"}, "type"),
    ],
)
def test_a_text_is_refused_with_what_to_do(refused, typed, code):
    assert refused("text", typed) == ("/it", code)


def test_a_text_too_long_says_both_lengths(answering):
    message = answering("text", "x" * 12, max_length=10).problems[0].message

    assert message["fr"] == "Raccourcissez « Question » : 10 caractères au plus, vous en avez saisi 12."
    assert message["en"] == "Shorten “Question”: 10 characters at most, you entered 12."


def test_a_long_text_keeps_its_lines_with_one_kind_of_line_end(taken):
    assert taken("long_text", "one\r\ntwo\rthree\n") == "one\ntwo\nthree"


def test_fifty_thousand_characters_are_refused_with_both_lengths(answering):
    problem = answering("long_text", "x" * 50_000).problems[0]

    assert (
        problem.message["fr"]
        == "Raccourcissez « Question » : 2\u202f000 caractères au plus, vous en avez saisi 50\u202f000."
    )


def test_a_text_shorter_than_asked_is_refused(refused):
    assert refused("long_text", "ab", min_length=3) == ("/it", "too_short")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("12", 12), (" 1 234 ", 1234), ("1\u202f234\u00a0567", 1234567), ("-3", -3), ("12,0", 12), (7, 7), (7.0, 7)],
)
def test_a_whole_number_may_have_spaces_between_thousands(taken, typed, stored):
    value = taken("number", typed)

    assert value == stored
    assert isinstance(value, int)


@pytest.mark.parametrize(
    ("typed", "stored"), [("12,5", 12.5), ("12.50", 12.5), (".5", None), (3, 3.0), ("-0,25", -0.25)]
)
def test_a_decimal_number_takes_the_comma_and_the_point(answering, typed, stored):
    assert answering("number", typed, decimals=2).answers.get("it") == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("douze", "integer"),
        ("12,5", "integer"),
        ("1e3", "integer"),
        ("٣", "integer"),
        (float("inf"), "integer"),
        (float("nan"), "integer"),
        (10**30, "integer"),
        ("9" * 39, "integer"),
        ("9" * 5_000, "too_long"),
        (True, "integer"),
        ([], None),
    ],
)
def test_what_is_no_whole_number_is_refused(answering, typed, code):
    problems = answering("number", typed).problems

    assert [problem.code for problem in problems] == ([code] if code else [])


def test_a_number_has_its_limits_and_says_them(answering):
    low = answering("number", "0,5", decimals=1, min=1.5).problems[0]
    high = answering("number", 2_000, max=1_000).problems[0]

    assert (low.code, low.message["fr"]) == ("number_too_low", "Indiquez pour « Question » un nombre d’au moins 1,5.")
    assert (high.code, high.message["en"]) == ("number_too_high", "Enter a number of at most 1,000 for “Question”.")


def test_a_number_with_too_many_decimals_is_refused_not_rounded(refused):
    assert refused("number", "1,234", decimals=2) == ("/it", "decimals")


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("12,50", 1250), ("12.5", 1250), ("1 234 €", 123400), ("0", 0), (1250, 1250), ("1000000", 100000000)]
    + [(f"1{space}234,56", 123456) for space in (" ", "\u00a0", "\u202f", "\u2009")],
)
def test_an_amount_is_typed_in_euros_and_stored_in_cents(taken, typed, cents):
    assert taken("amount", typed) == cents


@pytest.mark.parametrize("typed", ["12,505", 12.5, "douze", "1e999", float("inf"), True])
def test_an_amount_nobody_could_be_sure_of_is_refused(refused, typed):
    assert refused("amount", typed) == ("/it", "amount")


def test_an_amount_is_not_negative_unless_the_form_says_so(taken, answering):
    problem = answering("amount", "-1").problems[0]

    assert problem.message["fr"] == "Indiquez pour « Question » un montant d’au moins 0,00\u00a0€."
    assert taken("amount", "-1", min=-500) == -100
    assert answering("amount", "12", max=1_000).problems[0].code == "amount_too_high"
