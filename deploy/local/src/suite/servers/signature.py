"""Signed S3 requests (AWS Signature Version 4) with the standard library: readiness must not cost a client's import."""

import hashlib
import hmac
import http.client
import re
from datetime import UTC, datetime
from html import unescape
from typing import NamedTuple
from urllib.parse import quote

from suite.part import HOST

EMPTY = hashlib.sha256(b"").hexdigest()
KEY = re.compile(rb"<Key>([^<]+)</Key>")


class Credential(NamedTuple):
    access_key: str
    secret_key: str


def bucket_answers(port: int, bucket: str, credential: Credential) -> bool:
    """True when the store knows the bucket and accepts the credential."""
    return _asked(port, "HEAD", f"/{bucket}", credential)[0] == 200


def reads_what_it_keeps(port: int, bucket: str, credential: Credential) -> bool:
    """False while an object is listed that the store cannot read yet: it knows names before it has found its volumes."""
    status, listed = _asked(port, "GET", f"/{bucket}", credential, query="list-type=2&max-keys=1")
    if status != 200:
        return False
    first = KEY.search(listed)
    # One byte, or the refusal of one where the object is empty, or gone meanwhile.
    return (
        first is None
        or 200 <= _asked(port, "GET", f"/{bucket}/{quote(unescape(first[1].decode()))}", credential)[0] < 500
    )


def _asked(port: int, method: str, path: str, credential: Credential, *, query: str = "") -> tuple[int, bytes]:
    """Status, and what a listing holds; 0 where nobody answers. Of an object the first byte alone is asked."""
    now = datetime.now(UTC)
    stamp, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    headers = {
        "host": f"{HOST}:{port}",
        "x-amz-content-sha256": EMPTY,
        "x-amz-date": stamp,
    }
    names = ";".join(headers)
    request = "\n".join([method, path, query, *(f"{k}:{v}" for k, v in headers.items()), "", names, EMPTY])
    scope = f"{day}/us-east-1/s3/aws4_request"
    to_sign = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(request.encode()).hexdigest()])
    key = f"AWS4{credential.secret_key}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={credential.access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
    )
    if not query:
        headers["range"] = "bytes=0-0"
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request(method, f"{path}?{query}" if query else path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read() if query else b""
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()
