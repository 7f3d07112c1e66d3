"""The person corrects what the organisation knows of them (ID-20)."""

from uuid import UUID

import msgspec

from chassis.policies import must_match
from chassis.refusals import Invalid
from identity.domain.accounts import Account
from identity.domain.persons import (
    Address,
    Identity,
    Reach,
    address_faults,
    identity_faults,
    phone_faults,
    tidy,
)
from identity.storage.work import IdentityWork


class ChangeProfile(msgspec.Struct, frozen=True, kw_only=True):
    """The e-mail address is not among them: changing it needs proof from both addresses."""

    account_id: UUID
    identity: Identity
    address: Address
    phone: str
    mobile: str
    version: int | None = None


async def change_profile(command: ChangeProfile, uow: IdentityWork) -> Account:
    account = await uow.accounts.get(command.account_id)
    must_match(account.version, command.version)
    reach = Reach(email=account.reach.email, phone=command.phone, mobile=command.mobile)
    faults = [
        *identity_faults(command.identity),
        *address_faults(command.address, required=False),
        *phone_faults(command.phone, command.mobile),
    ]
    if faults:
        raise Invalid(faults=faults)
    event = account.describe(*tidy(command.identity, command.address, reach))
    if event is not None:
        uow.record(event, concerns=account.id)
    uow.note("identity.profile.changed", account.id, concerns=account.id)
    return account
