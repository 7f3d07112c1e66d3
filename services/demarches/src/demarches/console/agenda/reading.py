"""Between the fields of the pages and the commands of calendars."""

from datetime import date, time
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from litestar import Request

from chassis.pages.forms import NotADate, read_date
from chassis.refusals import Fault, Invalid
from contracts.forms import Words, say
from demarches.commands.appointments.arrange_calendar import ArrangeCalendar
from demarches.commands.appointments.close_days import CloseDays
from demarches.console.fields import count_in
from demarches.domain.appointments.calendar import Holidays, Opening, Settings
from demarches.domain.appointments.hours import (
    WEEKDAYS,
    NotHours,
    read_hours,
    read_seasons,
    write_hours,
    write_seasons,
)
from demarches.domain.refusals import CalendarNotRight, ClosureNotRight
from demarches.queries.appointments.arranged import ArrangedCalendar
from demarches.queries.words import translation

Fields = dict[str, str]
# Name of the field, least and most.
NUMBERS = {
    "duration_minutes": (5, 480),
    "seats": (1, 500),
    "notice_hours": (0, 720),
    "horizon_days": (1, 366),
    "change_hours": (0, 720),
    "reminder_hours": (0, 336),
    "per_person": (1, 50),
}
CHOSEN = ("venue_id", "department_id", "active", "holidays")
HOURS_SAID = "Écrivez les heures comme ceci : 8 h 30 – 12 h, 13 h 30 – 17 h. « %s » n’est pas lisible."


async def fields_of(request: Request[Any, Any, Any]) -> Fields:
    return dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))


def calendar_fields(found: ArrangedCalendar | None) -> Fields:
    """What the form shows: a new calendar begins with the common case."""
    settings = found.settings if found else Settings(duration_minutes=20)
    name: Words = found.name if found else ""
    fields = {number: str(getattr(settings, number)) for number in NUMBERS}
    hours = {f"hours-{day}": write_hours(settings.openings, number) for number, day in enumerate(WEEKDAYS, 1)}
    more = {
        "name": say(name),
        "name_en": _english(name),
        "venue_id": str(found.venue_id) if found else "",
        "department_id": str(found.department_id) if found else "",
        "active": "1" if found is None or found.active else "",
        "resources": "\n".join(settings.resources),
        "holidays": str(settings.holidays),
        "bring": say(settings.bring),
        "bring_en": _english(settings.bring),
        "seasons": write_seasons(settings.openings),
        "version": str(found.version) if found else "0",
    }
    return {**fields, **hours, **more}


def command_from(fields: Fields, calendar_id: UUID, found: ArrangedCalendar | None) -> ArrangeCalendar:
    """Raises CalendarNotRight with a pointer to each field that cannot be taken."""
    faults: list[Fault] = []
    numbers = {name: _number(fields, name, *bounds, faults) for name, bounds in NUMBERS.items()}
    openings = _openings(fields, faults)
    venue, department = _id(fields, "venue_id", faults), _id(fields, "department_id", faults)
    if faults:
        raise CalendarNotRight(faults=faults)
    assert venue is not None
    assert department is not None
    settings = Settings(
        **numbers,
        openings=tuple(openings),
        resources=tuple(line.strip() for line in fields.get("resources", "").splitlines() if line.strip()),
        holidays=Holidays(fields.get("holidays", "national")),
        bring=_words(fields, "bring"),
    )
    return ArrangeCalendar(
        calendar_id=calendar_id,
        name=_words(fields, "name"),
        venue_id=venue,
        department_id=department,
        settings=settings,
        active="active" in fields,
        version=count_in(fields, "version") if found else 0,
    )


def _english(words: Words) -> str:
    return words.get("en", "") if isinstance(words, dict) else ""


def _words(fields: Fields, name: str) -> Words:
    french, english = fields.get(name, "").strip(), fields.get(f"{name}_en", "").strip()
    return {"fr": french, "en": english} if english and french else french


def closure_from(fields: Fields, calendar_id: UUID) -> CloseDays:
    faults: list[Fault] = []
    days = {name: _day(fields, f"closure-{name}", faults) for name in ("since", "until")}
    hours = {name: _hour(fields, f"closure-{name}", faults) for name in ("closes", "opens_again")}
    if faults:
        raise ClosureNotRight(faults=faults)
    since = days["since"]
    assert since is not None
    return CloseDays(
        calendar_id=calendar_id,
        since=since,
        until=days["until"] or since,
        reason=fields.get("closure-reason", ""),
        closes=hours["closes"],
        opens_again=hours["opens_again"],
        resource=fields.get("closure-resource") or None,
        everywhere="closure-everywhere" in fields,
    )


def shown_errors(invalid: Invalid, fields: Fields) -> dict[str, str]:
    """By field: a fault of one opening is said beside its day."""
    errors: dict[str, str] = {}
    openings = _openings(fields, []) if any(f.pointer.startswith("/openings/") for f in invalid.faults) else []
    for fault in invalid.faults:
        name = fault.pointer.strip("/")
        if name.startswith("openings/"):
            opening = openings[int(name.removeprefix("openings/"))]
            name = "seasons" if opening.since else f"hours-{WEEKDAYS[opening.weekday - 1]}"
        errors.setdefault(name, fault.message)
    return errors


def saved_otherwise(fields: Fields, found: ArrangedCalendar, locale: str) -> dict[str, str]:
    """Beside each field that does not say what was saved meanwhile: what was. Of what is chosen in a list, only that it differs."""
    _ = translation(locale)
    said: dict[str, str] = {}
    for name, saved in calendar_fields(found).items():
        if name == "version" or fields.get(name, "").replace("\r\n", "\n") == saved:
            continue
        if name in CHOSEN:
            said[name] = _("L’agenda enregistré dit autre chose ici.")
        else:
            said[name] = _("Dans l’agenda enregistré : « %(value)s ».") % {"value": saved or "–"}
    # Whoever wrote the same has nothing to compare, but still to save.
    return said or {"": _("Rien de ce que vous avez saisi n’en diffère.")}


def _openings(fields: Fields, faults: list[Fault]) -> list[Opening]:
    found: list[Opening] = []
    for number, day in enumerate(WEEKDAYS, 1):
        try:
            found += read_hours(fields.get(f"hours-{day}", ""), number)
        except NotHours as wrong:
            faults.append(Fault(f"/hours-{day}", HOURS_SAID % wrong, "hours"))
    try:
        found += read_seasons(fields.get("seasons", ""))
    except NotHours as wrong:
        said = (
            f"Écrivez une ligne comme : du 01/07/2026 au 31/08/2026 : lundi 8 h – 12 h. « {wrong} » n’est pas lisible."
        )
        faults.append(Fault("/seasons", said, "hours"))
    return found


def _number(fields: Fields, name: str, least: int, most: int, faults: list[Fault]) -> int:
    typed = fields.get(name, "").strip()
    if typed.isascii() and typed.isdigit() and least <= int(typed) <= most:
        return int(typed)
    faults.append(Fault(f"/{name}", f"Indiquez un nombre entre {least} et {most}.", "number"))
    return least


def _id(fields: Fields, name: str, faults: list[Fault]) -> UUID | None:
    try:
        return UUID(fields.get(name, ""))
    except ValueError:
        faults.append(Fault(f"/{name}", "Choisissez dans la liste.", "missing"))
        return None


def _day(fields: Fields, name: str, faults: list[Fault]) -> date | None:
    pointer = f"/{name.removeprefix('closure-')}"
    try:
        found = read_date(fields, name)
    except NotADate:
        faults.append(Fault(pointer, "Indiquez une date, par exemple 27 3 2026.", "date"))
        return None
    if found is None and name.endswith("since"):
        faults.append(Fault(pointer, "Indiquez le premier jour fermé.", "missing"))
    return found


def _hour(fields: Fields, name: str, faults: list[Fault]) -> time | None:
    typed = fields.get(name, "").strip()
    if not typed:
        return None
    try:
        return read_hours(f"{typed}-23:59", 1)[0].opens
    except NotHours:
        faults.append(Fault(f"/{name.removeprefix('closure-')}", "Écrivez l’heure comme ceci : 12 h 30.", "hours"))
        return None
