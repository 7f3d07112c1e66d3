"""What an organisation's subscription opens, and how much of it is used."""

from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.plans import E_SERVICES, FUNCTIONS, EService, Function
from identity.domain.accounts import AccountKind
from identity.domain.organisations import OrganisationNotFound
from identity.domain.subscriptions import Subscription
from identity.storage.organisations import subscription_from
from identity.storage.tables import accounts, organisations


class SubscriptionOf(msgspec.Struct, frozen=True):
    organisation_id: UUID


class ServiceLine(msgspec.Struct, frozen=True, kw_only=True):
    """`offered`: the plan has it. `subscribed`: the organisation wants it too."""

    key: str
    label: str
    purpose: str
    icon: str
    offered: bool
    subscribed: bool


class SubscriptionView(msgspec.Struct, frozen=True, kw_only=True):
    """`most_members` is null where the plan does not count them."""

    plan: str
    label: str
    purpose: str
    wished: str
    members: int
    most_members: int | None
    services: list[ServiceLine]
    functions: list[ServiceLine]


async def subscription_of(question: SubscriptionOf, _: Actor, connection: AsyncConnection) -> SubscriptionView:
    """Asked in the organisation's own tenant: its accounts are counted there."""
    found = select(organisations).where(organisations.c.id == question.organisation_id)
    row = (await connection.execute(found)).one_or_none()
    if row is None:
        raise OrganisationNotFound
    held = subscription_from(row)
    members = select(func.count()).select_from(accounts).where(accounts.c.kind == str(AccountKind.MEMBER))
    return SubscriptionView(
        plan=held.plan,
        label=held.offer.label,
        purpose=held.offer.purpose,
        wished=held.wished,
        members=await connection.scalar(members) or 0,
        most_members=held.offer.members,
        services=[_line(each, held) for each in E_SERVICES],
        functions=[_line(each, held) for each in FUNCTIONS],
    )


def _line(each: EService | Function, held: Subscription) -> ServiceLine:
    offered = each.key in held.offer.offered
    return ServiceLine(
        key=each.key,
        label=each.label,
        purpose=each.purpose,
        icon=each.icon,
        offered=offered,
        subscribed=offered and each.key not in held.declined,
    )
