"""Charts say the same as the figures beside them."""

from itertools import pairwise

import pytest

from chassis.pages import Pages
from chassis.pages.charts import HEIGHT, WIDTH, bars, chart

from .markup import Page

MONTHS = ["janvier", "février", "mars"]


def drawn(template: str) -> str:
    return Pages().environment("fr").from_string(template).render()


def test_the_longest_bar_fills_its_place_and_the_others_are_in_proportion():
    assert [bar.percent for bar in bars([("a", 40), ("b", 10), ("c", 0)])] == [100, 25, 0]


def test_bars_of_nothing_are_empty_and_not_an_error():
    assert [bar.percent for bar in bars([("a", 0)])] == [0]
    assert bars([]) == []


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [(0, [0, 1]), (3, [0, 1, 2, 3]), (40, [0, 10, 20, 30, 40]), (41, [0, 20, 40, 60]), (0.9, [0, 0.5, 1])],
)
def test_the_axis_counts_in_round_numbers_from_zero_to_at_least_the_highest(highest: float, ticks: list[float]):
    assert [tick.value for tick in chart(["a"], [("n", [highest])]).ticks] == ticks


def test_everything_drawn_stays_in_the_box():
    for columns in (False, True):
        made = chart([str(n) for n in range(60)], [("a", list(range(60))), ("b", [None] * 59 + [1e9])], columns=columns)

        assert all(
            0 <= m.x <= WIDTH and 0 <= m.y <= HEIGHT and m.height >= 0 for curve in made.curves for m in curve.points
        )
        assert sum(place.shown for place in made.places) <= 12


@pytest.mark.parametrize("label", ["1", "12/26", "septembre 2026"])
def test_labels_under_the_axis_do_not_touch_one_another(label: str):
    places = [place.x for place in chart([label] * 24, [("n", [1] * 24)]).places if place.shown]

    assert all(after - before >= len(label) * 8 for before, after in pairwise(places))


def test_a_line_is_broken_where_nothing_was_measured():
    (curve,) = chart(MONTHS, [("délai", [4, None, 6])]).curves

    assert curve.path.count("M") == 2
    assert "L" not in curve.path
    assert [mark.value for mark in curve.points] == [4, 6]


def test_names_at_the_ends_of_lines_do_not_cover_one_another():
    ends = [curve.end_y for curve in chart(["a"], [("x", [5]), ("y", [5]), ("z", [5])]).curves]

    assert all(after - before >= 16 for before, after in zip(sorted(ends), sorted(ends)[1:], strict=False))


def test_a_series_that_does_not_fit_the_periods_is_refused():
    with pytest.raises(ValueError, match="one value per period"):
        chart(MONTHS, [("n", [1, 2])])


def test_every_figure_of_a_chart_stands_in_its_table():
    html = drawn('{{ ui.lines("Délais", ["mai", "juin"], [("Médiane", [4.5, none]), ("Pire", [1200, 30])]) }}')

    table = html[html.index("<tbody>") :]
    assert "4,5" in table
    assert "1\u202f200" in table
    assert "–" in table
    assert Page(html).all("svg", role="img")[0]["aria-label"] == "Délais"


def test_labels_are_text_and_never_markup():
    html = drawn('{{ ui.bars("x", [("<b>gras</b>", 1)]) }}{{ ui.columns("x", ["<i>"], [("<u>", [1])]) }}')

    assert not {"<b>", "<i>", "<u>"} & set(html.split())
    assert "&lt;b&gt;gras" in html
