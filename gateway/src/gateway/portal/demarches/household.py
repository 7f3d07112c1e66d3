"""The household in forms: its members are offered, and whom one chooses is copied into the answer.

The copy is made here, at the moment of choosing: démarches keeps no household, and an answer says what was true that day.
"""

from collections.abc import Iterable
from typing import Any

from chassis.pages.filters import Words
from contracts.forms import AnyItem, Form, Section, Table
from contracts.forms import items as kinds
from contracts.forms.parts import MEMBER_ID
from gateway.api import Refused
from gateway.here import Here
from gateway.words import N_

SOMEBODY_ELSE = N_("Une autre personne")
TYPED_BELOW = N_("Indiquez ci-dessous de qui il s’agit.")


async def household_of(here: Here) -> list[dict[str, Any]]:
    """As forms know people. Empty for visitors and members, and while identity is down."""
    if here.person is None or here.person.kind != "citizen":
        return []
    try:
        known = await here.api("identity").get("/v1/household")
    except Refused:
        return []
    parts = ("civility", "family_name", "used_name", "given_names", "birth_date")
    return [{MEMBER_ID: one["id"], **{part: one[part] for part in parts if one[part]}} for one in known]


def asks_for_members(form: Form, step: str) -> bool:
    return any(_members(form.step(step).items))


def options(here: Here, household: Iterable[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Each member, and somebody else; nothing where the household is empty."""
    words = Words(here.locale)
    found = [
        (member[MEMBER_ID], _name(member), words.day(member["birth_date"]) if "birth_date" in member else "")
        for member in household
    ]
    return [*found, ("", here.said(SOMEBODY_ELSE), here.said(TYPED_BELOW))] if found else []


def joined(form: Form, step: str, typed: dict[str, Any], household: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What was typed, with each chosen member written out. An id that is nobody's stays, and is refused further on."""
    known = {member[MEMBER_ID]: member for member in household}
    return _written_out(form.step(step).items, typed, known)


def _written_out(items: Iterable[AnyItem], typed: dict[str, Any], known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    told = dict(typed)
    for item in items:
        if isinstance(item, Section):
            told = _written_out(item.items, told, known)
        elif isinstance(item, Table) and isinstance(told.get(item.id), list):
            told[item.id] = [
                _written_out(item.items, row, known) if isinstance(row, dict) else row for row in told[item.id]
            ]
        elif isinstance(item, kinds.HouseholdMember) and isinstance(told.get(item.id), dict):
            member = known.get(str(told[item.id].get(MEMBER_ID) or ""))
            if member is not None:
                told[item.id] = {part: member[part] for part in item.parts if part in member}
    return told


def _members(items: Iterable[AnyItem]) -> Iterable[AnyItem]:
    for item in items:
        if isinstance(item, Section | Table):
            yield from _members(item.items)
        elif isinstance(item, kinds.HouseholdMember):
            yield item


def _name(member: dict[str, Any]) -> str:
    return f"{member.get('given_names', '')} {member.get('used_name') or member.get('family_name', '')}".strip()
