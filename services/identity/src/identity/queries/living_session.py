"""Who is behind a session's secret, and what they may do."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.permissions import BY_NAME as CATALOGUE_BY_NAME
from identity.domain.accounts import AccountKind, AccountStatus
from identity.domain.mandates import ADMINISTRATION, MandateStatus
from identity.domain.sessions import SessionDead, SessionSecret, is_alive
from identity.domain.standing import OrganisationStatus
from identity.storage.grants import is_alive_grant
from identity.storage.organisations import subscription_from
from identity.storage.tables import accounts, assistants, mandates, organisations, permission_grants, sessions


class WhoIs(msgspec.Struct, frozen=True):
    secret: SessionSecret
    now: datetime


class LivingSession(msgspec.Struct, frozen=True, kw_only=True):
    session_id: UUID
    account_id: UUID
    kind: AccountKind
    organisation: UUID
    organisation_slug: str
    organisation_name: str
    organisation_is_operator: bool
    given_name: str
    family_name: str
    locale: str
    department: str
    set_up: bool
    password_hash: str | None
    last_seen_at: datetime
    authenticated_at: datetime
    acr: int
    second_factor_from: datetime | None
    has_assistants: bool
    tours: tuple[str, ...]
    granted: frozenset[str]

    @property
    def display_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


async def living_session(question: WhoIs, actor: Actor, connection: AsyncConnection) -> LivingSession:
    """The session, read in its own organisation. Raises `SessionDead` for whatever may not act any more."""
    connected = exists().where(assistants.c.account_id == sessions.c.account_id).label("has_assistants")
    wanted = holder_of(sessions, question.secret.hash).add_columns(connected)
    row = (await connection.execute(wanted)).one_or_none()
    if row is None or not _may_act(row, question.now):
        raise SessionDead
    return LivingSession(
        session_id=row.id,
        account_id=row.account_id,
        kind=AccountKind(row.kind),
        organisation=actor.tenant,
        organisation_slug=row.slug,
        organisation_name=row.organisation_name,
        organisation_is_operator=row.is_support_portal,
        given_name=row.given_name,
        family_name=row.family_name,
        locale=row.locale,
        department=row.department,
        set_up=row.set_up_at is not None or row.kind == AccountKind.CITIZEN,
        password_hash=row.password_hash,
        last_seen_at=row.last_seen_at,
        authenticated_at=row.authenticated_at,
        acr=row.acr,
        second_factor_from=row.second_factor_from if row.kind == AccountKind.MEMBER else None,
        has_assistants=row.has_assistants,
        tours=tuple(row.tours),
        granted=granted_to(row),
    )


def granted_to(row: Any) -> frozenset[str]:
    """To whoever the row of `holder_of` is about."""
    return _opened(row) | frozenset(ADMINISTRATION if row.administers else ())


def _opened(row: Any) -> frozenset[str]:
    """What was granted, of what the organisation's subscription opens (ID-24)."""
    subscription = subscription_from(row)
    granted = (name for name in row.granted or () if name in CATALOGUE_BY_NAME)
    return frozenset(name for name in granted if row.is_support_portal or subscription.opens(CATALOGUE_BY_NAME[name]))


def holder_of(held: Any, secret_hash: bytes) -> Any:
    """The row of `held` (sessions, assistants) with this secret, its account, its organisation, and what they may."""
    granted = (
        select(func.array_agg(permission_grants.c.permission))
        .where(permission_grants.c.account_id == held.c.account_id, is_alive_grant())
        .scalar_subquery()
    )
    administers = exists().where(
        mandates.c.account_id == held.c.account_id, mandates.c.status == str(MandateStatus.ACTIVE)
    )
    return (
        select(
            held,
            accounts.c.given_name,
            accounts.c.family_name,
            accounts.c.locale,
            accounts.c.department,
            accounts.c.set_up_at,
            accounts.c.tours,
            accounts.c.password_hash,
            accounts.c.kind.label("account_kind"),
            accounts.c.status.label("account_status"),
            organisations.c.slug,
            organisations.c.name.label("organisation_name"),
            organisations.c.status.label("organisation_status"),
            organisations.c.is_support_portal,
            organisations.c.second_factor_from,
            organisations.c.assistants_allowed,
            organisations.c.plan,
            organisations.c.declined,
            organisations.c.wished_plan,
            granted.label("granted"),
            administers.label("administers"),
        )
        .join(accounts, accounts.c.id == held.c.account_id)
        .join(organisations, organisations.c.id == held.c.tenant)
        .where(held.c.secret_hash == secret_hash)
    )


def _may_act(row: Any, now: datetime) -> bool:
    return (
        is_alive(AccountKind(row.kind), row.last_seen_at, row.expires_at, row.revoked_at, at=now)
        and row.account_status == AccountStatus.ACTIVE
        and row.organisation_status == OrganisationStatus.ACTIVE
    )
