"""Follow the activation link: keep or change the identifier, choose the password (ID-17)."""

from uuid import UUID

import msgspec

from identity.commands.look_at_account_life import TIMER
from identity.domain.accounts import Account, IdentifierTaken
from identity.domain.identifiers import normal
from identity.storage.work import IdentityWork


class ActivateAccount(msgspec.Struct, frozen=True, kw_only=True):
    link_id: UUID
    identifier: str
    password_hash: str


async def activate_account(command: ActivateAccount, uow: IdentityWork) -> Account:
    link = await uow.links.get(command.link_id)
    link.use(at=uow.now)
    account = await uow.accounts.get(link.account_id)
    identifier = normal(command.identifier)
    if await uow.accounts.is_taken(identifier, but_by=account.id):
        raise IdentifierTaken(await uow.accounts.free_ones(identifier))
    event = account.activate(identifier=identifier, password_hash=command.password_hash, at=uow.now)
    uow.record(event, concerns=account.id)
    await uow.schedule(TIMER, account.id, due_at=uow.now)
    return account
