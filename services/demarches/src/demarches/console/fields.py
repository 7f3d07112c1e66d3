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
