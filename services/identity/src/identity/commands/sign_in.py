"""Sign in: two short commands with the slow hashing between them, outside of any transaction."""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.refusals import Fault, Invalid, TooMany
from identity.commands.admit_attempt import AdmitAttempt, admit_attempt
from identity.commands.open_session import OpenedSession, OpenSession, open_session
from identity.domain.accounts import WrongCredentials
from identity.domain.identifiers import normal
from identity.domain.passwords import LONGEST, is_too_long
from identity.storage.hashing import Hasher
from identity.storage.work import IdentityWork

LABEL = 120


class TooManyAttempts(TooMany):
    """Trop de tentatives. Réessayez dans 15 minutes."""


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    login: str
    password: str
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
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._commands = commands
        self._hasher = hasher
        self._pause = pause

    async def sign_in(self, attempt: SignIn, *, actor: Actor) -> OpenedSession:
        """Raises `WrongCredentials`, the same and as late for an unknown identifier, or `TooManyAttempts`."""
        if is_too_long(attempt.password):
            raise Invalid(faults=[Fault("/password", f"{LONGEST} caractères au plus.", "too_long")])
        ask = AdmitAttempt(login=normal(attempt.login)[:254], device=attempt.device, address=attempt.address)
        admission = await self._commands.run(admit_attempt, ask, actor=actor)
        if admission.retry_after:
            raise TooManyAttempts(retry_after=admission.retry_after)
        if admission.delay:
            await self._pause(admission.delay)
        right = await self._hasher.verify(admission.password_hash, attempt.password)
        if not right or admission.account_id is None or admission.password_hash is None:
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
