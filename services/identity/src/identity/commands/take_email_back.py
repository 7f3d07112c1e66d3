"""Take an account back from the address that somebody changed (A44): what a thief brought along goes with them."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from identity.commands.change_email import move_to
from identity.commands.end_sessions import EndSessions, end_sessions
from identity.domain.accounts import Account
from identity.domain.links import Purpose
from identity.storage.work import IdentityWork

# Whoever takes an account over may put a key of their own in place before they change the address. What is older stays:
# whoever reads an old mailbox alone must not get past its owner's own second step.
DOUBTFUL = timedelta(days=7)


class TakeEmailBack(msgspec.Struct, frozen=True):
    link_id: UUID


class TakenBack(msgspec.Struct, frozen=True, kw_only=True):
    """How many ways in, put in place shortly before the change or since, were taken away, and how many older ones stay.
    `codes`: what stays has no recovery codes any more, since whoever was there made them."""

    passkeys: int = 0
    passkeys_kept: int = 0
    application: bool = False
    codes: bool = False
    identities: int = 0


async def take_email_back(command: TakeEmailBack, uow: IdentityWork) -> TakenBack:
    """It was somebody else's doing, who knew the password: everybody is out, the password opens nothing any more, and a
    link to choose another goes to the address that was taken back."""
    link = await uow.links.get(command.link_id)
    link.use(at=uow.now)
    account = await uow.accounts.get(link.account_id)
    account.must_be_able_to_sign_in(at=uow.now)
    await move_to(account, link.email or "", uow)
    for purpose in (Purpose.EMAIL, Purpose.EMAIL_BACK):
        await uow.links.end(purpose, account.id)
    account.password_hash = None
    _ = await end_sessions(EndSessions(account_id=account.id), uow)
    await uow.sessions.forget_devices(account.id)
    removed = await _close(account, link.created_at - DOUBTFUL, uow)
    reset = await uow.links.issue(Purpose.RESET, account.id)
    uow.record(account.ask_for_reset(reset), concerns=account.id)
    return removed


async def _close(account: Account, since: datetime, uow: IdentityWork) -> TakenBack:
    """The ways in that came since. Each is told to the owner, as whenever one is taken away."""
    doubtful = await uow.passkeys.added_since(since, account.id)
    for passkey in doubtful:
        uow.record(passkey.removed(), concerns=account.id)
        await uow.passkeys.remove(passkey)
    identities = await uow.federated_identities.linked_since(since, account.id)
    for identity in identities:
        uow.record(identity.unlinked(), concerns=account.id)
        await uow.federated_identities.remove(identity)
    kept = await uow.passkeys.number_of(account.id)
    application, codes = await _close_second_factor(account, since, uow, has_passkey=kept > 0)
    return TakenBack(
        passkeys=len(doubtful),
        passkeys_kept=kept,
        application=application,
        codes=codes,
        identities=len(identities),
    )


async def _close_second_factor(
    account: Account, since: datetime, uow: IdentityWork, *, has_passkey: bool
) -> tuple[bool, bool]:
    """Whether an application was taken away, and whether what stays lost its recovery codes."""
    factor = await uow.second_factors.of(account.id)
    if factor is None:
        return False, False
    doubtful = factor.came_since(since)
    if doubtful.application:
        uow.record(factor.off(), concerns=account.id)
    if doubtful.codes:
        factor.void_codes()
    if factor.is_on or has_passkey:
        return doubtful.application, doubtful.codes
    # Nothing is left to recover.
    await uow.second_factors.remove(factor)
    return doubtful.application, False
