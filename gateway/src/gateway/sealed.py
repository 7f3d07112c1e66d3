"""Values that a browser keeps for us and cannot alter: visitor ids, flashes, form tokens."""

import base64
import hashlib
import hmac


class Seal:
    """Signs with the gateway's secret. `purpose` keeps a value of one use from serving another."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def mark(self, purpose: str, text: str) -> str:
        """A signature of 43 characters."""
        signed = hmac.digest(self._secret, f"{purpose}\n{text}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(signed).rstrip(b"=").decode()

    def close(self, purpose: str, text: str) -> str:
        return f"{self.mark(purpose, text)}.{base64.urlsafe_b64encode(text.encode()).rstrip(b'=').decode()}"

    def open(self, purpose: str, sealed: str | None) -> str | None:
        """The text, or None for what we did not close ourselves."""
        mark, _, encoded = (sealed or "").partition(".")
        try:
            text = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
        except ValueError:
            return None
        return text if self.matches(purpose, text, mark) and encoded else None

    def matches(self, purpose: str, text: str, mark: str) -> bool:
        return hmac.compare_digest(self.mark(purpose, text).encode(), mark.encode())
