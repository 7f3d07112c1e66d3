"""A browser that its owner wants to be told on."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

from notifier.domain.pushing.refusals import NotASubscription

LONGEST_ADDRESS = 2000
LONGEST_LABEL = 80
SECRET_BYTES = 16


class Subscribed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the browser gives: where its push service takes messages, and the keys that only the browser opens
    (RFC 8291; base64url). Whoever knows the address may write to the browser: it is kept sealed."""

    endpoint: str
    p256dh: str
    auth: str


class Wanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`label` is what its owner knows it by (« Firefox sur Android »); `locale` the language of our own words."""

    subscribed: Subscribed
    label: str = ""
    locale: Literal["fr", "en"] = "fr"


@dataclass(kw_only=True)
class Device:
    """`trace` is the salted hash of its address: by it, a browser that subscribes again is the same one."""

    id: UUID
    account_id: UUID
    trace: str
    sealed: str
    label: str
    locale: str
    created_at: datetime
    told_at: datetime | None = None
    version: int = 0

    def hand_to(self, account_id: UUID, sealed: str, wanted: Wanted) -> None:
        """Whoever subscribed last is who it tells: two people may share a browser, never their messages."""
        self.account_id, self.sealed = account_id, sealed
        self.label, self.locale = wanted.label, wanted.locale


def must_be_one(wanted: Wanted) -> Wanted:
    """Raises `NotASubscription`."""
    told = wanted.subscribed
    try:
        parts = urlsplit(told.endpoint)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
        _ = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), decoded(told.p256dh))
        if not is_address or len(told.endpoint) > LONGEST_ADDRESS or len(decoded(told.auth)) != SECRET_BYTES:
            raise NotASubscription
    except ValueError as error:
        raise NotASubscription from error
    return msgspec.structs.replace(wanted, label=" ".join(wanted.label.split())[:LONGEST_LABEL])


def decoded(text: str) -> bytes:
    """Base64url, with or without its padding. Raises `ValueError`."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
