"""« Membres de votre collectivité », and what each may do."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.permissions import CATALOGUE
from identity.domain.accounts import AccountKind, AccountNotFound
from identity.storage.tables import accounts, organisations, permission_grants

MOST = 1_000


class ListMembers(msgspec.Struct, frozen=True):
    """All of them: an organisation has some dozens."""


class MemberLine(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    identifier: str
    given_name: str
    family_name: str
    function: str
    department: str
    email: str
    status: str
    last_sign_in_at: datetime | None


class PermissionsOf(msgspec.Struct, frozen=True):
    account_id: UUID


class PermissionLine(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    e_service: str
    label: str
    granted: bool


class MemberView(msgspec.Struct, frozen=True, kw_only=True):
    member: MemberLine
    permissions: list[PermissionLine]


async def list_members(_: ListMembers, __: Actor, connection: AsyncConnection) -> list[MemberLine]:
    members = select(accounts).where(accounts.c.kind == str(AccountKind.MEMBER))
    rows = await connection.execute(members.order_by(accounts.c.family_name, accounts.c.id).limit(MOST))
    return [_line(row) for row in rows]


async def member_with_permissions(question: PermissionsOf, actor: Actor, connection: AsyncConnection) -> MemberView:
    found = select(accounts).where(accounts.c.id == question.account_id, accounts.c.kind == str(AccountKind.MEMBER))
    row = (await connection.execute(found)).one_or_none()
    if row is None:
        raise AccountNotFound
    held = select(permission_grants.c.permission).where(permission_grants.c.account_id == question.account_id)
    granted = set((await connection.execute(held)).scalars())
    operator = select(organisations.c.is_support_portal).where(organisations.c.id == actor.tenant)
    is_operator = bool(await connection.scalar(operator))
    lines = [
        PermissionLine(name=p.name, e_service=p.e_service, label=p.label, granted=p.name in granted)
        for p in CATALOGUE
        if is_operator or not p.platform
    ]
    return MemberView(member=_line(row), permissions=lines)


def _line(row: object) -> MemberLine:
    return MemberLine(
        **{name: getattr(row, "id" if name == "account_id" else name) for name in MemberLine.__struct_fields__}
    )
