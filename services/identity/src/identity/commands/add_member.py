"""Open an account for somebody who works for the organisation (ID-05, ID-06)."""

from math import inf

import msgspec
from sqlalchemy import func, select

from chassis.ids import new_id
from chassis.refusals import Fault, Invalid
from identity.commands.change_permission import ChangePermission, grant_permission
from identity.commands.register_citizen import send_activation_link
from identity.domain.accounts import Account, AccountKind
from identity.domain.identifiers import proposed
from identity.domain.members import MANAGE, Membership, membership_faults, must_be_administrator
from identity.domain.persons import Address, tidy
from identity.storage.tables import accounts
from identity.storage.work import IdentityWork


class AddMember(msgspec.Struct, frozen=True, kw_only=True):
    membership: Membership
    locale: str = "fr"


async def add_member(command: AddMember, uow: IdentityWork) -> Account:
    """The person gets an activation link: who adds them never knows a password."""
    said = command.membership
    if said.may_manage:
        must_be_administrator(uow.actor)
    if faults := membership_faults(said):
        raise Invalid(faults=faults)
    await _one_at_a_time(uow)
    identity, address, reach = tidy(said.identity, Address(), said.reach)
    await must_be_a_new_address(reach.email, uow)
    await must_have_room(uow)
    account = uow.accounts.add(
        Account(
            id=new_id(),
            kind=AccountKind.MEMBER,
            identifier=await uow.accounts.free(proposed(identity.given_name, identity.family_name)),
            identity=identity,
            address=address,
            reach=reach,
            created_at=uow.now,
            locale=command.locale,
        )
    )
    uow.record(
        account.place(
            function=said.function.strip(),
            department=said.department.strip(),
            interests=said.interests,
            newsletter=said.newsletter,
        ),
        concerns=account.id,
    )
    await send_activation_link(account, uow)
    # Permissions hang on the account's row: it has to be there first.
    await uow.accounts.save_changes()
    if said.may_manage:
        await grant_permission(ChangePermission(account_id=account.id, permission=MANAGE), uow)
    return account


async def must_be_a_new_address(email: str, uow: IdentityWork) -> None:
    """Said openly: who keeps the list sees all of it anyway."""
    if await uow.accounts.by_email(email, AccountKind.MEMBER) is not None:
        raise Invalid(faults=[Fault("/reach/email", "Un membre a déjà cette adresse électronique.", "taken")])


async def must_have_room(uow: IdentityWork) -> None:
    """Asked inside the queue: two that arrive together do not both get the last place (ID-24)."""
    subscription = await uow.organisations.subscription_of(uow.actor.tenant)
    if subscription.offer.members is not None:
        subscription.must_have_room(await _members(uow))


async def room_left(uow: IdentityWork) -> float:
    """How many accounts more the plan allows; infinity where it does not count them."""
    most = (await uow.organisations.subscription_of(uow.actor.tenant)).offer.members
    return inf if most is None else most - await _members(uow)


async def _members(uow: IdentityWork) -> int:
    members = select(func.count()).select_from(accounts).where(accounts.c.kind == str(AccountKind.MEMBER))
    return await uow.connection.scalar(members) or 0


async def _one_at_a_time(uow: IdentityWork) -> None:
    """In one queue with registrations: identifiers of citizens and members are drawn from one hat."""
    turn = func.pg_advisory_xact_lock(func.hashtext("register"), func.hashtext(str(uow.actor.tenant)))
    _ = await uow.connection.execute(select(turn))
