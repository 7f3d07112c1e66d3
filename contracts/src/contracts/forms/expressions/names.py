"""Answers as expressions see them: every part is there, null when blank, and dates are timestamps."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from contracts.forms.expressions.functions import midnight
from contracts.forms.form import Table
from contracts.forms.items import Address, Choice, Computed, Date, HouseholdMember, Item, Period, Person
from contracts.forms.parts import ADDRESS_PARTS, MEMBER_ID, PERSON_PARTS


def named(item: Item, answer: Any) -> Any:
    """`answer` is in its stored form."""
    if isinstance(item, Table):
        return [row_names(item, row) for row in cast(list[dict[str, Any]], answer or [])]
    if isinstance(item, Choice) and item.multiple:
        return answer or []
    if answer is None:
        return None
    if isinstance(item, Date) or (isinstance(item, Computed) and item.format == "date"):
        return midnight(date.fromisoformat(answer))
    if isinstance(item, Period):
        return {part: midnight(date.fromisoformat(day)) for part, day in answer.items()}
    if isinstance(item, Address):
        return dict.fromkeys(ADDRESS_PARTS) | answer
    if isinstance(item, Person | HouseholdMember):
        person = dict.fromkeys((MEMBER_ID, *PERSON_PARTS)) | answer
        birth = person["birth_date"]
        return person | {"birth_date": midnight(date.fromisoformat(birth)) if birth else None}
    return answer


def row_names(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    return {column.id: named(column, row.get(column.id)) for column in table.items}
