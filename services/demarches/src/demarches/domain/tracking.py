"""The link with which a visitor follows a dossier: its id and a secret of 192 bits. It shows a status, nothing more."""

import base64
import binascii
import hmac
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from demarches.domain.dossier import Dossier
from demarches.domain.refusals import DossierNotFound, TrackingLinkGone

LIVES = timedelta(days=365)
_ID_BYTES = 16


class Tracking(NamedTuple):
    dossier_id: UUID
    key: bytes


def token_of(dossier: Dossier) -> str:
    return _written(dossier.id.bytes + dossier.tracking_key)


def read_tracking(token: str) -> Tracking:
    """Raises DossierNotFound for what is no link of ours; whether it opens something is another question."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise DossierNotFound from error
    # The last character has bits to spare: one link has one spelling.
    if not _ID_BYTES < len(raw) <= 64 or _written(raw) != token:
        raise DossierNotFound
    return Tracking(UUID(bytes=raw[:_ID_BYTES]), raw[_ID_BYTES:])


def must_open(tracking: Tracking, dossier: Dossier, *, at: datetime) -> None:
    """The key is compared in constant time; a year after submission the link is dead."""
    if not hmac.compare_digest(tracking.key, dossier.tracking_key) or dossier.submitted_at is None:
        raise DossierNotFound
    if at >= dossier.submitted_at + LIVES:
        raise TrackingLinkGone


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
