"""The address at which saved settings are looked at before they are published."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from uuid import UUID

from chassis.refusals import Gone, NotFound

LIVES = timedelta(hours=1)


class PreviewNotFound(NotFound):
    """Cet aperçu n’existe pas."""


class PreviewOver(Gone):
    """Cet aperçu est terminé : demandez-en un autre depuis les réglages du guichet."""


def preview_token(organisation_id: UUID, secret: bytes, *, at: datetime) -> str:
    """`<organisation>.<end>.<proof>`: nothing is kept, and it opens nothing but pages with other settings."""
    until = int((at + LIVES).timestamp())
    return f"{organisation_id.hex}.{until}.{_proof(organisation_id, until, secret)}"


def read_preview(token: str, secret: bytes, *, at: datetime) -> UUID:
    """The organisation's id. Raises `PreviewNotFound` for what this secret did not make, `PreviewOver` after an hour."""
    named, _, rest = token.partition(".")
    end, _, proof = rest.partition(".")
    try:
        organisation_id, until = UUID(hex=named), int(end)
    except ValueError as error:
        raise PreviewNotFound from error
    if not hmac.compare_digest(_proof(organisation_id, until, secret).encode(), proof.encode()):
        raise PreviewNotFound
    if at >= datetime.fromtimestamp(until, UTC):
        raise PreviewOver
    return organisation_id


def _proof(organisation_id: UUID, until: int, secret: bytes) -> str:
    signed = hmac.digest(secret, f"preview|{organisation_id}|{until}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")
