from uuid import UUID

from msgspec import Struct

from ticketing.domain.knowledge import Range, Rubric
from ticketing.domain.policies import must_edit_articles
from ticketing.storage import knowledge
from ticketing.storage.unit_of_work import TicketingWork


class ArrangeShelves(Struct, frozen=True):
    """Add or change ranges and rubrics; those not named stay as they are. Repeatable."""

    ranges: tuple[Range, ...] = ()
    rubrics: tuple[Rubric, ...] = ()
    owners: tuple[tuple[UUID, UUID], ...] = ()
    """(product, organisation)."""


async def arrange_shelves(command: ArrangeShelves, uow: TicketingWork) -> None:
    must_edit_articles(uow.actor)
    for one in command.ranges:
        await knowledge.keep_range(uow.connection, one)
    for one in command.rubrics:
        await knowledge.keep_rubric(uow.connection, one)
    for product_id, organisation_id in command.owners:
        await knowledge.keep_owner(uow, product_id, organisation_id, has=True)
