"""The name of the organisation, for the head of what it hands out: asked of identity at that moment, never kept here."""

from collections.abc import Awaitable, Callable

from chassis.actor import Actor
from chassis.refusals import Unavailable
from contracts.asks import AskOrganisation, OrganisationFacts

AskIdentity = Callable[[AskOrganisation], Awaitable[OrganisationFacts]]


class TownName:
    def __init__(self, ask: AskIdentity) -> None:
        self._ask = ask

    async def of(self, actor: Actor) -> str:
        """Empty while identity cannot answer: a receipt never fails for want of it."""
        try:
            return (await self._ask(AskOrganisation(tenant=actor.tenant))).name
        except Unavailable:
            return ""
