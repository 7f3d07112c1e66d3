"""Addresses, persons and members of the household."""

import re
from typing import Any, cast

from contracts.forms.items import Address, HouseholdMember, Person
from contracts.forms.parts import ADDRESS_NEEDED, ADDRESS_PARTS, CIVILITIES, MEMBER_ID, PERSON_PARTS
from contracts.forms.profile_paths import members_of
from contracts.forms.validation.dates import day_of
from contracts.forms.validation.reading import Reading, is_blank
from contracts.forms.validation.texts import name_of, text_of

_POSTAL_CODE = re.compile(r"\d{5}", re.ASCII)
_INSEE = re.compile(r"(?:\d{2}|2[AB])\d{3}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}")


def read_address(item: Address, raw: object, reading: Reading) -> dict[str, str] | None:
    if not isinstance(raw, dict):
        reading.refuse("type")
        return None
    parts = cast(dict[Any, Any], raw)
    before = len(reading.problems)
    reading.refuse_unknown(parts, ADDRESS_PARTS)
    country = _country(parts.get("country"), item, reading)
    address: dict[str, str] = {}
    for part, label in ADDRESS_PARTS.items():
        inner = reading.part(part, label)
        if part == "country":
            continue
        if is_blank(parts.get(part)):
            if part in ADDRESS_NEEDED:
                inner.refuse("missing_postal_code" if part == "postal_code" else "missing")
            continue
        text = text_of(parts[part], inner, longest=12 if part in ("postal_code", "insee") else 100)
        if text is not None and _fits(part, text, country):
            address[part] = text
        elif text is not None:
            inner.refuse(part)
    return address | {"country": country} if len(reading.problems) == before else None


def _country(raw: object, item: Address, reading: Reading) -> str:
    inner = reading.part("country", ADDRESS_PARTS["country"])
    if is_blank(raw):
        return "FR"
    code = (text_of(raw, inner, longest=2) or "").upper()
    if not _COUNTRY.fullmatch(code):
        inner.refuse("country")
    elif code != "FR" and not item.abroad:
        inner.refuse("country_france")
    return code


def _fits(part: str, text: str, country: str) -> bool:
    if part == "postal_code" and country == "FR":
        return bool(_POSTAL_CODE.fullmatch(text))
    return part != "insee" or bool(_INSEE.fullmatch(text))


def read_person(item: Person | HouseholdMember, raw: object, reading: Reading) -> dict[str, Any] | None:
    if not isinstance(raw, dict):
        reading.refuse("type")
        return None
    parts = cast(dict[Any, Any], raw)
    before = len(reading.problems)
    reading.refuse_unknown(parts, item.parts)
    person: dict[str, Any] = {}
    for part in item.parts:
        inner = reading.part(part, PERSON_PARTS[part])
        if is_blank(parts.get(part)):
            if part not in item.optional:
                inner.refuse("missing_date" if part == "birth_date" else "missing")
            continue
        value = _person_part(part, parts[part], inner)
        if value is not None:
            person[part] = value
    return person if len(reading.problems) == before else None


def _person_part(part: str, raw: object, reading: Reading) -> str | None:
    if part == "birth_date":
        day = day_of(raw, reading)
        if day and day > reading.evaluation.context.today:
            reading.refuse("date_unborn")
            return None
        return day.isoformat() if day else None
    if part == "civility":
        if isinstance(raw, str) and raw in CIVILITIES:
            return raw
        reading.refuse("civility")
        return None
    if part == "birth_place":
        return text_of(raw, reading, longest=100)
    return name_of(raw, reading)


def read_household_member(item: HouseholdMember, raw: object, reading: Reading) -> dict[str, Any] | None:
    """A known id is enough, and wins over the parts sent with it: the profile says who that is."""
    if not isinstance(raw, dict):
        reading.refuse("type")
        return None
    parts = cast(dict[Any, Any], raw)
    if is_blank(parts.get(MEMBER_ID)):
        return read_person(item, {name: value for name, value in parts.items() if name != MEMBER_ID}, reading)
    reading.refuse_unknown(parts, (MEMBER_ID, *item.parts))
    for member in members_of(reading.evaluation.context.profile):
        if parts[MEMBER_ID] == member.get(MEMBER_ID):
            known = {part: member[part] for part in item.parts if not is_blank(member.get(part))}
            return {MEMBER_ID: member[MEMBER_ID], **known}
    reading.part(MEMBER_ID, reading.label).refuse("member")
    return None
