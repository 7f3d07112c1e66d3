"""Who somebody is according to the State: FranceConnect for citizens, ProConnect for agents (ID-25)."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.refusals import Conflict, Forbidden, Invalid, NotFound
from contracts.identity import SecondFactorChanged
from identity.domain.accounts import Account, AccountKind

# Birth name, given names, birth date, place, country, gender: the pivot identity. The place is empty for who was born
# abroad; nothing else may be. The e-mail address is not part of it: nobody has checked it.
PIVOT = ("family_name", "given_name", "birthdate", "birthplace", "birthcountry", "gender")
_MAY_BE_EMPTY = "birthplace"
_SIRET = re.compile(r"[0-9]{14}")


class FederationRefused(Invalid):
    """Cette connexion n’a pas pu être vérifiée. Recommencez."""


class ProviderDown(Conflict):
    """Ce service d’identité ne répond pas. Réessayez plus tard, ou connectez-vous avec votre mot de passe."""


class ProviderNotFound(NotFound):
    """Ce moyen de connexion n’est pas proposé ici."""


class NotLinked(Conflict):
    """Aucun compte n’est encore relié à cette identité. Connectez-vous une fois avec votre mot de passe, puis reliez-la dans vos informations."""


class AnotherPerson(Forbidden):
    """Cette identité n’est pas celle de votre compte : le nom de naissance ou les prénoms diffèrent."""


class AnotherOrganisation(Forbidden):
    """Votre numéro SIRET n’est pas celui de cette organisation."""


class LinkedElsewhere(Conflict):
    """Cette identité est déjà reliée à un autre compte."""


@dataclass
class FederatedIdentity:
    """`key` is all that is kept: a keyed digest of what the person is recognised by."""

    id: UUID
    account_id: UUID
    provider: str
    key: bytes
    linked_at: datetime
    last_used_at: datetime | None = None
    version: int = 0

    def linked(self) -> SecondFactorChanged:
        return SecondFactorChanged(account_id=self.account_id, enabled=True, factor=self.provider)

    def unlinked(self) -> SecondFactorChanged:
        return SecondFactorChanged(account_id=self.account_id, enabled=False, factor=self.provider)

    def use(self, *, at: datetime) -> None:
        self.last_used_at = at


def key_of(provider: str, kind: AccountKind, claims: Mapping[str, Any], secret: bytes) -> bytes:
    """A citizen is their pivot identity; an agent the provider's own number for them. Raises `FederationRefused`."""
    if kind is AccountKind.CITIZEN:
        said = [_plain(claims.get(name)) for name in PIVOT]
        if not all(text for name, text in zip(PIVOT, said, strict=True) if name != _MAY_BE_EMPTY):
            raise FederationRefused
    else:
        said = [str(claims["sub"])]
    return hmac.digest(secret, "\x1f".join(["federation", provider, *said]).encode(), hashlib.sha256)


def siren_of(claims: Mapping[str, Any]) -> str:
    """Whom the agent works for. Raises `AnotherOrganisation`."""
    siret = str(claims.get("siret", "")).replace(" ", "")
    if _SIRET.fullmatch(siret) is None:
        raise AnotherOrganisation
    return siret[:9]


def must_be_the_same_person(account: Account, claims: Mapping[str, Any]) -> None:
    """Before the first link of a citizen: the birth name, and the first of the given names."""
    known = _plain(account.identity.birth_name or account.identity.family_name)
    first = _plain(account.identity.given_name).split(" ")[0]
    if _plain(claims.get("family_name")) != known or _plain(claims.get("given_name")).split(" ")[0] != first:
        raise AnotherPerson


def _plain(said: Any) -> str:
    """Without regard to case, accents, hyphens and doubled blanks."""
    text = unicodedata.normalize("NFD", str(said or "")).casefold()
    letters = "".join(sign if sign.isalnum() else " " for sign in text if not unicodedata.combining(sign))
    return " ".join(letters.split())
