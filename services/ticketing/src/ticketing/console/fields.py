"""What a form of the console sent."""

from typing import Any
from urllib.parse import parse_qsl

from litestar import Request

from chassis.refusals import Invalid

MOST_FIELDS = 50


class FormUnreadable(Invalid):
    """Le formulaire envoyé n'est pas lisible."""


async def fields_of(request: Request[Any, Any, Any]) -> dict[str, str]:
    """By name, as typed."""
    try:
        body = (await request.body()).decode("ascii")
        return dict(parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise FormUnreadable from error


def number_in(fields: dict[str, str], name: str) -> int | None:
    """None for what is no whole number."""
    typed = fields.get(name, "").strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
