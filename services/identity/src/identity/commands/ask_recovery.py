"""« J'ai oublié »: note what was typed, and look it up a moment later (ID-18, A9).

The request does the same few things whether an account exists or not, so neither its answer nor its duration tells.
"""

from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy import delete

from chassis.ids import new_id
from chassis.subscriptions import Timer
from identity.commands.register_citizen import send_activation_link
from identity.domain import throttling
from identity.domain.accounts import Account
from identity.domain.identifiers import normal
from identity.domain.links import Purpose
from identity.storage.tables import recovery_requests
from identity.storage.work import IdentityWork


class Forgotten(StrEnum):
    IDENTIFIER = "identifier"
    PASSWORD = "password"  # noqa: S105
    ACTIVATION = "activation"


class AskRecovery(msgspec.Struct, frozen=True, kw_only=True):
    """`login` is an address, or an identifier."""

    forgotten: Forgotten
    login: str


class Recover(msgspec.Struct, frozen=True):
    request_id: UUID


async def ask_recovery(command: AskRecovery, uow: IdentityWork) -> None:
    request_id = new_id()
    row = {"id": request_id, "purpose": str(command.forgotten), "login": normal(command.login)[:254], "at": uow.now}
    await uow.insert(recovery_requests, row)
    await uow.schedule("recover", request_id, due_at=uow.now)


async def recover(command: Recover, uow: IdentityWork) -> None:
    taken = delete(recovery_requests).where(recovery_requests.c.id == command.request_id).returning(recovery_requests)
    row = (await uow.connection.execute(taken)).one_or_none()
    if row is None:
        return
    for account_id in await uow.accounts.by_login(row.login):
        await _write(await uow.accounts.get(account_id), Forgotten(row.purpose), uow)


async def _write(account: Account, forgotten: Forgotten, uow: IdentityWork) -> None:
    """An account that waits for its first link, or came to its end unused, gets an activation link, whatever was
    forgotten."""
    if account.may_be_sent_activation:
        await send_activation_link(account, uow)
        return
    key = throttling.recipient_key(f"forgotten {forgotten}", account.reach.email)
    if not account.is_active or not await uow.throttles.within(key, throttling.MAILS_PER_RECIPIENT):
        return
    if forgotten is Forgotten.PASSWORD:
        link = await uow.links.issue(Purpose.RESET, account.id)
        uow.record(account.ask_for_reset(link), concerns=account.id)
    elif forgotten is Forgotten.IDENTIFIER:
        uow.record(account.ask_for_reminder(), concerns=account.id)
    else:
        uow.record(account.repeat_registration(), concerns=account.id)


TIMERS = (Timer("recover", Recover, recover),)
