"""The address that answers to one ticket: `r+<token>@…`. Who has it may write in that ticket, and nothing else.

In the local part's 64 characters: organisation and ticket (16 bytes each) and 6 bytes of HMAC-SHA-256, in base 32, since
mail servers may change the case. 48 bits are tried against us alone, one mail at a time.
"""

import base64
import binascii
import hashlib
import hmac
from typing import NamedTuple
from uuid import UUID

from ticketing.domain.refusals import AddressUnknown

PREFIX = "r+"
_MARK = 6


class ReplyTo(NamedTuple):
    tenant: UUID
    ticket_id: UUID


def local_part(secret: bytes, to: ReplyTo) -> str:
    ids = to.tenant.bytes + to.ticket_id.bytes
    return PREFIX + base64.b32encode(ids + _mark(secret, ids)).decode().rstrip("=").lower()


def read_address(secret: bytes, address: str) -> ReplyTo:
    """Raises AddressUnknown for whatever we did not write."""
    local = address.rpartition("@")[0].lower()
    if not local.startswith(PREFIX):
        raise AddressUnknown
    typed = local.removeprefix(PREFIX).upper()
    try:
        raw = base64.b32decode(typed + "=" * (-len(typed) % 8))
    except (binascii.Error, ValueError) as error:
        raise AddressUnknown from error
    ids, mark = raw[:32], raw[32:]
    if len(raw) != 32 + _MARK or not hmac.compare_digest(_mark(secret, ids), mark):
        raise AddressUnknown
    return ReplyTo(UUID(bytes=ids[:16]), UUID(bytes=ids[16:]))


def _mark(secret: bytes, ids: bytes) -> bytes:
    return hmac.digest(secret, b"ticketing.reply-address\n" + ids, hashlib.sha256)[:_MARK]
