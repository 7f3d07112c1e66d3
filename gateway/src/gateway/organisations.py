"""Whose entrance it is: the organisation behind a host name, remembered for half a minute and forgotten by event."""

import re
import time
from typing import Any
from uuid import UUID

import msgspec

from chassis import logs
from contracts.plans import ANSWERS, FUNCTION_KEYS
from gateway.api import Api, Refused, ServiceDown

# Where a value is that is not of the kind that is read here, as msgspec says it.
_FIELD = re.compile(r"at `\$\.(\w+)")
FRESH = 30.0
UNKNOWN_FRESH = 5.0
MOST = 10_000


class UsefulLink(msgspec.Struct, frozen=True):
    label: str
    url: str


class Opening(msgspec.Struct, frozen=True):
    """As the organisation words it."""

    day: str
    hours: str


class DataProtection(msgspec.Struct, frozen=True):
    controller: str = ""
    officer_name: str = ""
    officer_email: str = ""
    officer_phone: str = ""


class NonConformity(msgspec.Struct, frozen=True):
    content: str
    criterion: str = ""
    alternative: str = ""


class Derogation(msgspec.Struct, frozen=True):
    content: str
    reason: str
    alternative: str = ""


class AccessibilityStatement(msgspec.Struct, frozen=True):
    """What the organisation adds to the declaration of its portal."""

    contact: str = ""
    email: str = ""
    phone: str = ""
    non_conformities: tuple[NonConformity, ...] = ()
    derogations: tuple[Derogation, ...] = ()


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What the organisation says of itself, as identity tells it."""

    id: UUID
    slug: str
    name: str
    kind: str = ""
    status: str = "active"
    guichet_active: bool = False
    is_support_portal: bool = False
    colour: str = ""
    title: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    opening_hours: tuple[Opening, ...] = ()
    links: tuple[UsefulLink, ...] = ()
    rgpd: DataProtection = DataProtection()
    accessibility: AccessibilityStatement = AccessibilityStatement()
    # All of them while identity, of a former release, does not say.
    functions: frozenset[str] = FUNCTION_KEYS
    logo: str = ""
    banner: str = ""

    @property
    def answers(self) -> bool:
        """Whether the portal answers questions (GW-09)."""
        return ANSWERS in self.functions


def read(told: dict[str, Any]) -> Facts:
    """While identity is of a newer or a former release, it may say one thing in another shape: then that one is as if it had
    not been said, and the portal stays open. Raises for what no page can do without."""
    while True:
        try:
            return msgspec.convert(told, Facts)
        except msgspec.ValidationError as wrong:
            found = _FIELD.search(str(wrong))
            if found is None or found[1] not in told or found[1] in Facts.__struct_fields__[:3]:
                raise
            logs.log.warning("organisation read in part", left_out=found[1])
            told = {name: value for name, value in told.items() if name != found[1]}


class _Known(msgspec.Struct):
    facts: Facts | None
    until: float


class Organisations:
    """Asks identity, and goes on with what it knew while identity is down."""

    def __init__(self, identity: Api) -> None:
        self._identity = identity
        self._known: dict[str, _Known] = {}

    async def find(self, slug: str) -> Facts | None:
        """The organisation, or None when there is none. Raises `ServiceDown` when identity is and nothing is known."""
        known = self._known.get(slug)
        if known is not None and known.until > time.monotonic():
            return known.facts
        try:
            facts = read(await self._identity.get(f"/internal/organisations/{slug}"))
        except ServiceDown:
            if known is None:
                raise
            return known.facts
        except Refused as refused:
            if refused.status != 404:
                raise
            facts = None
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[slug] = _Known(facts, time.monotonic() + (FRESH if facts else UNKNOWN_FRESH))
        return facts

    async def forget(self, _: bytes = b"") -> None:
        """Something changed: ask again at the next visit. What was known stays as the answer of last resort."""
        for known in self._known.values():
            known.until = 0.0
