"""Count an attempt to sign in before it is made, so that a hundred at once are a hundred."""

from uuid import UUID

import msgspec

from contracts.identity import SignInThrottled
from identity.commands.count_failure import is_stuffed
from identity.domain import throttling
from identity.storage.work import IdentityWork


class AdmitAttempt(msgspec.Struct, frozen=True, kw_only=True):
    """`device` is a browser's long-lived secret, `address` where the request came from; both may be unknown."""

    login: str
    device: str = ""
    address: str = ""
    checked: bool = False
    """The check against robots was passed."""


class Admission(msgspec.Struct, frozen=True, kw_only=True):
    """`delay` is how long to wait before looking at the password; `retry_after` > 0 refuses the attempt."""

    account_id: UUID | None
    password_hash: str | None
    run: str
    delay: float = 0.0
    retry_after: int = 0
    robot_check: bool = False
    """Refused until the check against robots was passed."""


async def admit_attempt(command: AdmitAttempt, uow: IdentityWork) -> Admission:
    """Refuses by its answer: raising would roll the count back."""
    meant = await uow.accounts.by_login(command.login)
    account = await uow.accounts.get(meant[0]) if len(meant) == 1 else None
    account_id = account.id if account else None
    run = throttling.account_key(account_id, command.login)
    known_device = bool(account and command.device and await uow.sessions.knows_device(account.id, command.device))
    if account and known_device:
        run = throttling.device_key(account.id, command.device)
    admission = Admission(account_id=account_id, password_hash=account and account.password_hash, run=run)
    # Before anything is counted: from there on attempts queue for each other's rows.
    if not (known_device or command.checked) and await is_stuffed(uow):
        return msgspec.structs.replace(admission, robot_check=True)
    from_address = throttling.address_key("sign-in", command.address)
    if not await uow.throttles.within(from_address, throttling.SIGN_INS_PER_ADDRESS):
        return msgspec.structs.replace(admission, retry_after=int(throttling.PAUSE.total_seconds()))
    number, retry_after = await uow.throttles.charge_run(run, throttling.PAUSE, refused_from=throttling.REFUSED_FROM)
    if number == throttling.REFUSED_FROM and account_id:
        uow.record(SignInThrottled(account_id=account_id), concerns=account_id)
    return msgspec.structs.replace(admission, delay=throttling.delay_before(number), retry_after=retry_after)
