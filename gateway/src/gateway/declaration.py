"""What the accessibility declaration says, from the results of the audit beside it (audit.json, written by
`python -m tests.gallery.declare`). Nothing is claimed beyond what was audited.

RGAA 4.1 has 106 criteria in 13 themes. axe judges some tests of some of them; the rest wants a person, whose results
stand under `judged`. What an assistant program went through meanwhile stands under `examined`: it is told, and is no judgement. The law's words (decree 2019-768, article 5) follow the share of criteria that are met: all of
them, half of them, or less; a site that was not wholly audited is « non conforme ».
"""

from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from gateway.organisations import AccessibilityStatement
from gateway.words import N_

NOTHING_OWN = AccessibilityStatement()
AUDIT = Path(__file__).parent / "audit.json"
CRITERIA_OF = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
THEMES = (
    N_("Images"),
    N_("Cadres"),
    N_("Couleurs"),
    N_("Multimédia"),
    N_("Tableaux"),
    N_("Liens"),
    N_("Scripts"),
    N_("Éléments obligatoires"),
    N_("Structuration de l’information"),
    N_("Présentation de l’information"),
    N_("Formulaires"),
    N_("Navigation"),
    N_("Consultation"),
)

EXAMINED = {
    "met": N_("Rien trouvé qui les contredise"),
    "not_met": N_("Contredits par une page au moins"),
    "not_applicable": N_("Sans objet sur ces pages"),
}


class Fault(msgspec.Struct, frozen=True):
    """`rule` as axe names it, on how many of the pages."""

    criterion: str
    rule: str
    pages: int


class Part(msgspec.Struct, frozen=True):
    """One entrance. `views` counts pages and states, each at a phone's width and at a desk's, light and dark."""

    pages: tuple[str, ...] = ()
    views: int = 0
    automatic: tuple[str, ...] = ()
    """Criteria of which at least one test found something to judge."""
    faults: tuple[Fault, ...] = ()
    judged: dict[str, Literal["met", "not_met", "not_applicable"]] = {}
    """Criteria that a person judged."""
    examined: dict[str, Literal["met", "not_met", "not_applicable"]] = {}
    """Criteria that an assistant program examined on a sample of pages (docs/accessibility.md)."""


class Audit(msgspec.Struct, frozen=True):
    audited_on: date
    tool: str
    browser: str
    public: Part = Part()
    internal: Part = Part()


class ThemeLine(NamedTuple):
    number: int
    name: str
    criteria: int
    automatic: list[str]
    faults: int


def read(path: Path = AUDIT) -> Audit | None:
    return msgspec.json.decode(path.read_bytes(), type=Audit) if path.exists() else None


def conformity(part: Part | None, own: AccessibilityStatement = NOTHING_OWN) -> str:
    """`none`, `partial` or `full`, as the layouts say it. `own`: what the organisation knows of its contents."""
    if part is None or len(part.judged) < sum(CRITERIA_OF):
        return "none"
    rate = met(part)
    if rate == 1 and not part.faults and not own.non_conformities:
        return "full"
    return "partial" if rate >= 0.5 else "none"


def met(part: Part) -> float:
    """The share of the criteria that apply and are met, among those that a person judged."""
    results = [result for result in part.judged.values() if result != "not_applicable"]
    return results.count("met") / len(results) if results else 0.0


def examined(part: Part) -> list[tuple[str, list[str]]]:
    """What the program found, in words, with the criteria."""
    of = {result: [one for one, found in part.examined.items() if found == result] for result in EXAMINED}
    return [(EXAMINED[result], criteria) for result, criteria in of.items() if criteria]


def themes(part: Part) -> list[ThemeLine]:
    lines: list[ThemeLine] = []
    for number, (name, criteria) in enumerate(zip(THEMES, CRITERIA_OF, strict=True), start=1):
        of_theme = [criterion for criterion in part.automatic if criterion.startswith(f"{number}.")]
        faults = sum(fault.criterion.startswith(f"{number}.") for fault in part.faults)
        lines.append(ThemeLine(number, name, criteria, of_theme, faults))
    return lines


KNOWN = read()
