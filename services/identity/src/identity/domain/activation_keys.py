"""Activation keys: a department knows a family, and gives it a key on paper that links its children to a space (ID-16)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from chassis.refusals import Gone, Invalid, TooMany
from identity.domain.households import MemberFacts
from identity.domain.mandates import hashed, signs

LIVES = timedelta(days=90)
LENGTH = 16


class WrongKey(Invalid):
    """Cette clé n’est pas valable. Vérifiez-la sur votre courrier : elle compte 16 signes."""


class KeyUsed(Gone):
    """Cette clé a déjà servi. Si ce n’était pas par vous, contactez le service qui vous l’a envoyée."""


class KeyOver(Gone):
    """Cette clé n’est plus valable. Demandez-en une autre au service qui vous l’a envoyée."""


class TooManyKeys(TooMany):
    """Trop de clés essayées depuis cette connexion. Réessayez dans une heure, ou continuez sans clé."""


class Family(msgspec.Struct, frozen=True, kw_only=True):
    """To whom the letter goes, and whom the key brings into the household."""

    name: str
    address: str = ""
    postal_code: str = ""
    city: str = ""
    children: tuple[MemberFacts, ...] = ()


@dataclass
class ActivationKey:
    """Only the SHA-256 of the key is kept; the letter's is computed from the id."""

    id: UUID
    batch_id: UUID
    reference: str
    key_hash: bytes
    family: Family | None
    issued_at: datetime
    issued_by: str
    expires_at: datetime
    used_at: datetime | None = None
    withdrawn_at: datetime | None = None
    account_id: UUID | None = None
    version: int = 0

    @classmethod
    def issue(
        cls, key_id: UUID, batch_id: UUID, reference: str, family: Family, *, secret: bytes, at: datetime, by: str
    ) -> "ActivationKey":
        key_hash = hashed(key_for(key_id, secret))
        return cls(key_id, batch_id, reference, key_hash, family, at, by, at + LIVES)

    def use(self, account_id: UUID, *, at: datetime) -> Family:
        """Once. Whom it brings is told, and forgotten here: from now on the household knows them."""
        self.must_be_usable(at=at)
        assert self.family is not None
        brought, self.family = self.family, None
        self.used_at, self.account_id = at, account_id
        return brought

    def must_be_usable(self, *, at: datetime) -> None:
        if self.used_at is not None:
            raise KeyUsed
        if self.withdrawn_at is not None or at >= self.expires_at or self.family is None:
            raise KeyOver

    def withdraw(self, *, at: datetime) -> None:
        if self.used_at is None and self.withdrawn_at is None:
            self.withdrawn_at, self.family = at, None


def key_for(key_id: UUID, secret: bytes) -> str:
    """80 bits that only the letter shows."""
    return signs(f"activation key|{key_id}", secret, LENGTH)
