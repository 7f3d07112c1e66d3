"""Opinions, kept."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from chassis.repository import Repository
from demarches.domain.opinions import Opinion, Stance
from demarches.domain.refusals import OpinionNotFound
from demarches.storage.tables import opinions


class Opinions(Repository[Opinion]):
    table = opinions
    missing = OpinionNotFound

    def load(self, row: Row[Any]) -> Opinion:
        return opinion_of(row)

    def dump(self, aggregate: Opinion) -> dict[str, Any]:
        known = {name: value for name, value in asdict(aggregate).items() if name != "version"}
        return known | {"stance": str(aggregate.stance) if aggregate.stance else None}

    async def of(self, dossier_id: UUID, opinion_id: UUID) -> Opinion:
        found = await self.find(opinions.c.dossier_id == dossier_id, opinions.c.id == opinion_id)
        if found is None:
            raise OpinionNotFound
        return found


def opinion_of(row: Row[Any]) -> Opinion:
    known = {name: row._mapping[name] for name in Opinion.__dataclass_fields__}
    return Opinion(**{**known, "stance": Stance(row.stance) if row.stance else None})
