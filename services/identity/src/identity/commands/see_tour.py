"""A member took a guided tour, or declined it: it is not offered again (GW-08)."""

from uuid import UUID

import msgspec

from identity.commands.change_member import member
from identity.domain.accounts import Account
from identity.storage.work import IdentityWork


class SeeTour(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    tour: str


async def see_tour(command: SeeTour, uow: IdentityWork) -> Account:
    account = await member(command.account_id, uow)
    account.see_tour(command.tour)
    return account
