"""How often: token buckets in memory, per address block, per browser, per organisation (RELIABILITY.md, D-4)."""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from gateway.api import Refused
from gateway.words import N_

MOST_KEYS = 50_000


class Rate(NamedTuple):
    """`burst` at once, then `per_second`."""

    per_second: float
    burst: float


ADDRESS = Rate(50, 500)
BROWSER = Rate(20, 200)
ORGANISATION = Rate(1_000, 3_000)
# Submitting, signing in, sending: what costs more than reading.
CHANGES = Rate(5, 60)


class TooOften(Refused):
    def __init__(self, seconds: float) -> None:
        wait = max(1, math.ceil(seconds))
        super().__init__(
            429,
            N_("Trop de demandes en peu de temps."),
            N_("Attendez %(seconds)s s, puis réessayez. Rien n’a été perdu."),
            type="/problems/too-many",
            retry_after=wait,
            values={"seconds": wait},
        )


class Rates:
    """`generosity` multiplies every rate; 0 lifts them all. `sharing`: how many entrances share the visitors, one request here and
    the next one there."""

    def __init__(self, generosity: float = 1.0, *, sharing: Callable[[], int] = lambda: 1) -> None:
        self._generosity, self._sharing = generosity, sharing
        self._left: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def take(self, rate: Rate, kind: str, key: str) -> None:
        """One of `key`'s; raises `TooOften` when none is left."""
        if not self._generosity:
            return
        part = self._generosity / self._sharing()
        # One at least: who may do nothing at once may do nothing ever.
        per_second, burst = rate.per_second * part, max(1.0, rate.burst * part)
        now = time.monotonic()
        left, at = self._left.get((kind, key), (burst, now))
        left = min(burst, left + (now - at) * per_second)
        taken = left >= 1
        self._left[(kind, key)] = (left - 1 if taken else left, now)
        self._left.move_to_end((kind, key))
        if len(self._left) > MOST_KEYS:
            self._left.popitem(last=False)
        if not taken:
            raise TooOften((1 - left) / per_second)


@lru_cache(maxsize=4_096)
def block(address: str) -> str:
    """An IPv4 address, or the /64 that one subscriber has of IPv6."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address):
        return str(known.ipv4_mapped or ipaddress.ip_network((known, 64), strict=False).network_address)
    return address
