"""What other services have of somebody, asked of them when a page is shown, with the reader's own rights. Nothing is kept."""

import asyncio
from collections.abc import Callable
from uuid import UUID

from msgspec import Struct

from chassis import logs
from chassis.actor import Actor
from chassis.bus import Bus
from chassis.refusals import Unavailable
from contracts.asks import AskRecent, Reader, Recent, RecentLine

# Who is asked, and the permission without which it need not be.
OPENED_BY = {"demarches": "demarches.dossiers.read", "notifier": "notifier.messages.read"}


class Told(Struct, frozen=True):
    """`lines` is None when the service does not answer now."""

    service: str
    lines: tuple[RecentLine, ...] | None


class Elsewhere:
    """`bus` gives the connection, or None while there is none."""

    def __init__(self, bus: Callable[[], Bus | None]) -> None:
        self._bus = bus

    async def about(self, account: UUID, reader: Actor) -> list[Told]:
        """Of the services that the reader may read, each at once: a ticket waits for the slowest alone."""
        asked = [service for service, permission in OPENED_BY.items() if reader.holds(permission)]
        told = await asyncio.gather(*(self._ask(service, account, reader) for service in asked))
        return [one for one in told if one is not None]

    async def _ask(self, service: str, account: UUID, reader: Actor) -> Told | None:
        assert reader.account is not None
        question = AskRecent(
            tenant=reader.tenant,
            account_id=account,
            reader=Reader(
                account_id=reader.account, permissions=tuple(sorted(reader.permissions)), locale=reader.locale
            ),
        )
        bus = self._bus()
        try:
            if bus is None:
                raise Unavailable
            recent = await bus.ask(AskRecent.subject_for(service), question, Recent)
        except Unavailable:
            logs.log.warning("recent not told", service=service)
            return Told(service, None)
        return Told(service, recent.lines) if recent.permitted else None
