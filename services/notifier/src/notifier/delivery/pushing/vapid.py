"""Who we are to push services: RFC 8292."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwt
from joserfc.jwk import ECKey

from notifier.delivery.pushing.encryption import point_of
from notifier.domain.pushing.device import encoded

# The order of P-256's group: private keys are below it.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
LASTS = timedelta(hours=12)


class Vapid:
    """Its key follows from the installation's secret: nothing more to keep, and the same in every process. With
    another secret, browsers have to subscribe again."""

    def __init__(self, secret: bytes) -> None:
        # 48 bytes for 32: what is left of the division is as good as even.
        drawn = HKDF(algorithm=SHA256(), length=48, salt=None, info=b"notifier vapid").derive(secret)
        private = derive_private_key(int.from_bytes(drawn, "big") % (_ORDER - 1) + 1, SECP256R1())
        self.public = encoded(point_of(private.public_key()))
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self._key = ECKey.import_key(pem)

    def authorization(self, endpoint: str, *, contact: str, at: datetime) -> str:
        """The header for this push service alone. `contact`: whom its operator may write to."""
        parts = urlsplit(endpoint)
        claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((at + LASTS).timestamp()), "sub": contact}
        token = jwt.encode({"typ": "JWT", "alg": "ES256"}, claims, self._key)
        return f"vapid t={token}, k={self.public}"
