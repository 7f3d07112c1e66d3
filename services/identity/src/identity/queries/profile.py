"""What the organisation knows of the person, shown to that person."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from identity.domain.accounts import Account, AccountKind, AccountNotFound
from identity.domain.persons import Address, Identity, Reach
from identity.domain.sessions import is_alive
from identity.storage.accounts import account_from
from identity.storage.tables import accounts, sessions


class ProfileOf(msgspec.Struct, frozen=True):
    account_id: UUID


class ProfileView(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    kind: str
    identifier: str
    identity: Identity
    address: Address
    reach: Reach
    function: str
    department: str
    interests: tuple[str, ...]
    newsletter: bool
    set_up: bool
    locale: str
    created_at: datetime
    last_sign_in_at: datetime | None
    version: int

    @classmethod
    def of(cls, account: Account) -> "ProfileView":
        return cls(
            account_id=account.id,
            kind=str(account.kind),
            identifier=account.identifier,
            identity=account.identity,
            address=account.address,
            reach=account.reach,
            function=account.function,
            department=account.department,
            interests=account.interests,
            newsletter=account.newsletter,
            set_up=account.set_up_at is not None or account.kind is AccountKind.CITIZEN,
            locale=account.locale,
            created_at=account.created_at,
            last_sign_in_at=account.last_sign_in_at,
            version=account.version,
        )


class SessionsOf(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    now: datetime


class SessionLine(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    device: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    current: bool


async def profile_of(question: ProfileOf, _: Actor, connection: AsyncConnection) -> ProfileView:
    return ProfileView.of(await _account(question.account_id, connection))


async def password_of(question: ProfileOf, _: Actor, connection: AsyncConnection) -> str | None:
    """The hash of the account's password."""
    return (await _account(question.account_id, connection)).password_hash


async def sessions_of(question: SessionsOf, actor: Actor, connection: AsyncConnection) -> list[SessionLine]:
    found = select(sessions).where(sessions.c.account_id == question.account_id, sessions.c.revoked_at.is_(None))
    rows = (await connection.execute(found.order_by(sessions.c.last_seen_at.desc()).limit(250))).all()
    return [
        SessionLine(
            id=row.id,
            device=row.device,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            expires_at=row.expires_at,
            current=row.id == actor.session,
        )
        for row in rows
        if is_alive(AccountKind(row.kind), row.last_seen_at, row.expires_at, row.revoked_at, at=question.now)
    ]


async def _account(account_id: UUID, connection: AsyncConnection) -> Account:
    row = (await connection.execute(select(accounts).where(accounts.c.id == account_id))).one_or_none()
    if row is None:
        raise AccountNotFound
    return account_from(row)
