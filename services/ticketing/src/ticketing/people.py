"""Who people are, asked of identity at the moment of showing. Nothing of it is kept but half a minute."""

import time
from collections.abc import Callable, Iterable
from uuid import UUID

from msgspec import Struct

from chassis import logs
from chassis.bus import Bus
from chassis.refusals import Unavailable
from contracts.asks import AskColleagues, AskContacts, AskOrganisation, Contacts, OrganisationFacts

FRESH = 30.0
MOST = 5_000


class Colleague(Struct, frozen=True):
    id: UUID
    name: str


class People:
    """`bus` gives the connection, or None while there is none: then names are missing, and pages go on without."""

    def __init__(self, bus: Callable[[], Bus | None]) -> None:
        self._bus = bus
        self._names: dict[UUID, tuple[float, str]] = {}
        self._organisations: dict[UUID, tuple[float, OrganisationFacts]] = {}

    async def names(self, accounts: Iterable[UUID | None], *, tenant: UUID) -> dict[UUID, str]:
        """« Camille Rougon » by account; unknown and erased accounts are absent."""
        wanted = {account for account in accounts if account is not None}
        since = time.monotonic() - FRESH
        held = {account: self._names[account] for account in wanted & self._names.keys()}
        known = {account: name for account, (at, name) in held.items() if at > since}
        missing, bus = tuple(wanted - known.keys()), self._bus()
        if not missing or bus is None:
            return known
        try:
            told = await bus.ask(AskContacts.subject, AskContacts(tenant=tenant, account_ids=missing), Contacts)
        except Unavailable:
            logs.log.warning("names not told")
            return known
        asked = {c.account_id: f"{c.given_name} {c.family_name}".strip() for c in told.contacts}
        if len(self._names) > MOST:
            self._names.clear()
        self._names.update({account: (time.monotonic(), name) for account, name in asked.items()})
        return known | asked

    async def colleagues(self, words: str, *, organisation: UUID) -> list[Colleague]:
        """Active members of the organisation who are meant by these words. Raises `Unavailable`."""
        bus = self._bus()
        if bus is None:
            raise Unavailable
        told = await bus.ask(AskColleagues.subject, AskColleagues(tenant=organisation, words=words), Contacts)
        return [Colleague(c.account_id, f"{c.given_name} {c.family_name}".strip()) for c in told.contacts]

    async def is_colleague(self, account: UUID, *, organisation: UUID) -> bool:
        """Raises `Unavailable`."""
        return any(one.id == account for one in await self.colleagues(str(account), organisation=organisation))

    async def organisation(self, organisation_id: UUID) -> OrganisationFacts:
        """Raises `Unavailable` when identity does not say and nothing is known."""
        held = self._organisations.get(organisation_id)
        if held is not None and time.monotonic() - held[0] < FRESH:
            return held[1]
        bus = self._bus()
        try:
            if bus is None:
                raise Unavailable
            told = await bus.ask(AskOrganisation.subject, AskOrganisation(tenant=organisation_id), OrganisationFacts)
        except Unavailable:
            if held is None:
                raise
            return held[1]
        self._organisations[organisation_id] = (time.monotonic(), told)
        return told

    async def portal(self, organisation_id: UUID) -> str:
        """Where customers read the documentation; nothing while it is not told."""
        try:
            return (await self.organisation(organisation_id)).public_url
        except Unavailable:
            return ""

    async def organisations(self, ids: Iterable[UUID]) -> dict[UUID, str]:
        """Names by organisation, as far as they can be told now."""
        told: dict[UUID, str] = {}
        for organisation_id in dict.fromkeys(ids):
            try:
                told[organisation_id] = (await self.organisation(organisation_id)).name
            except Unavailable:
                logs.log.warning("organisation not told", organisation_id=str(organisation_id))
                break
        return told
