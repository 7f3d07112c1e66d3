"""Links sent by mail that prove one reads it: they activate an account, or let a new password be chosen."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.refusals import Gone, NotFound


class Purpose(StrEnum):
    ACTIVATION = "activation"
    RESET = "reset"
    EMAIL = "email"
    """Sent to a new address, which it confirms."""
    EMAIL_BACK = "email_back"
    """Sent to the former address, which it takes back."""


LIVES = {
    Purpose.ACTIVATION: timedelta(hours=24),
    Purpose.RESET: timedelta(hours=1),
    Purpose.EMAIL: timedelta(hours=24),
    Purpose.EMAIL_BACK: timedelta(days=7),
}


class LinkNotFound(NotFound):
    """Ce lien n’est pas valable. Vérifiez que vous l’avez copié en entier."""


class LinkGone(Gone):
    """Ce lien n’est plus valable. Demandez-en un nouveau."""


class ActivationLinkGone(LinkGone):
    """Ce lien n’est plus valable (24 h). Demandez-en un nouveau."""


GONE = {Purpose.ACTIVATION: ActivationLinkGone}


@dataclass
class AccountLink:
    """Used once, within its time, and only while no newer one was asked for."""

    id: UUID
    purpose: Purpose
    account_id: UUID
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    replaced_at: datetime | None = None
    version: int = 0
    email: str | None = None

    @classmethod
    def issue(
        cls, link_id: UUID, purpose: Purpose, account_id: UUID, *, at: datetime, email: str | None = None
    ) -> "AccountLink":
        return cls(link_id, purpose, account_id, at, at + LIVES[purpose], email=email)

    def is_usable(self, *, at: datetime) -> bool:
        return self.used_at is None and self.replaced_at is None and at < self.expires_at

    def use(self, *, at: datetime) -> None:
        self.must_be_usable(at=at)
        self.used_at = at

    def must_be_usable(self, *, at: datetime) -> None:
        if not self.is_usable(at=at):
            raise GONE.get(self.purpose, LinkGone)

    def replace(self, *, at: datetime) -> None:
        if self.used_at is None and self.replaced_at is None:
            self.replaced_at = at


def token_for(link_id: UUID, purpose: Purpose, secret: bytes) -> str:
    """`<id>.<proof>`: the proof is computed, so that nothing in the database could make a link."""
    signed = hmac.digest(secret, f"{purpose}|{link_id}".encode(), hashlib.sha256)
    return f"{link_id.hex}.{base64.urlsafe_b64encode(signed).decode().rstrip('=')}"


def read_token(token: str, purpose: Purpose, secret: bytes) -> UUID:
    """The link's id. Raises `LinkNotFound` for whatever this secret did not make for this purpose."""
    try:
        link_id = UUID(hex=token.partition(".")[0])
    except ValueError as error:
        raise LinkNotFound from error
    if not hmac.compare_digest(token_for(link_id, purpose, secret).encode(), token.encode()):
        raise LinkNotFound
    return link_id
