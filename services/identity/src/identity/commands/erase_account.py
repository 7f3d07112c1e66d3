"""Leave: everything that identity holds is erased now, the others answer with theirs, and a certificate says so (ID-26)."""

from uuid import UUID

import msgspec

from chassis.ids import new_id
from chassis.personal_data import lines_about
from contracts.identity import SessionRevoked
from identity.domain.accounts import AccountKind, AccountNotFound
from identity.domain.personal_data import ADDRESS_LIVES, ANSWERS_TAKE, Erasure, must_be_meant
from identity.storage.work import IdentityWork

FORGET_ADDRESS = "erasure_address"
LOOK_AT_ERASURE = "erasure_answers"


class EraseAccount(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    confirmed: bool


class TakeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    service: str
    erased: dict[str, int]
    kept: dict[str, int]


class LookAtErasure(msgspec.Struct, frozen=True):
    erasure_id: UUID


class ForgetAddress(msgspec.Struct, frozen=True):
    erasure_id: UUID


async def erase_account(command: EraseAccount, uow: IdentityWork) -> Erasure:
    """A citizen's alone: a member's account is its organisation's, which removes it."""
    must_be_meant(command.confirmed)
    account = await uow.accounts.get(command.account_id)
    if account.kind is not AccountKind.CITIZEN:
        raise AccountNotFound
    erasure = uow.erasures.add(Erasure(new_id(), account.id, uow.now, account.reach.email, account.locale))
    session_ids = await uow.sessions.ids_of(account.id)
    household = await uow.households.of(account.id)
    for session_id in session_ids:
        uow.record(SessionRevoked(session_id=session_id, account_id=account.id), concerns=account.id)
    erased = {"account": 1, "household": len(household), "sessions": len(session_ids)}
    kept = {"journal": await lines_about(account.id, uow.connection)}
    _ = erasure.take("identity", erased=erased, kept=kept, at=uow.now)
    uow.record(account.erase(), concerns=account.id)
    await uow.accounts.delete(account)
    await uow.schedule(FORGET_ADDRESS, erasure.id, due_at=uow.now + ADDRESS_LIVES)
    await uow.schedule(LOOK_AT_ERASURE, erasure.id, due_at=uow.now + ANSWERS_TAKE)
    return erasure


async def take_answer(command: TakeAnswer, uow: IdentityWork) -> None:
    """Accounts that their organisation removed are forgotten too, without a certificate: nobody waits for one."""
    erasure = await uow.erasures.of_account(command.account_id)
    if erasure is None:
        return
    completed = erasure.take(command.service, erased=command.erased, kept=command.kept, at=uow.now)
    if completed is not None:
        uow.record(completed)


async def look_at_erasure(command: LookAtErasure, uow: IdentityWork) -> None:
    """A service that has not answered is asked again, once a day, until all have."""
    erasure = await uow.erasures.get(command.erasure_id)
    if erasure.is_complete:
        return
    uow.record(erasure.asked_again())
    uow.note("identity.erasure.asked_again", erasure.id)
    await uow.schedule(LOOK_AT_ERASURE, erasure.id, due_at=uow.now + ANSWERS_TAKE)


async def forget_address(command: ForgetAddress, uow: IdentityWork) -> None:
    erasure = await uow.erasures.get(command.erasure_id)
    erasure.forget_address()
