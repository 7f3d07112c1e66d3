"""Keys with which members' AI assistants act for them (SR-04)."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec

from chassis.refusals import Conflict, Fault, Forbidden, Invalid, NotFound, Unauthenticated
from contracts.identity import AssistantConnected, AssistantRevoked
from identity.domain.persons import has_control_characters

# What an assistant may be let into, as the streams are called: the services that have tools. Of files they read names and
# states; the content is for people.
SERVICES = ("demarches", "ticketing", "documents", "notifier", "identity")
LIVES_DAYS = (7, 30, 90)
MOST = 10
LONGEST_NAME = 60
PREFIX = "parvis-assistant_"


class AssistantDead(Unauthenticated):
    """La clé de cet assistant n’ouvre plus rien."""


class AssistantNotFound(NotFound):
    """Cet assistant n’existe pas, ou sa clé est déjà révoquée."""


class AssistantsForbidden(Forbidden):
    """Votre collectivité n’autorise pas les assistants."""


class TooManyAssistants(Conflict):
    """Vous avez déjà 10 assistants. Révoquez-en un d’abord."""


class AssistantKey(NamedTuple):
    """What the program is given: the organisation, so that the row can be found, and 256 random bits."""

    tenant: UUID
    random: str

    @classmethod
    def new(cls, tenant: UUID) -> "AssistantKey":
        return cls(tenant, secrets.token_urlsafe(32))

    @classmethod
    def read(cls, text: str) -> "AssistantKey | None":
        rest = text.removeprefix(PREFIX)
        try:
            return cls(UUID(hex=rest[:32]), rest[32:]) if rest != text and 72 <= len(rest) <= 96 else None
        except ValueError:
            return None

    @property
    def hash(self) -> bytes:
        """All that is kept of it."""
        return hashlib.sha256(self.random.encode()).digest()

    def __str__(self) -> str:
        return f"{PREFIX}{self.tenant.hex}{self.random}"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    services: tuple[str, ...]
    proposes: bool
    days: int

    def must_be_right(self) -> None:
        faults: list[Fault] = []
        if not self.name or len(self.name) > LONGEST_NAME or has_control_characters(self.name):
            faults.append(Fault("/name", f"Donnez-lui un nom de {LONGEST_NAME} caractères au plus.", "name"))
        if not self.services or set(self.services) - set(SERVICES):
            faults.append(Fault("/services", "Choisissez au moins un service.", "missing"))
        if self.days not in LIVES_DAYS:
            faults.append(Fault("/days", "Choisissez une des durées proposées.", "unknown"))
        if faults:
            raise Invalid(faults=faults)


@dataclass
class Assistant:
    """`acr`: how strongly the member had proved who they are. `proposes`: it may propose beside reading."""

    id: UUID
    account_id: UUID
    name: str
    key_hash: bytes
    services: tuple[str, ...]
    proposes: bool
    acr: int
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None
    version: int = 0

    @classmethod
    def connect(
        cls, assistant_id: UUID, account_id: UUID, wanted: Wanted, key: AssistantKey, *, acr: int, at: datetime
    ) -> "Assistant":
        wanted.must_be_right()
        services = tuple(name for name in SERVICES if name in wanted.services)
        until = at + timedelta(days=wanted.days)
        return cls(assistant_id, account_id, wanted.name, key.hash, services, wanted.proposes, acr, at, until)

    def connected(self) -> AssistantConnected:
        return AssistantConnected(assistant_id=self.id, account_id=self.account_id)

    def see(self, *, at: datetime) -> None:
        self.last_used_at = max(at, self.last_used_at or at)

    def revoke(self, *, at: datetime) -> AssistantRevoked:
        if self.revoked_at is not None:
            raise AssistantNotFound
        self.revoked_at = at
        return AssistantRevoked(assistant_id=self.id, account_id=self.account_id)
