"""Capabilities that démarches and ticketing gave: what they allow, and to whom."""

from uuid import UUID

from chassis.actor import Actor
from chassis.tokens import TokenRefused, Verifier
from contracts.tokens import HandOver, UploadGrant, ViewGrant
from documents.domain.refusals import BundleNotFound, FileNotFound, GrantRefused

ISSUERS = ("demarches", "ticketing")


def to_upload(verifier: Verifier, token: str | None, actor: Actor, bundle_id: UUID) -> UploadGrant:
    """Raises `GrantRefused` for what is no valid grant, `BundleNotFound` for somebody else's."""
    try:
        grant = verifier.read(token or "", UploadGrant, issuers=ISSUERS)
    except TokenRefused as error:
        raise GrantRefused from error
    if (grant.tenant, grant.sub, grant.bundle) != (actor.tenant, actor.subject, bundle_id):
        raise BundleNotFound
    return grant


def handed_over(verifier: Verifier, token: str | None, bundle_id: UUID) -> HandOver:
    """Who is meant stands in the token alone. Raises `GrantRefused` for whatever is not ticketing's word for this bundle."""
    try:
        allowed = verifier.read(token or "", HandOver, issuers=("ticketing",))
    except TokenRefused as error:
        raise GrantRefused from error
    if allowed.bundle != bundle_id:
        raise GrantRefused
    return allowed


def to_view(verifier: Verifier, token: str | None, actor: Actor) -> ViewGrant:
    """Raises `GrantRefused` for what is no valid grant, `FileNotFound` for somebody else's."""
    try:
        grant = verifier.read(token or "", ViewGrant, issuers=ISSUERS)
    except TokenRefused as error:
        raise GrantRefused from error
    if (grant.tenant, grant.sub) != (actor.tenant, actor.subject):
        raise FileNotFound
    return grant


def to_read(
    verifier: Verifier, token: str | None, actor: Actor, bundle_id: UUID, file_id: UUID
) -> UploadGrant | ViewGrant:
    """Either a view grant for this very file, or an upload grant for its bundle, which shows one's own files."""
    try:
        grant = to_view(verifier, token, actor)
    except GrantRefused:
        return to_upload(verifier, token, actor, bundle_id)
    if (grant.bundle, grant.file) != (bundle_id, file_id):
        raise FileNotFound
    return grant


def to_duplicate(
    verifier: Verifier, token: str | None, actor: Actor, bundle_id: UUID, file_ids: tuple[UUID, ...]
) -> bool:
    """Like `to_read`, for all these files. True when only one's own are meant."""
    found = [to_read(verifier, token, actor, bundle_id, file_id) for file_id in file_ids]
    return all(isinstance(grant, UploadGrant) for grant in found)
