"""« Rattacher à mon espace »: who holds the link still has to prove to be the applicant (RELIABILITY C13)."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from demarches.domain.dossier import Dossier

CODE_LIVES = timedelta(minutes=15)
CODES_PER_HOUR = 3
TRIES = 5


class Proof(StrEnum):
    """How the holder of a link may prove it."""

    ADDRESS = "address"
    """The account's own address, proven when it was activated, is the one given with the request."""
    CODE = "code"
    """A code goes to the address given with the request."""
    NONE = "none"
    """No address was given: the counter is the only way."""
    DONE = "done"
    """It belongs to a space already."""


@dataclass(frozen=True, slots=True)
class Code:
    id: UUID
    account_id: UUID
    code: str
    tries: int
    expires_at: datetime

    def is_alive(self, at: datetime) -> bool:
        return at < self.expires_at and self.tries < TRIES

    def is_(self, typed: str) -> bool:
        return hmac.compare_digest(self.code.encode(), "".join(typed.split()).encode())


def proof_for(dossier: Dossier, address: str) -> Proof:
    if dossier.has_account:
        return Proof.DONE
    if not dossier.contact_email:
        return Proof.NONE
    return Proof.ADDRESS if is_same(dossier.contact_email, address) else Proof.CODE


def is_same(one: str, other: str) -> bool:
    return bool(one) and one.strip().casefold() == other.strip().casefold()
