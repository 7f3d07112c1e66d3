"""By which a mail that comes back names itself: a sealed word in its return address and in one of its headers."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

COMPLAINTS = "plaintes"
# A local part has 64 characters (RFC 5321 4.5.3.1.1): two ids and this much of a seal fit, in letters whose case is free.
_SEAL = 5
_LENGTH = 60


class Traced(NamedTuple):
    tenant: UUID
    message_id: UUID


@dataclass(frozen=True)
class Traces:
    """`domain` is where bounces are received; without one, mails return to their sender. Whoever received a mail may report
    on it, and on no other: the word is theirs already."""

    secret: bytes
    domain: str = ""

    def word(self, tenant: UUID, message_id: UUID) -> str:
        body = tenant.bytes + message_id.bytes
        return base64.b32encode(body + self._seal(body)).decode().rstrip("=").lower()

    def read(self, word: str) -> Traced | None:
        """None for what we did not make."""
        if len(word) != _LENGTH or not word.isascii():
            return None
        try:
            raw = base64.b32decode(word.upper() + "====")
        except ValueError:
            return None
        body, seal = raw[:32], raw[32:]
        if not hmac.compare_digest(self._seal(body), seal):
            return None
        return Traced(UUID(bytes=body[:16]), UUID(bytes=body[16:]))

    def return_address(self, tenant: UUID, message_id: UUID, *, sender: str) -> str:
        return f"r-{self.word(tenant, message_id)}@{self.domain}" if self.domain else sender

    def addressed(self, address: str) -> Traced | None:
        """What a return address stands for."""
        local, _, domain = address.rpartition("@")
        if domain.casefold() != self.domain.casefold() or not local.casefold().startswith("r-"):
            return None
        return self.read(local[2:])

    def takes_complaints(self, address: str) -> bool:
        local, _, domain = address.casefold().rpartition("@")
        return local == COMPLAINTS and domain == self.domain.casefold()

    def _seal(self, body: bytes) -> bytes:
        return hmac.new(self.secret, b"trace\0" + body, hashlib.sha256).digest()[:_SEAL]
