"""What a form of the console sent."""

from datetime import date
from typing import Any
from urllib.parse import parse_qs, parse_qsl
from uuid import UUID

from litestar import Request

from chassis.pages import read_date
from chassis.pages.forms import NotADate

AnyRequest = Request[Any, Any, Any]
Fields = dict[str, str]


async def fields_of(request: AnyRequest) -> Fields:
    """By name; of several values the last."""
    return dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))


class Sent(Fields):
    """By name, of several values the last; `many` has them all."""

    def __init__(self, values: dict[str, list[str]]) -> None:
        super().__init__({name: found[-1] for name, found in values.items()})
        self.values_of = values

    def many(self, name: str) -> list[str]:
        return self.values_of.get(name, [])

    def again(self) -> dict[str, str | list[str]]:
        """As a page shows them again."""
        return {name: found[0] if len(found) == 1 else found for name, found in self.values_of.items()}


async def sent_of(request: AnyRequest) -> Sent:
    return Sent(await all_fields_of(request))


async def all_fields_of(request: AnyRequest) -> dict[str, list[str]]:
    return parse_qs((await request.body()).decode(), keep_blank_values=True, max_num_fields=2_000)


def uuid_in(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def day_in(fields: Fields, name: str) -> date | None:
    """None for what is missing or no day: the command says what it wants."""
    try:
        return read_date(fields, name)
    except NotADate:
        return None


def count_in(fields: Fields, name: str) -> int:
    """0 for what is missing or no number."""
    typed = fields.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0
