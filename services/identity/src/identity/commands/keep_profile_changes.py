"""Answers of a form go back to the profile, as their author agreed in démarches (DM-06, DM-15)."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from contracts.asks import AskProfileChanges, ProfileChanges
from identity.domain.persons import tidy
from identity.domain.profile_changes import described
from identity.storage.tables import accounts
from identity.storage.work import IdentityWork

AskDemarches = Callable[[AskProfileChanges], Awaitable[ProfileChanges]]


class KeepProfileChanges(msgspec.Struct, frozen=True):
    dossier_id: UUID


class ProfileKeeper:
    """Asks démarches which answers they are when it acts: none of them travels in an event."""

    __name__ = "keep_profile_changes"

    def __init__(self, ask: AskDemarches) -> None:
        self._ask = ask

    async def __call__(self, command: KeepProfileChanges, uow: IdentityWork) -> None:
        told = await self._ask(AskProfileChanges(tenant=uow.actor.tenant, dossier_id=command.dossier_id))
        if told.account_id is None or not told.changes:
            return
        account = await uow.accounts.find(accounts.c.id == told.account_id)
        if account is None:
            return
        identity, address, reach = tidy(*described(account, told.changes))
        if (identity, address, reach) == (account.identity, account.address, account.reach):
            return
        event = account.describe(identity, address, reach)
        if event is not None:
            uow.record(event, concerns=account.id)
        uow.note("identity.profile.changed", account.id, concerns=account.id, purpose="demarches")
