"""Which identities of the State open an account, and whom an agent works for."""

from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from identity.domain.federation import AnotherOrganisation
from identity.domain.standing import OrganisationStatus
from identity.queries.profile import ProfileOf
from identity.storage.tables import federated_identities, organisations


class LinkedIdentity(msgspec.Struct, frozen=True, kw_only=True):
    linked_at: datetime | None
    last_used_at: datetime | None


class OrganisationOf(msgspec.Struct, frozen=True):
    siren: str


async def linked_identities(question: ProfileOf, _: Actor, connection: AsyncConnection) -> dict[str, LinkedIdentity]:
    """By provider."""
    found = select(federated_identities).where(federated_identities.c.account_id == question.account_id)
    rows = await connection.execute(found)
    return {row.provider: LinkedIdentity(linked_at=row.linked_at, last_used_at=row.last_used_at) for row in rows}


async def organisation_of_siren(question: OrganisationOf, _: Actor, connection: AsyncConnection) -> str:
    """Its slug. Raises `AnotherOrganisation` where there is none, or more than one."""
    found = select(organisations.c.slug).where(
        organisations.c.siren == question.siren, organisations.c.status == str(OrganisationStatus.ACTIVE)
    )
    slugs = list((await connection.execute(found.limit(2))).scalars())
    if len(slugs) != 1:
        raise AnotherOrganisation
    return str(slugs[0])
