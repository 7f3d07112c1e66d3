"""A device that keeps passkeys, in software: it answers as a telephone would, or as somebody who cheats."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class SoftAuthenticator:
    origin: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: uuid4().bytes)
    owner: str = ""
    counter: int = 0

    def make(self, options: dict[str, Any], *, verified: bool = True) -> str:
        self.owner = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + public
        said = self._said(options["rp"]["id"], ATTESTED | PRESENT | (VERIFIED if verified else 0)) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": said})
        spoken = self._spoken("webauthn.create", options["challenge"])
        response = {"clientDataJSON": _text(spoken), "attestationObject": _text(attestation)}
        return self._credential(response)

    def prove(self, options: dict[str, Any], *, verified: bool = True, origin: str = "", advance: int = 1) -> str:
        self.counter += advance
        said = self._said(options["rpId"], PRESENT | (VERIFIED if verified else 0))
        spoken = self._spoken("webauthn.get", options["challenge"], origin=origin)
        signature = self.key.sign(said + hashlib.sha256(spoken).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": _text(spoken),
            "authenticatorData": _text(said),
            "signature": _text(signature),
            "userHandle": self.owner,
        }
        return self._credential(response)

    def _said(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _spoken(self, kind: str, challenge: str, *, origin: str = "") -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin or self.origin}).encode()

    def _credential(self, response: dict[str, Any]) -> str:
        name = _text(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def _text(content: bytes) -> str:
    return bytes_to_base64url(content)
