"""Sign in: two short commands with the slow hashing between them, outside of any transaction."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.refusals import Fault, Invalid
from identity.commands.admit_attempt import AdmitAttempt, admit_attempt
from identity.commands.count_failure import CountFailure, count_failure
from identity.commands.count_step_up import CountStepUp, TooManyAttempts, count_step_up
from identity.commands.open_session import OpenedSession, OpenSession, open_session
from identity.domain.accounts import AccountNotFound, WrongCredentials
from identity.domain.identifiers import normal
from identity.domain.passwords import LONGEST, is_too_long
from identity.domain.second_factors import (
    SecondFactorExpired,
    WrongSecondFactor,
    account_of,
    must_hold,
    ticket_for,
)
from identity.storage.hashing import Hasher
from identity.storage.work import IdentityWork

LABEL = 120


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    login: str
    password: str
    device: str = ""
    device_label: str = ""
    address: str = ""
    checked: bool = False


class RobotCheckNeeded(Invalid):
    """Un contrôle de sécurité est nécessaire."""

    def __init__(self) -> None:
        said = "Trop d’essais faux ont lieu en ce moment sur ce site. Passez le contrôle de sécurité, puis recommencez."
        super().__init__(faults=[Fault("/proof", said, "robot")])


class SecondStep(msgspec.Struct, frozen=True, kw_only=True):
    """`ticket` says that the password was right a moment ago."""

    ticket: str
    code: str
    device: str = ""
    device_label: str = ""
    address: str = ""


class Credentials:
    """Checks passwords. `pause` waits the seconds that the throttle asks for."""

    def __init__(
        self,
        commands: Commands[IdentityWork],
        hasher: Hasher,
        *,
        secret: bytes,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._commands = commands
        self._hasher = hasher
        self._secret = secret
        self._pause = pause

    async def sign_in(self, attempt: SignIn, *, actor: Actor) -> OpenedSession:
        """Raises `WrongCredentials`, the same and as late for an unknown identifier, or `TooManyAttempts`."""
        if is_too_long(attempt.password):
            raise Invalid(faults=[Fault("/password", f"{LONGEST} caractères au plus.", "too_long")])
        ask = AdmitAttempt(login=normal(attempt.login)[:254], device=attempt.device, address=attempt.address)
        ask = msgspec.structs.replace(ask, checked=attempt.checked)
        admission = await self._commands.run(admit_attempt, ask, actor=actor)
        if admission.retry_after:
            raise TooManyAttempts(retry_after=admission.retry_after)
        if admission.robot_check:
            raise RobotCheckNeeded
        if admission.delay:
            await self._pause(admission.delay)
        right = await self._hasher.verify(admission.password_hash, attempt.password)
        if not right or admission.account_id is None or admission.password_hash is None:
            await self._commands.run(count_failure, CountFailure(), actor=actor)
            raise WrongCredentials
        opening = OpenSession(
            account_id=admission.account_id,
            password_hash=admission.password_hash,
            run=admission.run,
            device=attempt.device,
            device_label=attempt.device_label[:LABEL],
            address=attempt.address,
        )
        return await self._commands.run(open_session, opening, actor=actor)

    async def second_step(self, step: SecondStep, *, actor: Actor) -> OpenedSession:
        """Raises `SecondFactorExpired` or `WrongSecondFactor`; nine wrong codes in a row make the account pause."""
        account_id = account_of(step.ticket)
        try:
            known = await self._commands.run(known_password, account_id, actor=actor)
        except AccountNotFound as unknown:
            raise SecondFactorExpired from unknown
        must_hold(step.ticket, account_id, known or "", self._secret, at=self._commands.now())
        run = f"second-factor:{account_id}"
        if retry_after := await self._commands.run(count_step_up, CountStepUp(run), actor=actor):
            raise TooManyAttempts(retry_after=retry_after)
        opening = OpenSession(
            account_id=account_id,
            password_hash=known or "",
            run=run,
            device=step.device,
            device_label=step.device_label[:LABEL],
            address=step.address,
            code=step.code,
            key=self._secret,
        )
        opened = await self._commands.run(open_session, opening, actor=actor)
        if opened.wrong_code:
            said = "Ce code n’est pas le bon, ou il a déjà servi."
            raise WrongSecondFactor(faults=[Fault("/code", said, "wrong")])
        return opened

    async def holder(self, ticket: str, *, actor: Actor) -> UUID:
        """Whose password was given a moment ago. Raises `SecondFactorExpired`."""
        account_id = account_of(ticket)
        try:
            known = await self._commands.run(known_password, account_id, actor=actor)
        except AccountNotFound as unknown:
            raise SecondFactorExpired from unknown
        must_hold(ticket, account_id, known or "", self._secret, at=self._commands.now())
        return account_id

    async def ticket(self, account_id: UUID, *, actor: Actor) -> str:
        known = await self._commands.run(known_password, account_id, actor=actor)
        return ticket_for(account_id, known or "", self._secret, at=self._commands.now())


async def known_password(account_id: UUID, uow: IdentityWork) -> str | None:
    """The hash of the account's password: a ticket is bound to it."""
    return (await uow.accounts.get(account_id)).password_hash
