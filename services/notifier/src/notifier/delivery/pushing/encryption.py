"""What only the device opens: RFC 8291 over RFC 8188 (aes128gcm), one record."""

import os
import struct

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as new_key
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4096
# RFC 8291 4: the push service takes 4,096 bytes with the header, the tag and the delimiter.
LONGEST = 3993
_SALT = 16
_LAST_RECORD = b"\x02"


class TooLong(ValueError):
    """More than one push message holds."""


def sealed_for(
    plain: bytes,
    *,
    public: bytes,
    secret: bytes,
    own: EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of a push message. A key and a salt of its own for each, unless a known example is made again."""
    if len(plain) > LONGEST:
        raise TooLong
    own, salt = own or new_key(SECP256R1()), salt or os.urandom(_SALT)
    theirs = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
    mine = point_of(own.public_key())
    shared = own.exchange(ECDH(), theirs)
    material = _derived(shared, secret, b"WebPush: info\0" + public + mine, 32)
    key = _derived(material, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(material, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + struct.pack("!IB", RECORD, len(mine)) + mine
    return head + AESGCM(key).encrypt(nonce, plain + _LAST_RECORD, None)


def point_of(key: EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(material)
