"""Where letters are written: their words asked of the event's owner, their addresses of identity, at this moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from chassis.actor import Actor
from chassis.clock import Clock
from chassis.queries import Queries
from contracts.asks import Reach
from notifier.delivery.facts import Facts
from notifier.delivery.posting.sheets import Sheet, sheets_pdf
from notifier.delivery.writing import Writer
from notifier.domain.languages import LOCALES
from notifier.domain.posting.postal_letter import Because, Status
from notifier.domain.posting.refusals import BatchEmpty
from notifier.mails.faults import CannotBeWritten
from notifier.queries.notification_to_send import notification_to_send
from notifier.queries.posting.post import PostalLetterLine, show_batch, waiting_letters

IN_HAND = (Status.BATCHED, Status.PRINTED)
Written = Sequence[tuple[PostalLetterLine, Sheet | Status]]


class Drawn(NamedTuple):
    """`file`: the sheets of all that are to leave, None when nobody is left; `ended`: how the others end."""

    file: bytes | None
    ended: Mapping[UUID, Status]


@dataclass(frozen=True)
class PostRoom:
    """Raises `Unavailable` when an owner does not answer: a letter is not given up for that."""

    queries: Queries
    facts: Facts
    writer: Writer
    now: Clock

    async def sort(self, actor: Actor) -> dict[UUID, Status]:
        """What waits: `waiting` for what can be printed, else how it ends."""
        lines = await self.queries.ask(waiting_letters, None, actor=actor)
        written = await self._written(lines, actor)
        return {line.id: Status.WAITING if isinstance(made, Sheet) else made for line, made in written}

    async def sheets(self, batch_id: UUID, actor: Actor) -> Drawn:
        """Raises `BatchNotFound`, `BatchEmpty`. Who has moved meanwhile is written to where they live now."""
        written = await self._left(batch_id, actor)
        if not written:
            raise BatchEmpty
        made = [sheet for _, sheet in written if isinstance(sheet, Sheet)]
        town = await self.facts.organisation(actor.tenant)
        return Drawn(await sheets_pdf(made, town, at=self.now()) if made else None, _ended(written))

    async def gone(self, batch_id: UUID, actor: Actor) -> Mapping[UUID, Status]:
        """Which letters of a batch are not to leave any more, and why. Raises `BatchNotFound`."""
        return _ended(await self._left(batch_id, actor))

    async def _left(self, batch_id: UUID, actor: Actor) -> Written:
        batch = await self.queries.ask(show_batch, batch_id, actor=actor)
        return await self._written([line for line in batch.lines if line.status in IN_HAND], actor)

    async def _written(self, lines: Sequence[PostalLetterLine], actor: Actor) -> Written:
        accounts = list({line.account_id for line in lines})
        reaches = await self.facts.reaches(accounts, tenant=actor.tenant)
        return [(line, await self._sheet(line, reaches.get(line.account_id), actor)) for line in lines]

    async def _sheet(self, line: PostalLetterLine, reach: Reach | None, actor: Actor) -> Sheet | Status:
        if line.is_read and line.status != Status.PRINTED and line.because == Because.RETURNS:
            return Status.READ
        if reach is None:
            return Status.POINTLESS
        if not reach.address:
            return Status.NO_ADDRESS
        ready = await self.queries.ask(notification_to_send, line.notification_id, actor=actor)
        if ready is None or ready.notification.purged_at is not None:
            return Status.POINTLESS
        facts = await self.facts.message(ready.notification, tenant=actor.tenant)
        is_over = facts.not_after is not None and facts.not_after <= self.now()
        if is_over or line.account_id not in {recipient.account_id for recipient in facts.recipients}:
            return Status.POINTLESS
        language = reach.locale if reach.locale in LOCALES else "fr"
        try:
            letter = await self.writer.words(ready, facts, name=reach.name, locale=language, tenant=actor.tenant)
        except CannotBeWritten:
            return Status.POINTLESS
        return Sheet(line.id, (reach.name, *reach.address), letter, Because(line.because))


def _ended(written: Written) -> dict[UUID, Status]:
    return {line.id: made for line, made in written if isinstance(made, Status)}
