"""A calendar: where people are received, when, how long, by how many at once."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from chassis.refusals import Fault
from contracts.forms import Words, say
from demarches.domain.refusals import CalendarNotRight

LONGEST_HORIZON = 366


class Holidays(StrEnum):
    """Which public holidays close the calendar (code du travail L3133-1; for Alsace and Moselle L3134-13)."""

    NATIONAL = "national"
    ALSACE_MOSELLE = "alsace-moselle"
    NONE = "none"


class Opening(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Open on this day of the week (1 is Monday) between two hours of Paris; from `since` to `until` when it is seasonal."""

    weekday: Annotated[int, Meta(ge=1, le=7)]
    opens: time
    closes: time
    since: date | None = None
    until: date | None = None

    def is_on(self, day: date) -> bool:
        if day.isoweekday() != self.weekday:
            return False
        return not ((self.since and day < self.since) or (self.until and day > self.until))


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`resources` are the desks or agents that receive side by side, each `seats` people at once.

    A slot may be taken from `notice_hours` ahead up to `horizon_days` ahead, and changed or cancelled by whoever took
    it until `change_hours` before. `per_person` counts the appointments to come of one person in this calendar.
    """

    duration_minutes: Annotated[int, Meta(ge=5, le=480)]
    openings: tuple[Opening, ...] = ()
    resources: tuple[str, ...] = ("Guichet 1",)
    seats: Annotated[int, Meta(ge=1, le=500)] = 1
    notice_hours: Annotated[int, Meta(ge=0, le=720)] = 2
    horizon_days: Annotated[int, Meta(ge=1, le=LONGEST_HORIZON)] = 60
    change_hours: Annotated[int, Meta(ge=0, le=720)] = 2
    reminder_hours: Annotated[int, Meta(ge=0, le=336)] = 48
    per_person: Annotated[int, Meta(ge=1, le=50)] = 2
    holidays: Holidays = Holidays.NATIONAL
    bring: Words = ""

    @property
    def duration(self) -> timedelta:
        return timedelta(minutes=self.duration_minutes)


class Closure(Struct, frozen=True, kw_only=True):
    """Closed from a day to a day, both included; on part of these days with hours; one desk alone with `resource`."""

    id: UUID
    since: date
    until: date
    reason: str
    opens_again: time | None = None
    closes: time | None = None
    resource: str | None = None

    def is_on(self, day: date) -> bool:
        return self.since <= day <= self.until


@dataclass
class Calendar:
    id: UUID
    name: Words
    venue_id: UUID
    department_id: UUID
    settings: Settings
    active: bool = True
    version: int = 0

    def rename(self, name: Words, *, venue_id: UUID, department_id: UUID, active: bool) -> None:
        self.name, self.venue_id, self.department_id, self.active = name, venue_id, department_id, active

    def set(self, settings: Settings) -> None:
        """Appointments already given stay given. Raises CalendarNotRight with a pointer to each hour that cannot be."""
        faults = list(_faults(settings))
        if faults:
            raise CalendarNotRight(faults=faults)
        self.settings = settings


@dataclass
class Venue:
    """A place where people are received, and how to reach it: in French, and in English where the town wrote it."""

    id: UUID
    name: str
    address: str
    access: str = ""
    access_en: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class OpenDays:
    """A calendar and what closes it: all that slots are made from."""

    calendar: Calendar
    closures: tuple[Closure, ...] = field(default=())


def must_be_named(name: Words) -> Words:
    if not say(name).strip():
        raise CalendarNotRight(faults=[Fault("/name", "Donnez un nom à cet agenda.", "missing")])
    return name


def _faults(settings: Settings) -> "list[Fault]":
    found: list[Fault] = []
    if not [name for name in settings.resources if name.strip()]:
        found.append(Fault("/resources", "Indiquez au moins un guichet.", "missing"))
    if len(set(settings.resources)) != len(settings.resources):
        found.append(Fault("/resources", "Deux guichets ne peuvent pas porter le même nom.", "twice"))
    for number, opening in enumerate(settings.openings):
        if opening.opens >= opening.closes:
            found.append(Fault(f"/openings/{number}", "L’heure de fin doit suivre l’heure de début.", "order"))
        elif _minutes(opening) < settings.duration_minutes:
            said = f"Cette plage est plus courte qu’un rendez-vous ({settings.duration_minutes} minutes)."
            found.append(Fault(f"/openings/{number}", said, "too_short"))
        elif any(_overlap(opening, other) for other in settings.openings[:number]):
            found.append(Fault(f"/openings/{number}", "Cette plage en recouvre une autre du même jour.", "overlap"))
    return found


def _minutes(opening: Opening) -> int:
    return (opening.closes.hour - opening.opens.hour) * 60 + opening.closes.minute - opening.opens.minute


def _overlap(one: Opening, other: Opening) -> bool:
    if one.weekday != other.weekday or one.opens >= other.closes or other.opens >= one.closes:
        return False
    starts_after = one.since and other.until and one.since > other.until
    ends_before = one.until and other.since and one.until < other.since
    return not (starts_after or ends_before)
