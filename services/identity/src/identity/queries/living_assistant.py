"""Whose assistant a key is, and what it may do now."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.permissions import BY_NAME
from identity.domain.accounts import AccountKind, AccountStatus
from identity.domain.assistants import AssistantDead, AssistantKey
from identity.domain.permissions import effective
from identity.domain.second_factor_rule import is_due
from identity.domain.standing import OrganisationStatus
from identity.queries.living_session import granted_to, holder_of
from identity.storage.tables import assistants


class WhoseKey(msgspec.Struct, frozen=True):
    key: AssistantKey
    now: datetime


class LivingAssistant(msgspec.Struct, frozen=True, kw_only=True):
    """`permissions` are the member's own of this moment; each service is told those that are its."""

    assistant_id: UUID
    name: str
    services: tuple[str, ...]
    proposes: bool
    last_used_at: datetime | None
    account_id: UUID
    acr: int
    organisation: UUID
    organisation_slug: str
    organisation_name: str
    display_name: str
    locale: str
    department: str
    permissions: frozenset[str]

    def permissions_at(self, service: str) -> tuple[str, ...]:
        return tuple(sorted(name for name in self.permissions if BY_NAME[name].e_service == service))


async def living_assistant(question: WhoseKey, actor: Actor, connection: AsyncConnection) -> LivingAssistant:
    """Raises `AssistantDead` for a key that is unknown, revoked or over, whose member or organisation may not act, or
    which the organisation does not allow."""
    row = (await connection.execute(holder_of(assistants, question.key.hash))).one_or_none()
    if (
        row is None
        or row.revoked_at is not None
        or row.expires_at <= question.now
        or row.account_kind != AccountKind.MEMBER
        or row.account_status != AccountStatus.ACTIVE
        or row.organisation_status != OrganisationStatus.ACTIVE
        or not row.assistants_allowed
        or is_due(row.second_factor_from, row.acr, at=question.now)
    ):
        raise AssistantDead
    return LivingAssistant(
        assistant_id=row.id,
        name=row.name,
        services=tuple(row.services),
        proposes=row.proposes,
        last_used_at=row.last_used_at,
        account_id=row.account_id,
        acr=row.acr,
        organisation=actor.tenant,
        organisation_slug=row.slug,
        organisation_name=row.organisation_name,
        display_name=f"{row.given_name} {row.family_name}".strip(),
        locale=row.locale,
        department=row.department,
        permissions=effective(granted_to(row), at_home=True, is_operator=row.is_support_portal),
    )
