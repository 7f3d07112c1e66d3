from msgspec import Struct
from sqlalchemy.dialects.postgresql import insert

from chassis.policies import must_hold
from demarches.domain.permissions import ORGANISE
from demarches.storage.tables import published_figures
from demarches.storage.unit_of_work import DemarchesWork


class PublishFigures(Struct, frozen=True):
    published: bool


async def publish_figures(command: PublishFigures, uow: DemarchesWork) -> None:
    """Whether anyone may read the figures. Small numbers never are: they would point at somebody."""
    must_hold(uow.actor, ORGANISE)
    facts = {"published": command.published, "since": uow.now if command.published else None}
    row = insert(published_figures).values(**facts)
    _ = await uow.connection.execute(row.on_conflict_do_update(index_elements=["tenant"], set_=facts))
    uow.note("demarches.figures.published" if command.published else "demarches.figures.withdrawn", uow.actor.tenant)
