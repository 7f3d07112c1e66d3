"""Signs what leaves with the key of the organisation's domain, when it has one."""

import time
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key

from chassis.actor import Actor
from chassis.clock import Clock
from chassis.queries import Queries
from notifier.mails.dkim import SigningKey, signed
from notifier.mails.mail import Mail
from notifier.queries.signing.domain_keys import active_domain_key
from notifier.sealing import Seal

# A key that was just activated or retired is used or left after so many seconds at most, by every process.
FRESH = 30.0


class Signatures:
    def __init__(self, service: str, queries: Queries, seal: Seal, *, now: Clock) -> None:
        self._service, self._queries, self._seal, self._now = service, queries, seal, now
        self._keys: dict[tuple[UUID, str], tuple[float, SigningKey | None]] = {}

    async def on(self, mail: Mail, *, tenant: UUID, sender: str) -> Mail:
        """`sender` is who it is from: readers want the signature's domain to be theirs (DMARC)."""
        key = await self._key(tenant, sender.rpartition("@")[2])
        return mail if key is None else mail._replace(body=signed(mail.body, key, at=self._now()))

    def forget(self, tenant: UUID) -> None:
        """Its keys have changed."""
        self._keys = {known: kept for known, kept in self._keys.items() if known[0] != tenant}

    async def _key(self, tenant: UUID, domain: str) -> SigningKey | None:
        since, key = self._keys.get((tenant, domain), (-FRESH, None))
        if time.monotonic() - since < FRESH:
            return key
        found = await self._queries.ask(active_domain_key, domain, actor=Actor.of_service(self._service, tenant))
        key = None
        if found is not None:
            private = load_der_private_key(self._seal.open(found.sealed, about=str(found.id)), password=None)
            assert isinstance(private, rsa.RSAPrivateKey)
            key = SigningKey(found.domain, found.selector, private)
        self._keys[(tenant, domain)] = (time.monotonic(), key)
        return key
