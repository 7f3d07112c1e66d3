"""The HTML version: one layout for all, in the organisation's colour, through MJML."""

from functools import lru_cache
from pathlib import Path

import mrml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chassis.pages.own_addresses import parts_of
from chassis.pages.theme import DEFAULT_ACCENT, NotAColour, Palette, palette
from notifier.mails.letter import Letter

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_environment.filters["parts_of"] = parts_of
_layout = _environment.get_template("layout.mjml")


def html_of(letter: Letter, *, colour: str) -> str:
    """A colour that would make the button unreadable is corrected, as on the pages."""
    day, night = palettes(colour)
    return rendered(_layout.render(letter=letter, day=day, night=night))


def rendered(mjml: str) -> str:
    return mrml.to_html(mjml).content


@lru_cache(maxsize=1000)
def palettes(colour: str) -> tuple[Palette, Palette]:
    try:
        return palette(colour, dark=False), palette(colour, dark=True)
    except NotAColour:
        return palette(DEFAULT_ACCENT, dark=False), palette(DEFAULT_ACCENT, dark=True)
