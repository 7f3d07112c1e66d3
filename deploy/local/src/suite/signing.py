"""Ed25519 signing keys, their rotation and their retirement."""

import base64
import json
import secrets
import time
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

if TYPE_CHECKING:
    from suite.keyring import Keyring

# Services re-read the trust file when it changes; a token signed by the new key must not arrive before that.
SPREAD_SECONDS = 3.0
# Longer than any token lives, capabilities that are stored aside: those are checked by their issuer alone.
KEPT_SECONDS = 600


def new_key(service: str) -> dict[str, str]:
    private = Ed25519PrivateKey.generate()
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": _encoded(private.public_key().public_bytes_raw()),
        "d": _encoded(private.private_bytes_raw()),
        "kid": f"{service}-{secrets.token_hex(4)}",
    }


def rotate(keyring: "Keyring", service: str, *, spread: float = SPREAD_SECONDS) -> str:
    """Trust first, sign after: returns the new key's id. The old key stays trusted until `prune`."""
    from suite.keyring import public, write_private

    old, new = keyring.signing_key(service), new_key(service)
    keyring.trust([*keyring.trusted(), public(new, issuer=service)])
    time.sleep(spread)
    write_private(keyring.signing_key_file(service), json.dumps(new))
    retired = _retired(keyring)
    retired[old["kid"]] = time.time()
    write_private(keyring.folder / "retired.json", json.dumps(retired, indent=2))
    return new["kid"]


def prune(keyring: "Keyring", *, now: float | None = None, kept: float = KEPT_SECONDS) -> list[str]:
    """Ends the trust in keys retired more than `kept` seconds ago; returns their ids."""
    from suite.keyring import write_private

    limit = (now or time.time()) - kept
    retired = _retired(keyring)
    expired = [kid for kid, at in retired.items() if at <= limit]
    if expired:
        keyring.remember([key for key in keyring.trusted() if key["kid"] in expired])
        keyring.trust([key for key in keyring.trusted() if key["kid"] not in expired])
        left = {kid: at for kid, at in retired.items() if kid not in expired}
        write_private(keyring.folder / "retired.json", json.dumps(left, indent=2))
    return expired


def _retired(keyring: "Keyring") -> dict[str, float]:
    path = keyring.folder / "retired.json"
    return json.loads(path.read_text()) if path.exists() else {}


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
