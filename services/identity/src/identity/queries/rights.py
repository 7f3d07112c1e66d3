"""« Qui peut quoi ? »: every path from the legal representative to a permission, and every change of it (ID-10)."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.permissions import BY_NAME, CATALOGUE
from identity.domain.accounts import AccountKind
from identity.domain.places import searchable
from identity.domain.subscriptions import Subscription
from identity.queries.mandates import MandateOf, MandateView, office
from identity.storage.grants import is_alive_grant
from identity.storage.organisations import subscription_from
from identity.storage.tables import accounts, organisations, permission_grants, rights_history

MOST_LINES = 100
LABELS: dict[str, str] = {permission.name: permission.label for permission in CATALOGUE}


class WhoMayWhat(msgspec.Struct, frozen=True):
    """In the actor's organisation."""


class Right(msgspec.Struct, frozen=True, kw_only=True):
    """`alive` false: granted under a mandate that is over, or closed by the subscription, so it sleeps."""

    permission: str
    label: str
    granted_at: datetime
    granted_by: str
    alive: bool


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    name: str
    function: str
    status: str
    is_administrator: bool
    rights: list[Right]

    def is_meant(self, typed: str, permission: str) -> bool:
        """By each word of the name or of the function, whatever the accents, and by a right that they hold."""
        held = not permission or any(right.permission == permission for right in self.rights)
        about = searchable(f"{self.name} {self.function}")
        return held and all(word in about for word in searchable(typed).split())


class Change(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    what: str
    who: str
    about: str
    label: str
    reason: str


class Rights(msgspec.Struct, frozen=True, kw_only=True):
    administrator: MandateView | None
    holders: list[Holder]
    changes: list[Change]


async def who_may_what(_: WhoMayWhat, actor: Actor, connection: AsyncConnection) -> Rights:
    present = (await office(MandateOf(UUID(int=0)), actor, connection)).present
    members = select(accounts).where(accounts.c.kind == str(AccountKind.MEMBER)).order_by(accounts.c.family_name)
    people = (await connection.execute(members)).all()
    names = {person.id: f"{person.given_name} {person.family_name}".strip() for person in people}
    subscription = await _subscription(actor, connection)
    by_account: dict[UUID, list[Right]] = {}
    for row in await connection.execute(select(permission_grants, is_alive_grant().label("alive"))):
        by_account.setdefault(row.account_id, []).append(_right(row, names, subscription))
    return Rights(
        administrator=present,
        holders=[
            Holder(
                account_id=person.id,
                name=names[person.id],
                function=person.function,
                status=person.status,
                is_administrator=present is not None and present.account_id == person.id,
                rights=sorted(by_account.get(person.id, []), key=lambda right: right.permission),
            )
            for person in people
        ],
        changes=await _changes(names, connection),
    )


async def _changes(names: dict[UUID, str], connection: AsyncConnection) -> list[Change]:
    lines = select(rights_history).order_by(rights_history.c.at.desc(), rights_history.c.id.desc()).limit(MOST_LINES)
    return [
        Change(
            at=row.at,
            what=row.what,
            who=_who(row.actor, names),
            about=names.get(row.account_id, ""),
            label=LABELS.get(str(row.permission), str(row.permission)),
            reason=row.reason,
        )
        for row in await connection.execute(lines)
    ]


async def _subscription(actor: Actor, connection: AsyncConnection) -> Subscription:
    """The operator's own has all."""
    found = select(organisations).where(organisations.c.id == actor.tenant, ~organisations.c.is_support_portal)
    row = (await connection.execute(found)).first()
    return Subscription() if row is None else subscription_from(row)


def _right(row: Any, names: dict[UUID, str], subscription: Subscription) -> Right:
    permission = BY_NAME.get(str(row.permission))
    return Right(
        permission=row.permission,
        label=LABELS.get(str(row.permission), str(row.permission)),
        granted_at=row.granted_at,
        granted_by=_who(row.granted_by, names),
        alive=bool(row.alive) and (permission is None or subscription.opens(permission)),
    )


def _who(actor: str, names: dict[UUID, str]) -> str:
    """The member's name; nothing for the platform itself and for who is a member no longer."""
    kind, _, subject = actor.split(" ", 1)[0].partition(":")
    return names.get(UUID(subject), "") if kind == "member" else ""
