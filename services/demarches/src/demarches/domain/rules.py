"""The legal clock's rule, as data: an authority's jurist reads and changes it without touching code."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from chassis.refusals import Fault
from contracts.forms import Words

# No text of law grants ten years: more is a slip of the keyboard, and would be counted for every dossier.
LONGEST_MONTHS, LONGEST_DAYS = 120, 3660
Months = Annotated[int, Meta(ge=0, le=LONGEST_MONTHS)]
NO_PERIOD = "Dites au bout de combien de mois ou de jours : sans délai, le silence vaudrait décision le jour même."


class Silence(StrEnum):
    """What the administration's silence means once the period is over."""

    ACCEPTANCE = "acceptance"
    REJECTION = "rejection"
    NONE = "none"
    """No decision is owed, or the answer involves no discretion: silence has no legal meaning."""


class WhileMissing(StrEnum):
    """What an indispensable piece that is missing does to the period (CRPA L114-5)."""

    RESTARTS = "restarts"
    """The period runs from its receipt: for an implicit acceptance."""
    SUSPENDS = "suspends"
    """The days spent waiting do not count: for an implicit rejection."""


class Days(StrEnum):
    """Which days count when a period is said in days."""

    CALENDAR = "calendar"
    OUVRABLES = "ouvrables"
    """Monday to Saturday, less public holidays."""
    OUVRES = "ouvres"
    """Monday to Friday, less public holidays."""


class ClockRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`months` run from one day of the month to the same day (« de quantième à quantième »), `days` are those that
    `counted` says. With `ask_within_months`, a piece asked for later than that changes nothing: the file is deemed
    complete (code de l'urbanisme R423-38).

    `articles` are the texts it rests on, as they are quoted to the applicant: « CRPA L231-1 ». `then` says what the
    applicant may do once silence has its effect: ask for an attestation, appeal, and within which time.
    """

    silence: Silence
    months: Months = 0
    days: Annotated[int, Meta(ge=0, le=LONGEST_DAYS)] = 0
    counted: Days = Days.CALENDAR
    while_missing: WhileMissing = WhileMissing.RESTARTS
    ask_within_months: Months = 0
    articles: tuple[str, ...] = ()
    then: Words = ""

    def faults(self) -> Iterator[Fault]:
        if self.silence is not Silence.NONE and not (self.months or self.days):
            yield Fault("/clock/months", NO_PERIOD, "missing")
