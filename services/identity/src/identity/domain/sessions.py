"""A person at a browser, from sign-in to sign-out (decision D-1)."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from chassis.refusals import NotFound, Unauthenticated
from contracts.identity import SessionChanged, SessionRevoked
from identity.domain.accounts import AccountKind


class SessionDead(Unauthenticated):
    """Votre session n’est plus valable. Reconnectez-vous."""


class SessionNotFound(NotFound):
    """Cette session n’existe pas, ou elle est déjà terminée."""


class Lives(NamedTuple):
    idle: timedelta
    absolute: timedelta


LIVES = {
    AccountKind.CITIZEN: Lives(timedelta(minutes=30), timedelta(hours=12)),
    AccountKind.MEMBER: Lives(timedelta(hours=2), timedelta(hours=8)),
}
# How strongly the person proved who they are: the password alone, or a second factor too.
PASSWORD, SECOND_FACTOR = 1, 2
# How late `last_seen_at` may be: not every request writes.
SEEN_EVERY = timedelta(minutes=1)


class SessionSecret(NamedTuple):
    """What the browser's cookie holds: the organisation, so that the row can be found, and 256 random bits."""

    tenant: UUID
    random: str

    @classmethod
    def new(cls, tenant: UUID) -> "SessionSecret":
        return cls(tenant, secrets.token_urlsafe(32))

    @classmethod
    def read(cls, text: str) -> "SessionSecret | None":
        try:
            return cls(UUID(hex=text[:32]), text[32:]) if 72 <= len(text) <= 96 else None
        except ValueError:
            return None

    @property
    def hash(self) -> bytes:
        """All that is kept of it."""
        return hashlib.sha256(self.random.encode()).digest()

    def __str__(self) -> str:
        return f"{self.tenant.hex}{self.random}"


@dataclass
class Session:
    id: UUID
    account_id: UUID
    kind: AccountKind
    secret_hash: bytes
    device: str
    created_at: datetime
    last_seen_at: datetime
    authenticated_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    acr: int = PASSWORD
    version: int = 0

    @classmethod
    def open(
        cls,
        session_id: UUID,
        account_id: UUID,
        kind: AccountKind,
        secret: SessionSecret,
        *,
        device: str,
        at: datetime,
        acr: int = PASSWORD,
    ) -> "Session":
        expires_at = at + LIVES[kind].absolute
        return cls(session_id, account_id, kind, secret.hash, device, at, at, at, expires_at, acr=acr)

    def is_alive(self, *, at: datetime) -> bool:
        return is_alive(self.kind, self.last_seen_at, self.expires_at, self.revoked_at, at=at)

    def see(self, *, at: datetime) -> None:
        self.last_seen_at = max(at, self.last_seen_at)

    def prove_again(self, secret: SessionSecret, *, acr: int, at: datetime) -> SessionChanged:
        """What was asked for was given again: from here on a new secret, and a fresh proof."""
        self.secret_hash, self.authenticated_at, self.last_seen_at = secret.hash, at, at
        self.acr = max(self.acr, acr)
        return SessionChanged(session_id=self.id, account_id=self.account_id)

    def strengthen(self) -> SessionChanged:
        """The person has just shown that the second factor is theirs."""
        self.acr = SECOND_FACTOR
        return SessionChanged(session_id=self.id, account_id=self.account_id)

    def revoke(self, *, at: datetime) -> SessionRevoked:
        self.revoked_at = self.revoked_at or at
        return SessionRevoked(session_id=self.id, account_id=self.account_id)

    def holds(self, secret: SessionSecret) -> bool:
        return hmac.compare_digest(self.secret_hash, secret.hash)


def is_alive(
    kind: AccountKind, last_seen_at: datetime, expires_at: datetime, revoked_at: datetime | None, *, at: datetime
) -> bool:
    return revoked_at is None and at < expires_at and at - last_seen_at < LIVES[kind].idle
