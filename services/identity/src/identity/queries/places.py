"""Finding a commune or a grouping, as one types (ID-02)."""

import re
from typing import Any

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.refusals import NotFound
from identity.domain.places import Place, searchable
from identity.storage.places import place_from
from identity.storage.tables import places

# A postal code of the countryside is shared by some forty communes.
SHOWN, OF_ONE_CODE = 12, 50


class PlaceNotFound(NotFound):
    """Cette commune ou ce groupement n’est pas dans l’annuaire."""


class FindPlaces(msgspec.Struct, frozen=True):
    """A name or its beginning, a postal code, an INSEE code, a SIREN."""

    typed: str


class PlaceByCode(msgspec.Struct, frozen=True):
    code: str


async def find_places(question: FindPlaces, _: Actor, connection: AsyncConnection) -> list[Place]:
    """The likeliest first: exact codes, then names that begin so, then names with such a word; larger towns first."""
    typed = question.typed.strip()[:80]
    wanted = searchable(typed)
    if not wanted:
        return []
    code = re.sub(r"\s", "", typed).upper()
    # Never a wildcard: `searchable` leaves letters, digits and blanks.
    conditions: list[Any] = [places.c.search.like(f"{wanted}%"), places.c.search.like(f"% {wanted}%")]
    if re.fullmatch(r"[0-9][0-9AB][0-9]{3}", code):
        conditions += [places.c.code == code, places.c.postal_codes.contains([code])]
    elif re.fullmatch(r"[0-9]{9}", code):
        conditions = [places.c.siren == code]
    elif len(wanted) == 1:
        # The commune of Y, and nothing that merely begins so.
        conditions = [places.c.search == wanted]
    limit = OF_ONE_CODE if len(conditions) > 2 else SHOWN
    order = (
        (places.c.search == wanted).desc(),
        places.c.search.like(f"{wanted}%").desc(),
        (places.c.kind == "commune").desc(),
        places.c.population.desc(),
        places.c.code,
    )
    rows = await connection.execute(select(places).where(or_(*conditions)).order_by(*order).limit(limit))
    return [place_from(row) for row in rows]


async def place_by_code(question: PlaceByCode, _: Actor, connection: AsyncConnection) -> Place:
    row = (await connection.execute(select(places).where(places.c.code == question.code))).one_or_none()
    if row is None:
        raise PlaceNotFound
    return place_from(row)
