"""Events that the bus will never take are set aside, where a person sees them: retried for ever, they would hide and block."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from chassis import dead_letters, logs, metrics
from chassis.bus import Outgoing, Published
from chassis.database import Database

# The « handler » of such a letter on the operators' desk.
RELAY = "relay"
# A publication without an answer may be a slow server's: only so often, and only while others of the same batch are stored,
# does it mean that the bus forbids it.
MOST = 10


class Aside:
    """Of one relay. What it counts is lost with the process: the count begins again, the event does not."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._unanswered: Counter[UUID] = Counter()

    async def hopeless(self, messages: Iterable[tuple[Outgoing, UUID]], published: Published) -> list[UUID]:
        """Those that were buried now, each message with its tenant."""
        for stored, _ in published.stored:
            self._unanswered.pop(stored, None)
        if published.stored:
            self._unanswered.update(published.unanswered)
        buried: list[UUID] = []
        for message, tenant in messages:
            cause = published.refused.get(message.id) or self._given_up(message.id)
            if cause is None:
                continue
            logs.log.error("event set aside", event_id=str(message.id), type=message.subject, cause=cause)
            metrics.DEAD_LETTERS.labels(RELAY).inc()
            await dead_letters.bury(
                self._database,
                event_id=message.id,
                tenant=tenant,
                type=message.subject,
                handler=RELAY,
                body=message.body,
                cause=cause,
                attempts=self._unanswered.pop(message.id, 1),
            )
            buried.append(message.id)
        return buried

    def _given_up(self, event_id: UUID) -> str | None:
        return "the bus never answers for this event" if self._unanswered[event_id] >= MOST else None
