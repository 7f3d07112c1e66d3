"""Organisations as the operator looks for them: one among tens of thousands, a page at a time."""

from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import pagination
from chassis.actor import Actor
from chassis.pagination import Page
from contracts.plans import BY_KEY
from identity.domain.places import searchable
from identity.domain.standing import OrganisationStatus
from identity.storage.tables import organisations

# Offered to who types a name at the agents' sign-in.
OFFERED = 30


class FindOrganisations(msgspec.Struct, frozen=True, kw_only=True):
    q: str = ""
    wishing: bool = False
    status: OrganisationStatus | None = None
    """Those alone; without, all but the closed."""
    cursor: str | None = None
    limit: int = 50


class OperatorLine(msgspec.Struct, frozen=True, kw_only=True):
    """`wished` is the plan asked for, empty when none is."""

    id: UUID
    slug: str
    name: str
    kind: str
    insee_code: str
    siren: str
    customer_number: str
    status: str
    guichet_active: bool
    is_support_portal: bool
    plan: str
    plan_label: str
    wished: str
    wished_label: str


class NamedLike(msgspec.Struct, frozen=True):
    typed: str


class NamedLine(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    name: str


async def find_organisations(question: FindOrganisations, _: Actor, connection: AsyncConnection) -> Page[OperatorLine]:
    o = organisations.c
    alive = o.status != str(OrganisationStatus.CLOSED)
    wanted = select(organisations).where(alive if question.status is None else o.status == str(question.status))
    if typed := question.q.strip()[:80]:
        exactly = (o.slug == typed.lower(), o.insee_code == typed, o.siren == typed, o.customer_number == typed)
        wanted = wanted.where(or_(_named(typed), *exactly))
    if question.wishing:
        wanted = wanted.where(o.wished_plan != "")
    ordered = pagination.after(wanted, [o.name, o.id], question.cursor, question.limit, ascending=True)
    rows = (await connection.execute(ordered)).all()
    cut = pagination.page(rows, question.limit, lambda row: (row.name, row.id))
    return Page([_line(row) for row in cut.items], cut.next)


async def organisations_named(question: NamedLike, _: Actor, connection: AsyncConnection) -> list[NamedLine]:
    """At most thirty, by name: those whose name begins with or holds what was typed, or whose address it is."""
    o = organisations.c
    found = select(o.slug, o.name).where(o.status != str(OrganisationStatus.CLOSED))
    if typed := question.typed.strip()[:80]:
        found = found.where(or_(_named(typed), o.slug == typed.lower()))
        found = found.order_by(o.slug != typed.lower(), o.search != searchable(typed))
    rows = await connection.execute(found.order_by(o.name, o.id).limit(OFFERED))
    return [NamedLine(slug=str(row.slug), name=row.name) for row in rows]


def _named(typed: str) -> ColumnElement[bool]:
    """Never a wildcard: `searchable` leaves letters, digits and blanks."""
    words = searchable(typed)
    return organisations.c.search.like(f"%{words}%") if words else false()


def _line(row: object) -> OperatorLine:
    said = {
        name: getattr(row, name)
        for name in OperatorLine.__struct_fields__
        if name not in ("plan_label", "wished", "wished_label")
    }
    wished = str(getattr(row, "wished_plan"))  # noqa: B009
    return OperatorLine(
        **said,
        plan_label=BY_KEY[said["plan"]].label,
        wished=wished,
        wished_label=BY_KEY[wished].label if wished else "",
    )
