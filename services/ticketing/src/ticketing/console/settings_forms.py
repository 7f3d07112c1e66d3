"""What is typed in the forms of the settings, and what it means. Hours as people write them: « 9:00-12:30, 14:00-17:30 »."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from chassis.refusals import Fault, Invalid
from contracts.forms.words import Words
from ticketing.domain.canned import CannedReply
from ticketing.domain.catalogue import RequestKind
from ticketing.domain.refusals import PromiseInvalid
from ticketing.domain.severity import Severity
from ticketing.domain.sla.calendar import BusinessCalendar, Closure, Holidays, Opening
from ticketing.domain.sla.policy import SlaPolicy, Targets
from ticketing.domain.teams import Team

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MEASURES = ("first_response", "next_response", "resolution")
ZONES = (
    "Europe/Paris",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "America/Miquelon",
    "Indian/Reunion",
    "Indian/Mayotte",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Pacific/Wallis",
)
NEW_CALENDAR = {day: "9:00-12:00, 14:00-17:30" for day in DAYS[:5]} | {"zone": ZONES[0], "holidays": "france"}
_HOUR = r"(\d{1,2})\s*[:hH]\s*(\d{2})?"
_OPENING = re.compile(rf"\s*{_HOUR}\s*[-–àa]\s*{_HOUR}\s*$")
_CLOSURE = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})(?:\s*[-–]\s*(\d{1,2})/(\d{1,2})/(\d{4}))?\s*(.*)$")
_DURATION = re.compile(r"(\d{1,4})(?:[:hH](\d{1,2})?|[.,](\d{1,2}))?$")


def calendar_from(id: UUID, fields: Mapping[str, str]) -> BusinessCalendar:
    """Raises PromiseInvalid for what cannot be read; what it means is the domain's to judge."""
    faults: list[Fault] = []
    week = tuple(_openings(fields.get(day, ""), f"/{day}", faults) for day in DAYS)
    closures = tuple(_closures(fields.get("closures", ""), faults))
    if faults:
        raise PromiseInvalid(faults=faults)
    kind = fields.get("holidays")
    return BusinessCalendar(
        id=id,
        name=fields.get("name", "").strip(),
        week=week,
        zone=fields.get("zone", ""),
        holidays=Holidays(kind) if kind in set(Holidays) else Holidays.FRANCE,
        closures=closures,
    )


def calendar_fields(calendar: BusinessCalendar) -> dict[str, str]:
    said = {
        day: ", ".join(_opening(one) for one in openings) for day, openings in zip(DAYS, calendar.week, strict=True)
    }
    closures = "\n".join(_closure(one) for one in calendar.closures)
    more = {"name": calendar.name, "zone": calendar.zone, "holidays": str(calendar.holidays), "closures": closures}
    return {**said, **more}


def calendar_errors(invalid: Invalid) -> dict[str, str]:
    errors = errors_of(invalid)
    return {
        DAYS[int(name[5:])] if re.fullmatch(r"week/\d", name) else DAYS[0] if name == "week" else name: said
        for name, said in errors.items()
    }


def policy_from(id: UUID, fields: Mapping[str, str], chosen: Mapping[str, list[str]]) -> SlaPolicy:
    faults: list[Fault] = []
    targets = {
        severity: Targets(**{measure: _minutes(fields, f"{severity}-{measure}", faults) for measure in MEASURES})
        for severity in Severity
    }
    percent = fields.get("warns_at", "")
    calendar = fields.get("calendar", "")
    if not re.fullmatch(r"[0-9a-f-]{36}", calendar):
        faults.append(Fault("/calendar", "Choisissez les horaires de l’équipe.", "missing"))
    if faults:
        raise PromiseInvalid(faults=faults)
    return SlaPolicy(
        id=id,
        name=fields.get("name", "").strip(),
        calendar_id=UUID(calendar),
        targets=targets,
        kinds=_kinds(chosen),
        warns_at=int(percent) if percent.isascii() and percent.isdigit() and len(percent) < 4 else 0,
        position=number(fields.get("position", "")),
    )


def policy_fields(policy: SlaPolicy) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": policy.name,
        "calendar": str(policy.calendar_id),
        "warns_at": str(policy.warns_at),
        "position": str(policy.position),
        "kinds": [str(kind) for kind in policy.kinds],
    }
    for severity, targets in policy.targets.items():
        for measure in MEASURES:
            said[f"{severity}-{measure}"] = _hours(getattr(targets, measure))
    return said


def policy_errors(invalid: Invalid) -> dict[str, str]:
    errors = errors_of(invalid)
    return {name.removeprefix("targets/").replace("/", "-"): said for name, said in errors.items()}


def team_from(id: UUID, fields: Mapping[str, str], chosen: Mapping[str, list[str]]) -> Team:
    return Team(
        id=id,
        name=fields.get("name", "").strip(),
        kinds=_kinds(chosen),
        products=_ids(chosen.get("products", [])),
        members=_ids(chosen.get("members", [])),
        shares_out=bool(fields.get("shares_out")),
        position=number(fields.get("position", "")),
    )


def team_fields(team: Team) -> dict[str, Any]:
    return {
        "name": team.name,
        "position": str(team.position),
        "kinds": [str(kind) for kind in team.kinds],
        "products": [str(one) for one in team.products],
        "members": [str(one) for one in team.members],
        "shares_out": "true" if team.shares_out else "",
    }


def reply_from(id: UUID, fields: Mapping[str, str]) -> CannedReply:
    body = fields.get("body", "").replace("\r\n", "\n")
    return CannedReply(id=id, title=fields.get("title", "").strip(), body=body, outcome=fields.get("outcome", ""))


def two(fields: Mapping[str, str], name: str) -> Words:
    """In both languages; English is left out when it is not given."""
    french, english = (fields.get(f"{name}_{language}", "").strip() for language in ("fr", "en"))
    return {"fr": french, "en": english} if english else {"fr": french}


def words_in(name: str, words: Words) -> dict[str, str]:
    said = {"fr": words} if isinstance(words, str) else words
    return {f"{name}_{language}": said.get(language, "") for language in ("fr", "en")}


def errors_of(invalid: Invalid) -> dict[str, str]:
    return {fault.pointer.strip("/"): fault.message for fault in invalid.faults}


def _openings(typed: str, pointer: str, faults: list[Fault]) -> tuple[Opening, ...]:
    found: list[Opening] = []
    for part in filter(str.strip, re.split(r"[,;]|\bet\b", typed)):
        read = _OPENING.match(part)
        if read is None:
            faults.append(Fault(pointer, "Écrivez les plages ainsi : 9:00-12:00, 14:00-17:30.", "format"))
            return ()
        hours = [int(read[1]) * 60 + int(read[2] or 0), int(read[3]) * 60 + int(read[4] or 0)]
        found.append(Opening(*hours))
    return tuple(found)


def _closures(typed: str, faults: list[Fault]) -> list[Closure]:
    found: list[Closure] = []
    for line in filter(str.strip, typed.splitlines()):
        read = _CLOSURE.match(line)
        try:
            if read is None:
                raise ValueError
            first = date(int(read[3]), int(read[2]), int(read[1]))
            last = date(int(read[6]), int(read[5]), int(read[4])) if read[4] else first
        except ValueError:
            said = "Écrivez une fermeture par ligne, par exemple : 24/12/2026-31/12/2026 Fêtes."
            faults.append(Fault("/closures", said, "format"))
            return []
        found.append(Closure(first, last, read[7].strip()[:80]))
    return found


def _opening(one: Opening) -> str:
    return "-".join(f"{minutes // 60}:{minutes % 60:02d}" for minutes in (one.begins, one.ends))


def _closure(one: Closure) -> str:
    days = f"{one.first:%d/%m/%Y}" if one.first == one.last else f"{one.first:%d/%m/%Y}-{one.last:%d/%m/%Y}"
    return f"{days} {one.label}".strip()


def _minutes(fields: Mapping[str, str], name: str, faults: list[Fault]) -> int | None:
    typed = fields.get(name, "").strip()
    if not typed:
        return None
    read = _DURATION.match(typed)
    if read is None:
        faults.append(Fault(f"/{name}", "Indiquez une durée en heures, par exemple 4 ou 0:30.", "format"))
        return None
    part = round(float(f"0.{read[3]}") * 60) if read[3] else int(read[2] or 0)
    return int(read[1]) * 60 + part


def _hours(minutes: int | None) -> str:
    if minutes is None:
        return ""
    return f"{minutes // 60}" if minutes % 60 == 0 else f"{minutes // 60}:{minutes % 60:02d}"


def _kinds(chosen: Mapping[str, list[str]]) -> tuple[RequestKind, ...]:
    return tuple(RequestKind(one) for one in chosen.get("kinds", []) if one in set(RequestKind))


def id_or_none(typed: str) -> UUID | None:
    return UUID(typed) if re.fullmatch(r"[0-9a-f-]{36}", typed) else None


def _ids(typed: list[str]) -> tuple[UUID, ...]:
    return tuple(UUID(one) for one in typed if re.fullmatch(r"[0-9a-f-]{36}", one))


def number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
