"""What organisations say of themselves."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from identity.domain.accessibility_statements import AccessibilityStatement
from identity.domain.organisations import (
    DataProtection,
    Guichet,
    OpeningHours,
    Organisation,
    OrganisationNotFound,
    UsefulLink,
)
from identity.domain.standing import OrganisationStatus, Standing
from identity.storage.organisations import organisation_from
from identity.storage.tables import organisations


class OrganisationView(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    slug: str
    name: str
    kind: str
    status: str
    guichet_active: bool
    is_support_portal: bool
    title: str
    colour: str
    phone: str
    email: str
    address: str
    opening_hours: tuple[OpeningHours, ...]
    links: tuple[UsefulLink, ...]
    rgpd: DataProtection
    accessibility: AccessibilityStatement
    functions: tuple[str, ...]
    logo: str
    banner: str
    version: int

    @classmethod
    def of(cls, organisation: Organisation) -> "OrganisationView":
        o, guichet = organisation, organisation.guichet
        said = {name: getattr(guichet, name) for name in Guichet.__struct_fields__}
        return cls(
            id=o.id,
            slug=o.slug,
            kind=o.kind,
            status=str(o.status),
            guichet_active=o.guichet_active,
            is_support_portal=o.is_support_portal,
            functions=o.subscription.functions,
            logo=o.logo,
            banner=o.banner,
            version=o.version,
            **said,
        )


class GuichetDraft(msgspec.Struct, frozen=True, kw_only=True):
    """The settings as they are saved, published or not."""

    guichet: Guichet
    is_draft: bool
    template: str
    insee_code: str
    version: int

    @classmethod
    def of(cls, organisation: Organisation) -> "GuichetDraft":
        return cls(
            guichet=organisation.saved,
            is_draft=organisation.draft is not None,
            template=organisation.template,
            insee_code=organisation.registers.insee_code,
            version=organisation.version,
        )


class BySlug(msgspec.Struct, frozen=True):
    """`even_closed`: one that is closed for good too, which to everybody else does not exist any more."""

    slug: str
    even_closed: bool = False


class ById(msgspec.Struct, frozen=True):
    organisation_id: UUID
    even_closed: bool = False


async def organisation_by_slug(question: BySlug, _: Actor, connection: AsyncConnection) -> OrganisationView:
    found = select(organisations).where(organisations.c.slug == question.slug)
    return _shown(await connection.execute(found), even_closed=question.even_closed)


async def organisation_by_id(question: ById, _: Actor, connection: AsyncConnection) -> OrganisationView:
    found = select(organisations).where(organisations.c.id == question.organisation_id)
    return _shown(await connection.execute(found), even_closed=question.even_closed)


async def standing_of(question: ById, _: Actor, connection: AsyncConnection) -> Standing:
    """For the operator, and for who is written to."""
    o = organisations.c
    found = select(o.status_reason, o.status_since).where(o.id == question.organisation_id)
    row = (await connection.execute(found)).one_or_none()
    if row is None:
        raise OrganisationNotFound
    return Standing(reason=row.status_reason, since=row.status_since)


async def saved_guichet(question: ById, _: Actor, connection: AsyncConnection) -> GuichetDraft:
    return GuichetDraft.of(await _organisation(question, connection))


async def previewed_organisation(question: ById, _: Actor, connection: AsyncConnection) -> OrganisationView:
    """As its pages would be once the draft is published."""
    organisation = await _organisation(question, connection)
    organisation.guichet = organisation.saved
    return OrganisationView.of(organisation)


async def _organisation(question: ById, connection: AsyncConnection) -> Organisation:
    found = select(organisations).where(organisations.c.id == question.organisation_id)
    row = (await connection.execute(found)).one_or_none()
    if row is None or row.status == OrganisationStatus.CLOSED:
        raise OrganisationNotFound
    return organisation_from(row)


def _shown(rows: Any, *, even_closed: bool) -> OrganisationView:
    row: Row[Any] | None = rows.one_or_none()
    if row is None or (row.status == OrganisationStatus.CLOSED and not even_closed):
        raise OrganisationNotFound
    return OrganisationView.of(organisation_from(row))
