"""The legal clock's rule, as data: an authority's jurist reads and changes it without touching code."""

from enum import StrEnum

from msgspec import Struct

from contracts.forms import Words


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
    months: int = 0
    days: int = 0
    counted: Days = Days.CALENDAR
    while_missing: WhileMissing = WhileMissing.RESTARTS
    ask_within_months: int = 0
    articles: tuple[str, ...] = ()
    then: Words = ""
