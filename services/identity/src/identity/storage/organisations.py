"""Organisations, kept. The table is the platform's: no row-level security confines it."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, select

from chassis.repository import Repository
from identity.domain.accessibility_statements import AccessibilityStatement
from identity.domain.organisations import Guichet, Organisation, OrganisationNotFound, Registers
from identity.domain.places import searchable
from identity.domain.standing import OrganisationStatus, Standing, must_be_served
from identity.domain.subscriptions import Subscription
from identity.storage.tables import organisations


class Organisations(Repository[Organisation]):
    table = organisations
    missing = OrganisationNotFound

    def load(self, row: Row[Any]) -> Organisation:
        return organisation_from(row)

    def dump(self, aggregate: Organisation) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "slug": a.slug,
            "name": a.guichet.name,
            "search": searchable(a.guichet.name),
            "kind": a.kind,
            "status": str(a.status),
            "status_reason": a.standing.reason,
            "status_since": a.standing.since,
            "guichet_active": a.guichet_active,
            "is_support_portal": a.is_support_portal,
            "guichet": _kept(a.guichet),
            "draft": a.draft and _kept(a.draft),
            "logo": a.logo,
            "banner": a.banner,
            "second_factor_from": a.second_factor_from,
            "assistants_allowed": a.assistants_allowed,
            "plan": a.subscription.plan,
            "declined": list(a.subscription.declined),
            "wished_plan": a.subscription.wished,
            "template": a.template,
            **msgspec.to_builtins(a.registers),
        }

    async def known_by(self, access_key: str) -> bool:
        found = select(organisations.c.id).where(organisations.c.access_key == access_key)
        return await self.uow.connection.scalar(found) is not None

    async def has_slug(self, slug: str) -> bool:
        found = select(organisations.c.id).where(organisations.c.slug == slug)
        return await self.uow.connection.scalar(found) is not None

    async def subscription_of(self, organisation_id: UUID) -> Subscription:
        """Read without locking it. Who is nobody's (a tenant of a test) has the whole."""
        wanted = (organisations.c.plan, organisations.c.declined, organisations.c.wished_plan)
        row = (await self.uow.connection.execute(select(*wanted).where(organisations.c.id == organisation_id))).first()
        return Subscription() if row is None else subscription_from(row)

    async def must_be_served(self, organisation_id: UUID) -> None:
        """Whether anybody may begin a session there, read without locking it. Who is nobody's (a tenant of a test) is."""
        status = select(organisations.c.status).where(organisations.c.id == organisation_id)
        must_be_served(await self.uow.connection.scalar(status) or OrganisationStatus.ACTIVE)

    async def is_support_portal(self, organisation_id: UUID | None) -> bool:
        """Whether it is the operator's own, read without locking it."""
        flag = select(organisations.c.is_support_portal).where(organisations.c.id == organisation_id)
        return bool(await self.uow.connection.scalar(flag))


def _kept(guichet: Guichet) -> dict[str, Any]:
    """Without a statement that nobody wrote: a process of the former release, which does not know it, reads the row."""
    kept = msgspec.to_builtins(guichet)
    if guichet.accessibility == AccessibilityStatement():
        del kept["accessibility"]
    return kept


def organisation_from(row: Any) -> Organisation:
    return Organisation(
        id=row.id,
        slug=row.slug,
        kind=row.kind,
        guichet=msgspec.convert(row.guichet, Guichet),
        draft=msgspec.convert(row.draft, Guichet) if row.draft else None,
        status=OrganisationStatus(row.status),
        standing=Standing(reason=row.status_reason, since=row.status_since),
        guichet_active=row.guichet_active,
        is_support_portal=row.is_support_portal,
        logo=row.logo,
        banner=row.banner,
        registers=Registers(**{name: getattr(row, name) for name in Registers.__struct_fields__}),
        second_factor_from=row.second_factor_from,
        assistants_allowed=row.assistants_allowed,
        subscription=subscription_from(row),
        template=row.template,
        version=row.version,
    )


def subscription_from(row: Any) -> Subscription:
    return Subscription(plan=row.plan, declined=tuple(row.declined), wished=row.wished_plan)
