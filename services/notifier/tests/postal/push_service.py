"""A push service (RFC 8030) and a browser behind it: what it was told, opened with the browser's own key (RFC 8291).

Written from the receiver's side of the standard, and sharing nothing with what sends.
"""

import base64
import json
import os
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def text_of(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def hkdf(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(material)


@dataclass
class Browser:
    """One subscription: its address at the push service, its key and its secret."""

    address: str
    secret: bytes = field(default_factory=lambda: os.urandom(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )

    def subscription(self, **changes: str) -> dict[str, Any]:
        told = {"endpoint": self.address, "p256dh": text_of(self.public), "auth": text_of(self.secret)}
        return {"subscribed": {**told, **changes}, "label": "Firefox sur Android", "locale": "fr"}

    def opens(self, body: bytes) -> bytes:
        salt, length = body[:16], body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        material = hkdf(self.secret, shared, b"WebPush: info\x00" + self.public + sender, 32)
        key = hkdf(salt, material, b"Content-Encoding: aes128gcm\x00", 16)
        nonce = hkdf(salt, material, b"Content-Encoding: nonce\x00", 12)
        record = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x00")
        assert record[-1] == 2, "not the last record"
        return record[:-1]


@dataclass
class Taken:
    path: str
    headers: dict[str, str]
    body: bytes

    def claims(self, public: str) -> dict[str, Any]:
        """What the sender says of itself, once its signature (RFC 8292) is found to be by this key."""
        scheme, _, rest = self.headers["authorization"].partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        assert (scheme, parts["k"]) == ("vapid", public)
        head, payload, signature = parts["t"].split(".")
        raw = bytes_of(signature)
        signed = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes_of(public))
        key.verify(signed, f"{head}.{payload}".encode(), ec.ECDSA(SHA256()))
        return json.loads(bytes_of(payload))


class PushService:
    """`answers` are statuses used up one by one, then 201."""

    def __init__(self) -> None:
        self._runner: web.AppRunner | None = None
        self.port = 0
        self.answers: list[int] = []
        self.taken: list[Taken] = []

    async def up(self) -> None:
        app = web.Application()
        app.router.add_post("/{path:.*}", self._take)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]

    async def down(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def a_browser(self) -> Browser:
        return Browser(f"http://127.0.0.1:{self.port}/{uuid4()}")

    def to(self, browser: Browser) -> list[Taken]:
        return [one for one in self.taken if browser.address.endswith(one.path)]

    def told(self, browser: Browser) -> list[dict[str, Any]]:
        """What its owner sees."""
        return [json.loads(browser.opens(one.body)) for one in self.to(browser)]

    async def _take(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.taken.append(Taken(request.path, headers, await request.read()))
        return web.Response(status=self.answers.pop(0) if self.answers else 201, headers={"retry-after": "3"})
