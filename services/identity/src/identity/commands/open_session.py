"""Open a session for somebody whose password was right."""

from uuid import UUID

import msgspec

from chassis.ids import new_id
from identity.domain import throttling
from identity.domain.accounts import WrongCredentials
from identity.domain.sessions import PASSWORD, SECOND_FACTOR, Session, SessionSecret
from identity.storage.retention import forget_what_is_over
from identity.storage.work import IdentityWork


class OpenSession(msgspec.Struct, frozen=True, kw_only=True):
    """`password_hash` is the one that was verified; `run` the count of attempts that ends with this success."""

    account_id: UUID
    password_hash: str
    run: str
    device: str = ""
    device_label: str = ""
    address: str = ""
    code: str | None = None
    """What the second step proved with; None before it was asked."""
    key: bytes = b""


class OpenedSession(msgspec.Struct, frozen=True, kw_only=True):
    """Without a secret the session waits for the second step; `wrong_code`: it was tried in vain."""

    secret: str
    session_id: UUID | None
    account_id: UUID
    wrong_code: bool = False


async def open_session(command: OpenSession, uow: IdentityWork) -> OpenedSession:
    account = await uow.accounts.get(command.account_id)
    if account.password_hash != command.password_hash:
        raise WrongCredentials
    account.must_be_able_to_sign_in(at=uow.now)
    factor, acr = await uow.second_factors.of(account.id), PASSWORD
    if factor is not None and factor.is_on:
        waiting = OpenedSession(secret="", session_id=None, account_id=account.id)
        if command.code is None:
            return waiting
        if not factor.takes(command.code, command.key, at=uow.now):
            return msgspec.structs.replace(waiting, wrong_code=True)
        acr = SECOND_FACTOR
    account.sign_in(at=uow.now)
    secret = SessionSecret.new(uow.actor.tenant)
    session = uow.sessions.add(
        Session.open(new_id(), account.id, account.kind, secret, device=command.device_label, at=uow.now, acr=acr)
    )
    await uow.throttles.clear(command.run)
    await uow.throttles.refund(throttling.address_key("sign-in", command.address))
    if command.device:
        await uow.sessions.remember_device(account.id, command.device)
    await forget_what_is_over(uow)
    uow.note("identity.session.opened", session.id, concerns=account.id)
    return OpenedSession(secret=str(secret), session_id=session.id, account_id=account.id)
