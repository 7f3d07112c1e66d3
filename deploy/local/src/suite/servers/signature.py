"""One signed S3 request (AWS Signature Version 4) with the standard library: readiness must not cost a client's import."""

import hashlib
import hmac
import http.client
from datetime import UTC, datetime

from suite.part import HOST

EMPTY = hashlib.sha256(b"").hexdigest()


def bucket_answers(port: int, bucket: str, *, access_key: str, secret_key: str) -> bool:
    """True when the store knows the bucket and accepts the credential."""
    now = datetime.now(UTC)
    stamp, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    headers = {
        "host": f"{HOST}:{port}",
        "x-amz-content-sha256": EMPTY,
        "x-amz-date": stamp,
    }
    names = ";".join(headers)
    request = "\n".join(
        [
            "HEAD",
            f"/{bucket}",
            "",
            *(f"{k}:{v}" for k, v in headers.items()),
            "",
            names,
            EMPTY,
        ]
    )
    scope = f"{day}/us-east-1/s3/aws4_request"
    to_sign = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(request.encode()).hexdigest()])
    key = f"AWS4{secret_key}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
    )
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("HEAD", f"/{bucket}", headers=headers)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
