"""Signed tokens: made by one part of the suite, checked by another without asking."""

from base64 import urlsafe_b64decode
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar

import msgspec
from joserfc import jws
from joserfc.errors import JoseError

from chassis.clock import Clock, utc_now
from chassis.keys import SigningKeyFile, Trust, TrustedKey
from chassis.refusals import Unauthenticated
from contracts.tokens import Claims

T = TypeVar("T", bound=Claims)
ALGORITHMS = ["Ed25519"]
CLOCK_DIFFERENCE = timedelta(seconds=5)
LONGEST = 8192


class TokenRefused(Unauthenticated):
    """Votre session n’est plus valable. Reconnectez-vous."""


class Signer:
    """Issues tokens in the name of this service."""

    def __init__(self, service: str, keys: SigningKeyFile, *, now: Clock = utc_now) -> None:
        self.service = service
        self._keys = keys
        self.now = now

    def sign(self, claims_type: type[T], *, audience: str, lives: timedelta, **claims: Any) -> str:
        """A token of this type for `audience`, valid for `lives` from now on."""
        now = int(self.now().timestamp())
        made = claims_type(iss=self.service, aud=audience, iat=now, exp=now + int(lives.total_seconds()), **claims)
        kid, key = self._keys.current()
        header = {"alg": ALGORITHMS[0], "kid": kid, "typ": claims_type.typ}
        return jws.serialize_compact(header, msgspec.json.encode(made), key, algorithms=ALGORITHMS)

    def public_key(self) -> dict[str, Any]:
        """The public half of the key that signs now, for who must verify after it was rotated away."""
        kid, key = self._keys.current()
        return {**key.as_dict(private=False), "kid": kid}


class Verifier:
    """Checks tokens made for this service. Fails closed: whatever is unclear is refused."""

    def __init__(self, service: str, trust: Trust, *, now: Clock = utc_now) -> None:
        self.service = service
        self._trust = trust
        self.now = now

    def read(self, token: str, claims_type: type[T], *, issuers: Collection[str]) -> T:
        """The claims, or `TokenRefused`. Checks signature, type, issuer, audience and times."""
        if len(token) > LONGEST:
            raise TokenRefused
        kid = _kid_of(token, claims_type.typ)
        known = self._trust.find(kid)
        if known is None or known.issuer not in issuers:
            raise TokenRefused
        claims = _decoded(token, known, claims_type)
        if claims.iss != known.issuer or claims.aud != self.service or not self._is_current(claims):
            raise TokenRefused
        return claims

    def _is_current(self, claims: Claims) -> bool:
        now: datetime = self.now()
        return claims.iat - CLOCK_DIFFERENCE.total_seconds() <= now.timestamp() < claims.exp


def _kid_of(token: str, typ: str) -> str:
    header = _header(token.partition(".")[0])
    if header.get("typ") != typ or header.get("alg") not in ALGORITHMS:
        raise TokenRefused
    return str(header.get("kid"))


@lru_cache(maxsize=256)
def _header(encoded: str) -> dict[str, Any]:
    """All tokens of one key begin alike. Nothing is believed before the signature is checked, over this text too."""
    try:
        return msgspec.json.decode(urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)), type=dict[str, Any])
    except (msgspec.MsgspecError, ValueError) as error:
        raise TokenRefused from error


@lru_cache(maxsize=4096)
def _decoded(token: str, known: TrustedKey, claims_type: type[T]) -> T:
    """A gateway sends the same token for some seconds: its signature is checked once. Times are checked each time."""
    try:
        verified = jws.deserialize_compact(token.encode("ascii"), known.key, algorithms=ALGORITHMS)
        return msgspec.json.decode(verified.payload, type=claims_type)
    except (JoseError, msgspec.MsgspecError, ValueError) as error:
        raise TokenRefused from error
