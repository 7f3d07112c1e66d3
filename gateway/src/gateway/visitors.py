"""People without an account: an anonymous id kept by the browser once a page needs it, and the tokens it acts with."""

import time
from datetime import timedelta
from uuid import UUID

from chassis.tokens import Signer
from contracts.tokens import AccessClaims

LIVES = timedelta(seconds=60)
KEPT_FOR = timedelta(days=30)
NOBODY = UUID(int=0)
"""Whoever only reads: no row ever belongs to it, so that readers can share one token."""


class Visitors:
    """Signs the only tokens that the gateway may issue: visitors', and its own."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer
        self._shared: dict[tuple[object, ...], tuple[str, float]] = {}

    def token(self, service: str, *, tenant: UUID, visitor: UUID, locale: str) -> str:
        if visitor != NOBODY:
            return self._sign(service, tenant=tenant, sub=visitor, kind="visitor", locale=locale)
        return self._reused(
            (service, tenant, locale), service, tenant=tenant, sub=NOBODY, kind="visitor", locale=locale
        )

    def own_token(self, service: str) -> str:
        """The gateway itself, in nobody's name."""
        return self._reused(("own", service), service, tenant=NOBODY, sub=NOBODY, kind="service")

    def _reused(self, key: tuple[object, ...], service: str, **claims: object) -> str:
        token, until = self._shared.get(key, ("", 0.0))
        if until < time.monotonic():
            if len(self._shared) > 10_000:
                self._shared.clear()
            token = self._sign(service, **claims)
            self._shared[key] = (token, time.monotonic() + LIVES.total_seconds() / 2)
        return token

    def _sign(self, service: str, **claims: object) -> str:
        return self._signer.sign(AccessClaims, audience=service, lives=LIVES, **claims)
