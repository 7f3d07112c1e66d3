"""What a range or a rubric must be."""

import re

from chassis.refusals import Fault
from contracts.forms.words import Words
from ticketing.domain.knowledge import Range, Rubric
from ticketing.domain.refusals import ShelfInvalid

LONGEST = 80
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def word_faults(words: Words, pointer: str, *, longest: int = LONGEST) -> list[Fault]:
    """French is needed; every language is one line."""
    said = {"fr": words} if isinstance(words, str) else dict(words)
    faults: list[Fault] = []
    if not said.get("fr", "").strip():
        faults.append(Fault(f"{pointer}_fr", "Donnez un nom en français.", "missing"))
    for language, text in said.items():
        if len(text) > longest or not text.isprintable():
            faults.append(Fault(f"{pointer}_{language}", f"Écrivez {longest} caractères au plus.", "too_long"))
    return faults


def slug_faults(slug: str) -> list[Fault]:
    if len(slug) <= LONGEST and _SLUG.fullmatch(slug):
        return []
    said = "Écrivez l’adresse en minuscules, chiffres et tirets, par exemple : au-quotidien."
    return [Fault("/slug", said, "format")]


def must_be_a_range(made: Range) -> None:
    faults = [*word_faults(made.name, "/name"), *slug_faults(made.slug)]
    if faults:
        raise ShelfInvalid(faults=faults)


def must_be_a_rubric(made: Rubric) -> None:
    season = made.season
    faults = [*word_faults(made.name, "/name"), *slug_faults(made.slug)]
    if season.every_year and (season.first is None or season.last is None):
        faults.append(Fault("/last", "Indiquez les deux dates d’une saison qui revient chaque année.", "missing"))
    elif not season.every_year and season.first and season.last and season.last < season.first:
        faults.append(Fault("/last", "La saison finit avant de commencer.", "range"))
    if faults:
        raise ShelfInvalid(faults=faults)
