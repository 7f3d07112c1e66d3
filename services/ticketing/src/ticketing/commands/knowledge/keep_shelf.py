from msgspec import Struct

from ticketing.domain.knowledge import Range, Rubric
from ticketing.domain.policies import must_edit_articles
from ticketing.domain.shelves import must_be_a_range, must_be_a_rubric
from ticketing.storage import knowledge
from ticketing.storage.unit_of_work import TicketingWork


class KeepRange(Struct, frozen=True):
    range: Range


class KeepRubric(Struct, frozen=True):
    rubric: Rubric


async def keep_range(command: KeepRange, uow: TicketingWork) -> Range:
    """New, or changed. Raises ShelfInvalid when another has its address."""
    must_edit_articles(uow.actor)
    must_be_a_range(command.range)
    await knowledge.must_be_the_only_range(uow.connection, command.range)
    await knowledge.keep_range(uow.connection, command.range)
    uow.note("ticketing.range.kept", command.range.id)
    return command.range


async def keep_rubric(command: KeepRubric, uow: TicketingWork) -> Rubric:
    """New, or changed; out of its season, neither it nor its pages are there. Raises ShelfInvalid."""
    must_edit_articles(uow.actor)
    must_be_a_rubric(command.rubric)
    await knowledge.must_be_the_only_rubric(uow.connection, command.rubric)
    await knowledge.keep_rubric(uow.connection, command.rubric)
    uow.note("ticketing.rubric.kept", command.rubric.id)
    return command.rubric
