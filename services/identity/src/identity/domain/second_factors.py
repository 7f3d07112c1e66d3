"""A second factor: six digits of an authenticator application, or a recovery code from paper (ID-25, RFC 6238)."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from pyotp.totp import TOTP

from chassis.refusals import Conflict, Invalid, Unauthenticated
from contracts.identity import SecondFactorChanged

STEP = 30
RECOVERY_CODES = 10
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class WrongSecondFactor(Invalid):
    """Ce code n’est pas le bon, ou il a déjà servi."""


class SecondFactorExpired(Unauthenticated):
    """La connexion a trop attendu. Recommencez."""


class SecondFactorAlreadyOn(Conflict):
    """La validation en deux étapes est déjà en place."""


class NoSecondFactor(Conflict):
    """La validation en deux étapes n’est pas en place."""


class Doubtful(NamedTuple):
    """What came since somebody else may have been at it."""

    application: bool
    codes: bool


@dataclass
class SecondFactor:
    """Its secret is computed from its id and the service's own: nothing in the database could make a code.

    `last_step` is the last half-minute whose code was used: none serves twice. `recovery` are SHA-256 of codes left, made
    at `codes_at`.
    """

    id: UUID
    account_id: UUID
    created_at: datetime
    confirmed_at: datetime | None = None
    last_step: int = 0
    recovery: tuple[str, ...] = ()
    codes_at: datetime | None = None
    version: int = 0

    @classmethod
    def of_recovery_codes(cls, factor_id: UUID, account_id: UUID, codes: list[str], *, at: datetime) -> "SecondFactor":
        """Without application: what is left when the device that keeps the passkeys is lost."""
        return cls(factor_id, account_id, at, recovery=_all_hashed(codes), codes_at=at)

    @property
    def is_on(self) -> bool:
        return self.confirmed_at is not None

    def came_since(self, moment: datetime) -> Doubtful:
        return Doubtful(
            application=self.confirmed_at is not None and self.confirmed_at >= moment,
            codes=bool(self.recovery) and self.codes_at is not None and self.codes_at >= moment,
        )

    def renew_codes(self, codes: list[str], *, at: datetime) -> SecondFactorChanged:
        """Those from before open nothing any more."""
        self.recovery, self.codes_at = _all_hashed(codes), at
        return codes_renewed(self.account_id)

    def void_codes(self) -> None:
        self.recovery = ()

    def confirm(self, code: str, secret: bytes, codes: list[str], *, at: datetime) -> SecondFactorChanged:
        if self.is_on:
            raise SecondFactorAlreadyOn
        if not self._takes_digits(code, secret, at=at):
            raise WrongSecondFactor
        self.confirmed_at, self.recovery, self.codes_at = at, _all_hashed(codes), at
        return SecondFactorChanged(account_id=self.account_id, enabled=True)

    def takes(self, code: str, secret: bytes, *, at: datetime) -> bool:
        """Whether it proves the person; what was used is used up."""
        return (self.is_on and self._takes_digits(code, secret, at=at)) or self._takes_recovery(code)

    def off(self) -> SecondFactorChanged:
        self.confirmed_at = None
        return SecondFactorChanged(account_id=self.account_id, enabled=False)

    def _takes_digits(self, code: str, secret: bytes, *, at: datetime) -> bool:
        digits = "".join(sign for sign in code if sign in "0123456789")
        now = int(at.timestamp()) // STEP
        generator = TOTP(key_of(self.id, secret))
        # One step of grace on either side: clocks of telephones differ.
        for step in (now, now - 1, now + 1):
            if step > self.last_step and hmac.compare_digest(generator.at(step * STEP), digits):
                self.last_step = step
                return True
        return False

    def _takes_recovery(self, code: str) -> bool:
        wanted = _hashed(code)
        if wanted not in self.recovery:
            return False
        self.recovery = tuple(each for each in self.recovery if each != wanted)
        return True


def key_of(factor_id: UUID, secret: bytes) -> str:
    """What the application keeps: 160 bits in base 32."""
    return base64.b32encode(hmac.digest(secret, f"totp|{factor_id}".encode(), hashlib.sha256)[:20]).decode()


def address_of(factor_id: UUID, secret: bytes, *, identifier: str, organisation: str) -> str:
    """`otpauth://…`, as applications read it."""
    return TOTP(key_of(factor_id, secret)).provisioning_uri(name=identifier, issuer_name=organisation)


def new_recovery_codes() -> list[str]:
    """Ten of 50 bits, by fives."""
    signs = ["".join(secrets.choice(_ALPHABET) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    return [f"{code[:5]}-{code[5:]}" for code in signs]


def codes_renewed(account_id: UUID) -> SecondFactorChanged:
    return SecondFactorChanged(account_id=account_id, enabled=True, factor="recovery_codes")


def _all_hashed(codes: list[str]) -> tuple[str, ...]:
    return tuple(_hashed(each) for each in codes)


def _hashed(code: str) -> str:
    plain = "".join(sign for sign in code.upper()[:40] if sign in _ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()


def ticket_for(account_id: UUID, password_hash: str, secret: bytes, *, at: datetime) -> str:
    """Between the two steps of signing in: the password was right, for five minutes."""
    until = int(at.timestamp()) + 300
    return f"{account_id.hex}.{until}.{_seal(account_id, until, password_hash, secret)}"


def account_of(ticket: str) -> UUID:
    """Whose ticket it says it is; `must_hold` proves it."""
    try:
        return UUID(hex=ticket.partition(".")[0])
    except ValueError as error:
        raise SecondFactorExpired from error


def must_hold(ticket: str, account_id: UUID, password_hash: str, secret: bytes, *, at: datetime) -> None:
    """Bound to the account and to the password that was given: one changed meanwhile voids it (A11)."""
    _, _, rest = ticket.partition(".")
    until, _, seal = rest.partition(".")
    if not until.isdigit() or len(until) > 12 or at.timestamp() >= int(until):
        raise SecondFactorExpired
    if not hmac.compare_digest(_seal(account_id, int(until), password_hash, secret).encode(), seal.encode()):
        raise SecondFactorExpired


def _seal(account_id: UUID, until: int, password_hash: str, secret: bytes) -> str:
    text = f"second factor|{account_id}|{until}|{password_hash}"
    return base64.urlsafe_b64encode(hmac.digest(secret, text.encode(), hashlib.sha256)).decode().rstrip("=")
