"""What is public and the same for everyone: kept in memory for half a minute, forgotten by event, and still shown while
its service is down."""

import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from gateway.api import Api, ServiceDown
from gateway.visitors import NOBODY

if TYPE_CHECKING:
    from gateway.here import Here

FRESH = 30.0
MOST = 5_000
Key = tuple[UUID, str, str, str]


class _Kept(NamedTuple):
    body: Any
    until: float


class Remembered:
    """Asked as nobody in particular, so that what is kept can hold nothing of anyone."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()
        self._epoch = 0

    async def get(self, here: "Here", service: str, path: str) -> Any:
        """The answer to a public GET; raises what `Api.get` raises."""
        key = (here.organisation.id, here.locale, service, path)
        kept = self._kept.get(key)
        if kept is not None and kept.until > time.monotonic():
            return kept.body
        epoch = self._epoch
        try:
            body = await self._as_nobody(here, service).get(path)
        except ServiceDown:
            if kept is None:
                raise
            return kept.body
        self._kept[key] = _Kept(body, time.monotonic() + FRESH if epoch == self._epoch else 0.0)
        self._kept.move_to_end(key)
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return body

    async def forget(self, _: bytes = b"") -> None:
        """Something changed: ask again at the next visit, and keep what was known as the answer of last resort."""
        self._epoch += 1
        for key, kept in self._kept.items():
            self._kept[key] = kept._replace(until=0.0)

    def _as_nobody(self, here: "Here", service: str) -> Api:
        tenant, locale, visitors = here.organisation.id, here.locale, here.entrance.visitors
        return Api(
            here.entrance.upstream,
            service,
            lambda: visitors.token(service, tenant=tenant, visitor=NOBODY, locale=locale),
            locale=locale,
        )
