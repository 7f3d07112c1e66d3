"""Checks a mail's signature as the world does: by RFC 6376's text, from the raw mail and the DNS. Shares no line with what signs."""

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key


def tags_of(value: str) -> dict[str, str]:
    pairs = [part.split("=", 1) for part in value.split(";") if "=" in part]
    return {name.strip(): "".join(text.split()) for name, text in pairs}


def headers_of(raw: str) -> list[str]:
    """Whole fields, folded as they came."""
    fields: list[str] = []
    for line in raw.split("\r\n\r\n", 1)[0].split("\r\n"):
        if line[:1] in (" ", "\t"):
            fields[-1] += "\r\n" + line
        else:
            fields.append(line)
    return fields


def relaxed(field: str) -> str:
    name, value = field.split(":", 1)
    return f"{name.strip().lower()}:{' '.join(value.split())}"


def body_hash(raw: str) -> str:
    lines = raw.split("\r\n\r\n", 1)[1].split("\r\n")
    squeezed = []
    for line in lines:
        words = line.replace("\t", " ")
        while "  " in words:
            words = words.replace("  ", " ")
        squeezed.append(words.rstrip(" "))
    text = "\r\n".join(squeezed).rstrip("\r\n")
    return base64.b64encode(hashlib.sha256(f"{text}\r\n".encode() if text else b"").digest()).decode()


def selector_of(raw: str) -> str:
    """The name in the DNS under which the key of its first signature is found."""
    tags = _signature(raw)[1]
    return f"{tags['s']}._domainkey.{tags['d']}"


def holds(raw: str, record: str) -> bool:
    field, tags = _signature(raw)
    if tags["bh"] != body_hash(raw):
        return False
    left = headers_of(raw)
    hashed = ""
    for name in tags["h"].split(":"):
        # From the bottom up; what is named once more than it is there stands for nothing.
        for place in range(len(left) - 1, -1, -1):
            if left[place].split(":", 1)[0].strip().lower() == name.strip().lower():
                hashed += relaxed(left.pop(place)) + "\r\n"
                break
    before, _, _ = relaxed(field).rpartition(" b=")
    hashed += f"{before} b="
    public = base64.b64decode(tags_of(record)["p"])
    try:
        if tags["a"] == "ed25519-sha256":
            key = Ed25519PublicKey.from_public_bytes(public)
            key.verify(base64.b64decode(tags["b"]), hashlib.sha256(hashed.encode()).digest())
        else:
            loaded = load_der_public_key(public)
            assert isinstance(loaded, RSAPublicKey)
            loaded.verify(base64.b64decode(tags["b"]), hashed.encode(), PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def is_signed(raw: str) -> bool:
    return any(field.lower().startswith("dkim-signature:") for field in headers_of(raw))


def _signature(raw: str) -> tuple[str, dict[str, str]]:
    field = next(field for field in headers_of(raw) if field.lower().startswith("dkim-signature:"))
    return field, tags_of(field.split(":", 1)[1])
