"""The assistant of the first sign-in: who one is in the organisation, then what one wants to hear of (ID-04)."""

from uuid import UUID

import msgspec

from chassis.refusals import Invalid
from identity.commands.change_member import member
from identity.domain.accounts import Account
from identity.domain.members import interest_faults, position_faults
from identity.storage.work import IdentityWork


class ChangePosition(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    function: str
    department: str


class ChooseInterests(msgspec.Struct, frozen=True, kw_only=True):
    """The second step, and the end of the assistant."""

    account_id: UUID
    interests: tuple[str, ...]
    newsletter: bool


async def change_position(command: ChangePosition, uow: IdentityWork) -> Account:
    account = await member(command.account_id, uow)
    if faults := position_faults(command.function, command.department):
        raise Invalid(faults=faults)
    event = account.place(
        function=command.function.strip(),
        department=command.department.strip(),
        interests=account.interests,
        newsletter=account.newsletter,
    )
    uow.record(event, concerns=account.id)
    return account


async def choose_interests(command: ChooseInterests, uow: IdentityWork) -> Account:
    account = await member(command.account_id, uow)
    if faults := interest_faults(command.interests):
        raise Invalid(faults=faults)
    event = account.place(
        function=account.function,
        department=account.department,
        interests=command.interests,
        newsletter=command.newsletter,
    )
    uow.record(event, concerns=account.id)
    account.finish_set_up(at=uow.now)
    return account
