"""Changes of features, kept."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from chassis.ids import new_id
from chassis.unit_of_work import UnitOfWork
from contracts.features import FeatureState
from identity.storage.tables import feature_changes, organisations


class FeatureChanges:
    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, state: FeatureState) -> None:
        row = {
            "id": new_id(),
            "name": state.name,
            "mode": str(state.mode),
            "organisations": list(state.organisations),
            "share": state.share,
            "changed_by": self._uow.actor.subject,
            "changed_at": self._uow.now,
        }
        await self._uow.insert(feature_changes, row)

    async def organisations_at(self, slugs: Sequence[str]) -> dict[str, UUID]:
        """By the words of their addresses; unknown ones are absent."""
        found = select(organisations.c.slug, organisations.c.id).where(organisations.c.slug.in_(slugs))
        return {row.slug: row.id for row in await self._uow.connection.execute(found)}
