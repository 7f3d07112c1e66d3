"""The links of a letter and of its confirmation: they name a subscriber, hold for a year, and nobody can make one."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from notifier.domain.letters.refusals import LinkExpired, SubscriptionNotFound

VALID = timedelta(days=366)
_NO_ISSUE = UUID(int=0)
_MAC = 16


class Named(NamedTuple):
    subscriber_id: UUID
    issue_id: UUID | None


@dataclass(frozen=True)
class LetterLinks:
    secret: bytes

    def token(self, subscriber_id: UUID, issue_id: UUID | None, *, at: datetime, lives: timedelta = VALID) -> str:
        expires = int((at + lives).timestamp())
        body = subscriber_id.bytes + (issue_id or _NO_ISSUE).bytes + expires.to_bytes(5, "big")
        return base64.urlsafe_b64encode(body + self._mac(body)).rstrip(b"=").decode()

    def read(self, token: str, *, at: datetime) -> Named:
        """Raises `SubscriptionNotFound` for what we did not make, `LinkExpired` for what has grown old."""
        try:
            raw = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        except (ValueError, UnicodeEncodeError) as error:
            raise SubscriptionNotFound from error
        body, mac = raw[:-_MAC], raw[-_MAC:]
        if len(body) != 37 or not hmac.compare_digest(self._mac(body), mac):
            raise SubscriptionNotFound
        if at.timestamp() > int.from_bytes(body[32:], "big"):
            raise LinkExpired
        issue_id = UUID(bytes=body[16:32])
        return Named(UUID(bytes=body[:16]), None if issue_id == _NO_ISSUE else issue_id)

    def _mac(self, body: bytes) -> bytes:
        return hmac.new(self.secret, b"letter\0" + body, hashlib.sha256).digest()[:_MAC]
