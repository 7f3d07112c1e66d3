"""Access requests, kept."""

from typing import Any

import msgspec
from sqlalchemy import Row, func, select

from chassis.repository import Repository
from identity.domain.access_requests import (
    AccessRequest,
    AccessRequestNotFound,
    Applicant,
    Coordinates,
    Facts,
    RequestStatus,
)
from identity.storage.tables import access_requests


class AccessRequests(Repository[AccessRequest]):
    table = access_requests
    missing = AccessRequestNotFound

    def load(self, row: Row[Any]) -> AccessRequest:
        return access_request_from(row)

    def dump(self, aggregate: AccessRequest) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "status": str(a.status),
            **msgspec.to_builtins(a.facts),
            "coordinates": msgspec.to_builtins(a.coordinates),
            "applicant": msgspec.to_builtins(a.applicant),
            "access_key": a.facts.access_key,
            "locale": a.locale,
            "submitted_at": a.submitted_at,
            "decided_at": a.decided_at,
            "decided_by": a.decided_by,
            "reason": a.reason,
            "slug": a.slug,
            "organisation_id": a.organisation_id,
        }

    async def open_for(self, access_key: str) -> AccessRequest | None:
        table = access_requests
        return await self.find(table.c.access_key == access_key, table.c.status == str(RequestStatus.SUBMITTED))

    async def has_promised(self, slug: str) -> bool:
        """Whether an accepted organisation will have it, though it is not founded yet. Two who accept at once do it one after the
        other from here on."""
        turn = func.pg_advisory_xact_lock(func.hashtext("slug"), func.hashtext(slug))
        await self.uow.connection.execute(select(turn))
        accepted = access_requests.c.status == str(RequestStatus.ACCEPTED)
        found = select(access_requests.c.id).where(accepted, access_requests.c.slug == slug).limit(1)
        return await self.uow.connection.scalar(found) is not None


def access_request_from(row: Any) -> AccessRequest:
    return AccessRequest(
        id=row.id,
        facts=facts_from(row),
        coordinates=msgspec.convert(row.coordinates, Coordinates),
        applicant=msgspec.convert(row.applicant, Applicant),
        submitted_at=row.submitted_at,
        locale=row.locale,
        status=RequestStatus(row.status),
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        reason=row.reason,
        slug=row.slug,
        organisation_id=row.organisation_id,
        version=row.version,
    )


def facts_from(row: Any) -> Facts:
    return Facts(**{name: getattr(row, name) for name in Facts.__struct_fields__})
