"""Send a member's activation link again: the older ones die."""

from uuid import UUID

import msgspec

from identity.commands.change_member import member
from identity.commands.register_citizen import send_activation_link
from identity.domain.accounts import AccountAlreadyActive
from identity.storage.work import IdentityWork


class SendLinkAgain(msgspec.Struct, frozen=True):
    account_id: UUID


async def send_link_again(command: SendLinkAgain, uow: IdentityWork) -> None:
    account = await member(command.account_id, uow)
    if not account.is_pending:
        raise AccountAlreadyActive
    await send_activation_link(account, uow)
