"""Open a session for somebody whose password was right."""

from uuid import UUID

import msgspec

from chassis.ids import new_id
from identity.domain import throttling
from identity.domain.accounts import Account, WrongCredentials
from identity.domain.sessions import PASSWORD, SECOND_FACTOR, Session, SessionSecret
from identity.storage.retention import forget_what_is_over
from identity.storage.work import IdentityWork


class ByDevice(msgspec.Struct, frozen=True, kw_only=True):
    """From where: `device` is a browser's long-lived secret, `device_label` what the list of sessions shows of it."""

    device: str = ""
    device_label: str = ""
    address: str = ""


class OpenSession(ByDevice, frozen=True, kw_only=True):
    """`password_hash` is the one that was verified; `run` the count of attempts that ends with this success."""

    account_id: UUID
    password_hash: str
    run: str
    code: str | None = None
    """What the second step proved with; None before it was asked."""
    key: bytes = b""


class OpenedSession(msgspec.Struct, frozen=True, kw_only=True):
    """Without a secret the session waits for the second step, by `application` or `passkey`; `wrong_code`: it was tried
    in vain."""

    secret: str
    session_id: UUID | None
    account_id: UUID
    wrong_code: bool = False
    application: bool = False
    passkey: bool = False


async def open_session(command: OpenSession, uow: IdentityWork) -> OpenedSession:
    account = await uow.accounts.get(command.account_id)
    if account.password_hash != command.password_hash:
        raise WrongCredentials
    account.must_be_able_to_sign_in(at=uow.now)
    factor, acr = await uow.second_factors.of(account.id), PASSWORD
    passkey = bool(await uow.passkeys.number_of(account.id))
    application = factor is not None and factor.is_on
    if application or passkey:
        waiting = OpenedSession(
            secret="", session_id=None, account_id=account.id, application=application, passkey=passkey
        )
        if command.code is None:
            return waiting
        if factor is None or not factor.takes(command.code, command.key, at=uow.now):
            return msgspec.structs.replace(waiting, wrong_code=True)
        acr = SECOND_FACTOR
    await uow.throttles.clear(command.run)
    return await begin_session(account, command, acr, uow)


async def begin_session(account: Account, by: ByDevice, acr: int, uow: IdentityWork) -> OpenedSession:
    """Of somebody who has proved who they are."""
    await uow.organisations.must_be_served(uow.actor.tenant)
    account.sign_in(at=uow.now)
    secret = SessionSecret.new(uow.actor.tenant)
    session = uow.sessions.add(
        Session.open(new_id(), account.id, account.kind, secret, device=by.device_label, at=uow.now, acr=acr)
    )
    await uow.throttles.refund(throttling.address_key("sign-in", by.address))
    if by.device:
        await uow.sessions.remember_device(account.id, by.device)
    await forget_what_is_over(uow)
    uow.note("identity.session.opened", session.id, concerns=account.id)
    return OpenedSession(secret=str(secret), session_id=session.id, account_id=account.id)
