"""« Membres de votre collectivité », and what each may do."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.interests import INTERESTS
from contracts.permissions import CATALOGUE
from identity.domain.accounts import AccountKind, AccountNotFound, AccountStatus
from identity.domain.members import DEFAULT_FUNCTIONS, MANAGE
from identity.domain.subscriptions import Subscription
from identity.storage.grants import is_alive_grant
from identity.storage.organisations import subscription_from
from identity.storage.tables import accounts, organisations, permission_grants

MOST = 1_000
ACTIVE = str(AccountStatus.ACTIVE)


class ListMembers(msgspec.Struct, frozen=True):
    """All of them: an organisation has some dozens."""


class MemberLine(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    identifier: str
    civility: str
    given_name: str
    family_name: str
    function: str
    department: str
    email: str
    phone: str
    mobile: str
    interests: tuple[str, ...]
    newsletter: bool
    status: str
    deactivation: str | None
    last_sign_in_at: datetime | None
    version: int
    may_manage: bool = False


class PermissionsOf(msgspec.Struct, frozen=True):
    account_id: UUID


class PermissionLine(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    e_service: str
    label: str
    granted: bool
    alive: bool = False
    """Granted, along a live path."""
    opened: bool = True
    """The organisation's subscription has it."""


class MemberView(msgspec.Struct, frozen=True, kw_only=True):
    member: MemberLine
    permissions: list[PermissionLine]


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What stands out above the list: default functions that nobody holds, functions whose holders all receive no letter,
    interests that nobody receives news of."""

    vacant: tuple[str, ...]
    silent: tuple[str, ...]
    uncovered: tuple[str, ...]


def frame_of(members: Sequence[MemberLine]) -> Frame:
    held = {member.function.casefold(): member.function for member in members if member.function}
    readers = [member for member in members if member.status == ACTIVE and member.newsletter and member.interests]
    reached = {member.function.casefold() for member in readers}
    heard = {key for member in readers for key in member.interests}
    return Frame(
        vacant=tuple(function for function in DEFAULT_FUNCTIONS if function.casefold() not in held),
        silent=tuple(function for folded, function in sorted(held.items()) if folded not in reached),
        uncovered=tuple(interest.label for interest in INTERESTS if interest.key not in heard),
    )


async def list_members(_: ListMembers, __: Actor, connection: AsyncConnection) -> list[MemberLine]:
    members = select(accounts, _may_manage()).where(accounts.c.kind == str(AccountKind.MEMBER))
    rows = await connection.execute(members.order_by(accounts.c.family_name, accounts.c.id).limit(MOST))
    return [_line(row) for row in rows]


async def member_with_permissions(question: PermissionsOf, actor: Actor, connection: AsyncConnection) -> MemberView:
    found = select(accounts, _may_manage()).where(
        accounts.c.id == question.account_id, accounts.c.kind == str(AccountKind.MEMBER)
    )
    row = (await connection.execute(found)).one_or_none()
    if row is None:
        raise AccountNotFound
    held = select(permission_grants.c.permission, is_alive_grant().label("alive"))
    rows = await connection.execute(held.where(permission_grants.c.account_id == question.account_id))
    granted = {row.permission: bool(row.alive) for row in rows}
    wanted = (
        organisations.c.is_support_portal,
        *(organisations.c[name] for name in ("plan", "declined", "wished_plan")),
    )
    row_of = (await connection.execute(select(*wanted).where(organisations.c.id == actor.tenant))).first()
    is_operator = row_of is not None and bool(row_of.is_support_portal)
    subscription = subscription_from(row_of) if row_of is not None and not is_operator else Subscription()
    lines = [
        PermissionLine(
            name=p.name,
            e_service=p.e_service,
            label=p.label,
            granted=p.name in granted,
            alive=granted.get(p.name, False) and subscription.opens(p),
            opened=subscription.opens(p),
        )
        for p in CATALOGUE
        if is_operator or not p.platform
    ]
    return MemberView(member=_line(row), permissions=lines)


def _may_manage() -> Any:
    held = exists().where(permission_grants.c.account_id == accounts.c.id, permission_grants.c.permission == MANAGE)
    return held.label("may_manage")


def _line(row: object) -> MemberLine:
    return MemberLine(
        **{name: getattr(row, "id" if name == "account_id" else name) for name in MemberLine.__struct_fields__}
    )
