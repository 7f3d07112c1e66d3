"""What a form of the console sent."""

from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from litestar import Request

from chassis.refusals import Invalid

MOST_FIELDS = 200


class FormUnreadable(Invalid):
    """Le formulaire envoyé n’est pas lisible."""


async def fields_of(request: Request[Any, Any, Any], *, most: int = MOST_FIELDS) -> dict[str, str]:
    """By name, as typed."""
    return dict(await _pairs(request, most))


async def lists_of(request: Request[Any, Any, Any]) -> dict[str, list[str]]:
    """Every value of each field, for what may be chosen several times."""
    found: dict[str, list[str]] = {}
    for name, value in await _pairs(request):
        found.setdefault(name, []).append(value)
    return found


async def _pairs(request: Request[Any, Any, Any], most: int = MOST_FIELDS) -> list[tuple[str, str]]:
    try:
        body = (await request.body()).decode("ascii")
        return parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=most)
    except ValueError as error:
        raise FormUnreadable from error


def number_in(fields: dict[str, str], name: str) -> int | None:
    """None for what is no whole number."""
    typed = fields.get(name, "").strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def id_in(fields: dict[str, str], name: str) -> UUID:
    """An id that nothing has, for what is none."""
    return _id(fields.get(name, "")) or UUID(int=0)


def ids_in(chosen: dict[str, list[str]], name: str) -> tuple[UUID, ...]:
    return tuple(found for typed in chosen.get(name, []) if (found := _id(typed)))


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def id_or_none(fields: dict[str, str], name: str) -> UUID | None:
    return _id(fields.get(name, ""))
