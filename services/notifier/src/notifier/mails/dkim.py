"""A mail's signature in its domain's name (RFC 6376): rsa-sha256, relaxed/relaxed.

Ours because no library for it comes as a wheel; its tests read the examples of RFC 8463 and what it signs with a reader of
their own.
"""

import base64
import hashlib
import re
from datetime import datetime
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

SIGNED = (
    "from",
    "to",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "references",
    "mime-version",
    "content-type",
    "content-language",
    "auto-submitted",
    "list-id",
    "list-unsubscribe",
    # RFC 8058 4: one click counts only when these two are signed.
    "list-unsubscribe-post",
    "parvis-message",
)
# Named once more than they are there: nobody adds a second one that readers would show.
ONCE_MORE = ("from", "subject")
_BLANKS = re.compile(rb"[ \t]+")


class SigningKey(NamedTuple):
    domain: str
    selector: str
    key: rsa.RSAPrivateKey


def signed(mail: bytes, by: SigningKey, *, at: datetime) -> bytes:
    """The mail, its lines ended by CRLF, with the signature before its first header."""
    head, _, body = mail.partition(b"\r\n\r\n")
    fields = _fields(head)
    names = [name for name in SIGNED if name in fields]
    listed = ":".join([*names, *(name for name in ONCE_MORE if name in fields)])
    digest = base64.b64encode(hashlib.sha256(relaxed_body(body)).digest()).decode()
    signature = (
        f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={by.domain};\r\n"
        f" s={by.selector}; t={int(at.timestamp())};\r\n"
        f" h={listed};\r\n"
        f" bh={digest};\r\n"
        f" b="
    )
    hashed = b"".join(fields[name] + b"\r\n" for name in names) + relaxed_header(signature.encode())
    made = base64.b64encode(by.key.sign(hashed, PKCS1v15(), SHA256())).decode()
    folded = "\r\n ".join(made[start : start + 72] for start in range(0, len(made), 72))
    return f"{signature}{folded}\r\n".encode() + mail


def relaxed_header(field: bytes) -> bytes:
    """RFC 6376 3.4.2, without the line's end."""
    name, _, value = field.partition(b":")
    unfolded = _BLANKS.sub(b" ", value.replace(b"\r\n", b"")).strip(b" \t")
    return name.strip().lower() + b":" + unfolded


def relaxed_body(body: bytes) -> bytes:
    """RFC 6376 3.4.4."""
    lines = [_BLANKS.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)


def _fields(head: bytes) -> dict[str, bytes]:
    """Relaxed, by name; of several of one name the last, as verifiers read them."""
    whole = re.split(rb"\r\n(?![ \t])", head)
    relaxed = (relaxed_header(field) for field in whole)
    return {field.partition(b":")[0].decode("ascii", "replace"): field for field in relaxed}
