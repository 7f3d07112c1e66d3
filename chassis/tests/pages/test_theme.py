"""The organisation's colour is always readable, whatever it chose."""

import re
from pathlib import Path

import pytest

from chassis.pages.theme import (
    DARK_PAPER,
    LIGHT_PAPER,
    READABLE,
    NotAColour,
    contrast,
    ink_on,
    palette,
    parse,
    readable,
    theme_css,
)

TOKENS = Path(__file__).parents[3] / "gateway/assets/css/tokens.css"
COLOURS = ["#1f5f8b", "#ffcc00", "#ffffff", "#000000", "#8a3b12", "#00ff00", "#ff0000", "#7f7f7f", "#e6f7ff", "#2b0057"]


def test_black_on_white_has_the_highest_contrast_and_a_colour_on_itself_none():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#8a3b12", "#8a3b12") == 1


def test_contrast_is_the_one_of_wcag():
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_a_readable_colour_is_left_alone():
    assert readable("#1f5f8b", on=LIGHT_PAPER) == "#1f5f8b"


def test_a_colour_too_pale_is_darkened_no_more_than_needed():
    corrected = readable("#ffcc00", on=LIGHT_PAPER)

    assert READABLE <= contrast(corrected, LIGHT_PAPER) < READABLE + 0.5


@pytest.mark.requirement("GW-06")
@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("dark", [False, True])
def test_every_chosen_colour_gives_readable_text_links_and_buttons(colour: str, dark: bool):
    paper, surface, ink = (DARK_PAPER, "#24211e", "#f2eee7") if dark else (LIGHT_PAPER, "#ffffff", "#1c1a17")

    colours = palette(colour, dark=dark)

    assert contrast(colours.accent, paper) >= READABLE
    assert contrast(colours.accent, colours.accent_soft) >= READABLE
    assert contrast(colours.accent, surface) >= 4.2
    assert contrast(colours.on_accent, colours.accent) >= READABLE
    assert contrast(colours.on_accent, colours.accent_hover) >= READABLE
    assert contrast(ink, colours.accent_soft) >= 7


def test_ink_on_a_colour_is_the_better_of_black_and_white():
    assert ink_on("#ffcc00") == "#1c1a17"
    assert ink_on("#1f5f8b") == "#ffffff"


@pytest.mark.parametrize("text", ["red", "#12", "#12345g", "#fff;}body{display:none", "url(x)", ""])
def test_what_is_not_a_colour_never_reaches_the_stylesheet(text: str):
    with pytest.raises(NotAColour):
        theme_css(text)


def test_the_stylesheet_has_both_themes():
    css = theme_css("#8a3b12")

    assert css.count("--accent:") == 2
    assert "@media (prefers-color-scheme:dark)" in css


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))


PAIRS = [
    ("ink", "paper", 7),
    ("ink", "surface", 7),
    ("ink", "sunken", 7),
    ("ink-soft", "paper", 4.5),
    ("ink-soft", "surface", 4.5),
    ("ink-soft", "sunken", 4.5),
    ("line-strong", "surface", 3),
    ("line-strong", "paper", 3),
    ("accent", "paper", 4.5),
    ("accent", "accent-soft", 4.5),
    ("on-accent", "accent", 4.5),
    ("on-accent", "accent-hover", 4.5),
    *((tone, f"{tone}-soft", 4.5) for tone in ("progress", "waiting", "done", "problem", "archived")),
    *(("ink", f"{tone}-soft", 7) for tone in ("progress", "waiting", "done", "problem", "archived")),
    *(("ink-soft", f"{tone}-soft", 4.5) for tone in ("progress", "waiting", "done", "problem", "archived")),
]


@pytest.mark.requirement("GW-03")
@pytest.mark.parametrize(("front", "back", "ratio"), PAIRS)
def test_the_fixed_colours_are_readable_in_light_and_dark(front: str, back: str, ratio: float):
    light, dark = TOKENS.read_text("utf-8").split("@media (prefers-color-scheme: dark)")

    for known in (tokens(light), tokens(light) | tokens(dark)):
        assert contrast(known[front], known[back]) >= ratio


def test_the_papers_used_to_correct_colours_are_the_stylesheet_s_own():
    light, dark = TOKENS.read_text("utf-8").split("@media (prefers-color-scheme: dark)")

    assert tokens(light)["paper"] == LIGHT_PAPER
    assert tokens(dark)["paper"] == DARK_PAPER
    assert parse(LIGHT_PAPER)
