"""Where the sentence about stars stands."""

from chassis.pages.stars import noted, stars_in_sight

STAR = '<span class="required"> *</span>'
NOTE = "<p>note</p>"


def test_a_field_that_nothing_folds_is_in_sight():
    assert stars_in_sight(f"<details><summary>x</summary></details><form>{STAR}</form>")
    assert not stars_in_sight(f"<details open><form>{STAR}</form></details>")


def test_each_folded_form_with_a_star_says_what_it_means_once():
    page = f'<details><form id="a">{STAR}{STAR}</form><form id="b"></form></details><details><form id="c">{STAR}</form></details>'

    assert noted(page, NOTE) == page.replace('id="a">', f'id="a">{NOTE}').replace('id="c">', f'id="c">{NOTE}')


def test_a_star_outside_of_any_form_is_left_as_it_is():
    page = f"<details>{STAR}</details>"

    assert noted(page, NOTE) == page
