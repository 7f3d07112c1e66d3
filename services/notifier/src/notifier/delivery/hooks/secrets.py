"""The secret of a webhook: told once, kept sealed."""

import base64
import os
from typing import NamedTuple
from uuid import UUID

from chassis.ids import new_id
from notifier.sealing import Seal

PREFIX = "whsec_"
BYTES = 32


class NewSecret(NamedTuple):
    endpoint_id: UUID
    sealed: str
    text: str


def new_secret(seal: Seal, endpoint_id: UUID | None = None) -> NewSecret:
    endpoint_id, secret = endpoint_id or new_id(), os.urandom(BYTES)
    return NewSecret(endpoint_id, seal.close(secret, about=about(endpoint_id)), secret_text(secret))


def secret_text(secret: bytes) -> str:
    return PREFIX + base64.b64encode(secret).decode()


def about(endpoint_id: UUID) -> str:
    """What a secret is sealed for."""
    return f"hook {endpoint_id}"
