"""Asking for everything that is held on oneself, and leaving (ID-26)."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from chassis.refusals import Conflict, Fault, Gone, Invalid, NotFound
from contracts.identity import AccountErased, ErasureCompleted, ExportReady, ExportRequested
from contracts.personal_data import SERVICES

EXPORT_LIVES = timedelta(days=7)
# The certificate says nothing of the person; it stays long enough to be fetched and filed.
CERTIFICATE_LIVES = timedelta(days=90)
# The one address that outlives its account, for the one mail that says that all is done.
ADDRESS_LIVES = timedelta(days=30)

# What a service has had to answer; after that it is asked again each day, and the operator sees it.
ANSWERS_TAKE = timedelta(days=1)


class ExportNotFound(NotFound):
    """Cet export n’existe pas."""


class ExportOver(Gone):
    """Cet export n’est plus disponible : il se garde sept jours. Demandez-en un autre."""


class ExportNotReady(Conflict):
    """Cet export se prépare encore. Un courriel vous dira quand il sera prêt."""


class ErasureNotFound(NotFound):
    """Ce certificat n’existe pas, ou n’est plus disponible."""


class ErasureUnderWay(Conflict):
    """L’effacement se termine. Le certificat sera là quand chaque service aura répondu."""


@dataclass
class PersonalExport:
    """`parts` are the services that have told theirs; whole when all have."""

    id: UUID
    account_id: UUID
    requested_at: datetime
    expires_at: datetime
    parts: frozenset[str] = frozenset()
    ready_at: datetime | None = None
    version: int = 0

    @classmethod
    def request(cls, export_id: UUID, account_id: UUID, *, at: datetime) -> "PersonalExport":
        return cls(export_id, account_id, at, at + EXPORT_LIVES)

    def requested(self) -> ExportRequested:
        return ExportRequested(account_id=self.account_id, export_id=self.id, until=self.expires_at)

    def take(self, service: str, *, at: datetime) -> ExportReady | None:
        """The event when this part was the last one. A part told twice is one part."""
        self.parts |= {service}
        if self.ready_at is not None or not self.parts >= set(SERVICES):
            return None
        self.ready_at = at
        return ExportReady(account_id=self.account_id, export_id=self.id, until=self.expires_at)

    def must_be_there(self, *, at: datetime) -> None:
        if at >= self.expires_at:
            raise ExportOver
        if self.ready_at is None:
            raise ExportNotReady


@dataclass
class Erasure:
    """`answers`: what each service erased and kept, by its name. `email` is emptied once the last mail has left."""

    id: UUID
    account_id: UUID
    requested_at: datetime
    email: str
    locale: str
    answers: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict[str, dict[str, dict[str, int]]])
    completed_at: datetime | None = None
    version: int = 0

    @property
    def is_complete(self) -> bool:
        return self.completed_at is not None

    def take(
        self, service: str, *, erased: dict[str, int], kept: dict[str, int], at: datetime
    ) -> ErasureCompleted | None:
        """The event when this answer was the last one. A service that answers twice is heard once."""
        if service in self.answers:
            return None
        self.answers = {**self.answers, service: {"erased": erased, "kept": kept}}
        if not self.answers.keys() >= {"identity", *SERVICES}:
            return None
        self.completed_at = at
        return ErasureCompleted(account_id=self.account_id, erasure_id=self.id)

    def asked_again(self) -> AccountErased:
        """As the first time; who has answered already answers the same, and is heard once."""
        return AccountErased(account_id=self.account_id, kind="citizen")

    def forget_address(self) -> None:
        self.email = ""

    def totals(self, which: str) -> dict[str, int]:
        """`which` is erased or kept: each kind of thing, over all services."""
        found: dict[str, int] = {}
        for answer in self.answers.values():
            for what, number in answer.get(which, {}).items():
                found[what] = found.get(what, 0) + number
        return found


def must_be_meant(confirmed: bool) -> None:
    if not confirmed:
        message = "Cochez la case : l’effacement ne peut pas être défait."
        raise Invalid(faults=[Fault("/confirmed", message, "required")])


def certificate_token(erasure_id: UUID, secret: bytes) -> str:
    """Who holds it reads the certificate: there is no account left to sign in with."""
    signed = hmac.digest(secret, f"erasure|{erasure_id}".encode(), hashlib.sha256)
    return f"{erasure_id.hex}.{base64.urlsafe_b64encode(signed).decode().rstrip('=')}"


def read_certificate_token(token: str, secret: bytes) -> UUID:
    try:
        erasure_id = UUID(hex=token.partition(".")[0])
    except ValueError as error:
        raise ErasureNotFound from error
    if not hmac.compare_digest(certificate_token(erasure_id, secret).encode(), token.encode()):
        raise ErasureNotFound
    return erasure_id
