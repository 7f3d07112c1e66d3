"""The operator's review queue (ID-03)."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import pagination
from chassis.actor import Actor
from chassis.pagination import Page
from identity.domain.access_requests import (
    AccessRequest,
    AccessRequestNotFound,
    Applicant,
    Coordinates,
    Facts,
    RequestStatus,
)
from identity.domain.places import Place
from identity.queries.free_slug import free_slug
from identity.storage.access_requests import access_request_from
from identity.storage.places import place_from
from identity.storage.tables import access_requests, organisations, places

KEYS = (access_requests.c.submitted_at, access_requests.c.id)


class ListAccessRequests(msgspec.Struct, frozen=True, kw_only=True):
    status: RequestStatus = RequestStatus.SUBMITTED
    cursor: str | None = None
    limit: int = 50


class AccessRequestLine(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    status: str
    kind: str
    name: str
    postal_code: str
    applicant: str
    submitted_at: datetime
    decided_at: datetime | None


class AccessRequestOf(msgspec.Struct, frozen=True):
    request_id: UUID


class Lookalike(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation that is there already and may be the same, or its neighbour."""

    id: UUID
    name: str
    kind: str
    slug: str


class AccessRequestView(msgspec.Struct, frozen=True, kw_only=True):
    """`place` is what the public directory says of the codes given, for comparison; None when it knows neither."""

    id: UUID
    status: str
    facts: Facts
    coordinates: Coordinates
    applicant: Applicant
    submitted_at: datetime
    decided_at: datetime | None
    reason: str
    slug: str
    proposed_slug: str
    place: Place | None
    lookalikes: list[Lookalike]

    @classmethod
    def of(cls, asked: AccessRequest) -> "AccessRequestView":
        return cls(
            id=asked.id,
            status=str(asked.status),
            facts=asked.facts,
            coordinates=asked.coordinates,
            applicant=asked.applicant,
            submitted_at=asked.submitted_at,
            decided_at=asked.decided_at,
            reason=asked.reason,
            slug=asked.slug,
            proposed_slug="",
            place=None,
            lookalikes=[],
        )


async def list_access_requests(
    question: ListAccessRequests, _: Actor, connection: AsyncConnection
) -> Page[AccessRequestLine]:
    wanted = select(access_requests).where(access_requests.c.status == str(question.status))
    rows = (await connection.execute(pagination.after(wanted, KEYS, question.cursor, question.limit))).all()
    lines = [
        AccessRequestLine(
            id=row.id,
            status=row.status,
            kind=row.kind,
            name=row.name,
            postal_code=row.postal_code,
            applicant=msgspec.convert(row.applicant, Applicant).name,
            submitted_at=row.submitted_at,
            decided_at=row.decided_at,
        )
        for row in rows
    ]
    return pagination.page(lines, question.limit, lambda line: (line.submitted_at, line.id))


async def access_request_of(question: AccessRequestOf, _: Actor, connection: AsyncConnection) -> AccessRequestView:
    found = select(access_requests).where(access_requests.c.id == question.request_id)
    row = (await connection.execute(found)).one_or_none()
    if row is None:
        raise AccessRequestNotFound
    view = AccessRequestView.of(access_request_from(row))
    return msgspec.structs.replace(
        view,
        proposed_slug=await free_slug(view.facts, view.submitted_at, view.id, connection),
        place=await _place(view.facts, connection),
        lookalikes=await _lookalikes(view.facts, connection),
    )


async def _place(facts: Facts, connection: AsyncConnection) -> Place | None:
    if not (facts.insee_code or facts.siren):
        return None
    named = places.c.code == facts.insee_code if facts.insee_code else places.c.siren == facts.siren
    row = (await connection.execute(select(places).where(named))).first()
    return place_from(row) if row else None


async def _lookalikes(facts: Facts, connection: AsyncConnection) -> list[Lookalike]:
    same_name = func.lower(organisations.c.name) == facts.name.lower()
    same_town = organisations.c.insee_code == facts.insee_code if facts.insee_code else same_name
    rows = await connection.execute(select(organisations).where(same_name | same_town).limit(10))
    return [Lookalike(id=row.id, name=row.name, kind=row.kind, slug=row.slug) for row in rows]
