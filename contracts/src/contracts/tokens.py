"""Claims of the signed tokens (JWT, Ed25519) that travel between the parts of the suite.

Who may issue which: identity issues persons' access tokens; the gateway issues visitors' alone; a capability is
issued by the service that decides and named by its `typ`. Times are seconds since the epoch.
"""

from typing import ClassVar
from uuid import UUID

import msgspec


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    typ: ClassVar[str]
    iss: str
    aud: str
    tenant: UUID
    iat: int
    exp: int


class Assistant(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A program that acts for a member with a key of theirs. Without `proposes` it reads, and nothing else."""

    id: UUID
    name: str
    proposes: bool = False


class AccessClaims(Claims, frozen=True, kw_only=True, omit_defaults=True):
    """Who is acting, for one service, for 60 s. `kind` is citizen, member or visitor; a visitor's `sub` is the id
    of an anonymous browser session. `acr` is 1 after a password, 2 after a second factor. `department` is a member's,
    as their organisation calls it. With `assistant`, a program speaks for the person: it reads what is open to assistants,
    and changes nothing."""

    typ: ClassVar[str] = "access"
    sub: UUID
    kind: str
    organisation: UUID | None = None
    permissions: tuple[str, ...] = ()
    sid: UUID | None = None
    acr: int = 1
    auth_time: int = 0
    locale: str = "fr"
    department: str = ""
    assistant: Assistant | None = None


class UploadGrant(Claims, frozen=True, kw_only=True):
    """démarches or ticketing → documents: `sub` may add files to this bundle until `exp` (10 minutes)."""

    typ: ClassVar[str] = "upload-grant"
    sub: UUID
    bundle: UUID


class UploadReceipt(Claims, frozen=True, kw_only=True):
    """documents → démarches or ticketing: this file was received in this bundle from `sub`."""

    typ: ClassVar[str] = "upload-receipt"
    sub: UUID
    bundle: UUID
    file: UUID
    name: str
    size: int
    media_type: str
    sha256: str


class HandOver(Claims, frozen=True, kw_only=True):
    """ticketing → documents: a file that came by mail from `sub`, for this bundle. Ticketing brings the file itself, so
    nobody else ever holds this token."""

    typ: ClassVar[str] = "hand-over"
    sub: UUID
    bundle: UUID


class DecisionSeal(Claims, frozen=True, kw_only=True):
    """démarches → whoever verifies a decision: this sheet (SHA-256, hexadecimal) is the document of that number."""

    typ: ClassVar[str] = "decision-seal"
    number: str
    outcome: str
    sha256: str


class ViewGrant(Claims, frozen=True, kw_only=True):
    """démarches or ticketing → documents: `sub` may read this file of this bundle, for this purpose, for 60 s."""

    typ: ClassVar[str] = "view-grant"
    sub: UUID
    bundle: UUID
    file: UUID
    purpose: str
