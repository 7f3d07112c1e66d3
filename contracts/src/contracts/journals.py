"""Who keeps the heads of whose journal: each service's chain is noted by another, out of reach of who rewrites its own."""

from datetime import datetime
from uuid import UUID

import msgspec

from contracts.topology import STREAMS

# In a ring, so that nobody is its own witness and each keeps one other's.
WITNESSES = {service: STREAMS[(number + 1) % len(STREAMS)] for number, service in enumerate(STREAMS)}


class JournalHead(msgspec.Struct, frozen=True, kw_only=True):
    """How far one tenant's chain goes in one service: its last seal, and its hash in hexadecimal."""

    service: str
    tenant: UUID
    number: int
    hash: str
    at: datetime


class AnchorHeads(msgspec.Struct, frozen=True, kw_only=True):
    """« Keep these. » Each is a `JournalHead` signed by its service (JWS, Ed25519)."""

    service: str
    signed: tuple[str, ...]

    @staticmethod
    def subject_for(witness: str) -> str:
        return f"ask.{witness}.journal.anchor.v1"


class Anchored(msgspec.Struct, frozen=True, kw_only=True):
    """`contradicted` are tenants for whom the witness had noted another hash under the same number."""

    kept: int
    contradicted: tuple[UUID, ...] = ()
