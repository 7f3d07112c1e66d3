"""What an organisation subscribes to: its administrator chooses within the plan, the operator chooses the plan (ID-10, ID-24)."""

from uuid import UUID

import msgspec

from identity.commands.open_guichet import must_be_operator
from identity.domain.organisations import Organisation
from identity.storage.work import IdentityWork


class ChooseService(msgspec.Struct, frozen=True, kw_only=True):
    """Subscribe the actor's organisation to an e-service of its plan, or end that."""

    e_service: str


class WishPlan(msgspec.Struct, frozen=True, kw_only=True):
    plan: str


class ChangePlan(msgspec.Struct, frozen=True, kw_only=True):
    """Run in the organisation's own tenant, by the operator's member."""

    organisation_id: UUID
    plan: str


async def subscribe(command: ChooseService, uow: IdentityWork) -> Organisation:
    """Subscribing twice is no failure."""
    organisation = await uow.organisations.get(uow.actor.tenant)
    uow.record(organisation.subscribe(organisation.subscription.with_service(command.e_service)))
    return organisation


async def unsubscribe(command: ChooseService, uow: IdentityWork) -> Organisation:
    """Permissions stay granted and sleep: subscribing again wakes them."""
    organisation = await uow.organisations.get(uow.actor.tenant)
    uow.record(organisation.subscribe(organisation.subscription.without_service(command.e_service)))
    return organisation


async def wish_plan(command: WishPlan, uow: IdentityWork) -> Organisation:
    """Noted for the operator; nothing opens or closes yet."""
    organisation = await uow.organisations.get(uow.actor.tenant)
    organisation.subscription = organisation.subscription.wishing(command.plan)
    uow.note("identity.organisation.plan_wished", organisation.id)
    return organisation


async def change_plan(command: ChangePlan, uow: IdentityWork) -> Organisation:
    """Members beyond a smaller plan's number keep their accounts: only the next one is refused."""
    await must_be_operator(uow)
    organisation = await uow.organisations.get(command.organisation_id)
    uow.record(organisation.subscribe(organisation.subscription.on(command.plan)))
    return organisation
