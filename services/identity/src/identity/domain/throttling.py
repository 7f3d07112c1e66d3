"""How often one may try (decisions D-3 and D-4). Never a lock for good: that would be a weapon against the owner."""

import hashlib
import ipaddress
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

PAUSE = timedelta(minutes=15)
FREE_ATTEMPTS = 5
REFUSED_FROM = 10


class Limit(NamedTuple):
    """At most `most` within `window`, counted from the first."""

    most: int
    window: timedelta


SIGN_INS_PER_ADDRESS = Limit(100, PAUSE)
WRONG_LINKS_PER_ADDRESS = Limit(10, timedelta(hours=1))
MAILS_PER_RECIPIENT = Limit(3, timedelta(hours=1))
MAIL_REQUESTS_PER_ADDRESS = Limit(30, timedelta(hours=1))
REGISTRATIONS_PER_ADDRESS = Limit(20, timedelta(hours=1))
UNPROVEN_REGISTRATIONS_PER_ADDRESS = Limit(3, timedelta(hours=1))
TAKEN_ANSWERS_PER_ADDRESS = Limit(10, timedelta(hours=1))
CODES_PER_ADDRESS = Limit(20, timedelta(hours=1))
EXPORTS = Limit(3, timedelta(days=1))
KEYS = Limit(10, timedelta(hours=1))
# Wrong passwords of a whole organisation: from so many on, and five times as many as people who came in, somebody tries
# stolen lists, one password an account and from many addresses, which no other count sees (A19).
STUFFING = Limit(50, timedelta(minutes=10))
STUFFING_RATIO = 5
# However long it lasts, whoever is told hears of it twice a day at most.
ALARMS = Limit(1, timedelta(hours=12))
ALARM = "sign-in alarm"
FAILURES = "sign-in failures"
STEP_UPS = Limit(10, PAUSE)


def delay_before(attempt: int) -> float:
    """Seconds to wait before the n-th attempt in a row (from 1): none for five, then 1, 2, 4, 8."""
    return 0.0 if attempt <= FREE_ATTEMPTS else float(2 ** (attempt - FREE_ATTEMPTS - 1))


def account_key(account_id: UUID | None, typed: str) -> str:
    """The same for a known and an unknown identifier, but for what is counted."""
    return f"account:{account_id}" if account_id else f"account:{_digest(typed.lower())}"


def device_key(account_id: UUID, device: str) -> str:
    return f"device:{account_id}:{_digest(device)}"


def recipient_key(purpose: str, email: str) -> str:
    return f"{purpose}:{_digest(email.lower())}"


def address_key(purpose: str, address: str) -> str:
    """An IPv6 subscriber has a whole /64 to try from; an unknown address counts as one."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return f"{purpose}:unknown"
    if isinstance(known, ipaddress.IPv6Address):
        known = ipaddress.ip_network((known, 64), strict=False).network_address
    return f"{purpose}:{_digest(str(known))}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]
