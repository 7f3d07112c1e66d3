"""Keys that sign mails, kept."""

from typing import Any

from sqlalchemy import Column, DateTime, Index, Row, String, Table, UniqueConstraint, text

from chassis import tables
from chassis.repository import Repository
from notifier.domain.signing.domain_key import DomainKey, Stage
from notifier.domain.signing.refusals import DomainKeyNotFound
from notifier.storage.tables import metadata

domain_keys = Table(
    "domain_keys",
    metadata,
    *tables.aggregate_columns(),
    Column("domain", String, nullable=False),
    Column("selector", String, nullable=False),
    Column("public", String, nullable=False),
    Column("sealed", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("active_at", DateTime(timezone=True)),
    Column("retired_at", DateTime(timezone=True)),
    UniqueConstraint("tenant", "domain", "selector", name="domain_keys_selector"),
    # One that signs, one that waits to take over.
    Index("domain_keys_one", "tenant", "domain", "stage", unique=True, postgresql_where=text("stage <> 'retired'")),
)


class DomainKeys(Repository[DomainKey]):
    table = domain_keys
    missing = DomainKeyNotFound

    def load(self, row: Row[Any]) -> DomainKey:
        return domain_key_of(row)

    def dump(self, aggregate: DomainKey) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "domain": a.domain,
            "selector": a.selector,
            "public": a.public,
            "sealed": a.sealed,
            "stage": str(a.stage),
            "created_at": a.created_at,
            "active_at": a.active_at,
            "retired_at": a.retired_at,
        }

    async def at(self, domain: str, stage: Stage) -> DomainKey | None:
        """The one that signs for a domain, or the one that waits."""
        return await self.find(self.table.c.domain == domain, self.table.c.stage == str(stage))

    async def save_changes(self) -> None:
        """Who retires goes first: of two that sign, the database would refuse the second."""
        retired_first = sorted(self._kept.items(), key=lambda kept: kept[1][0].stage is not Stage.RETIRED)
        self._kept = dict(retired_first)
        await super().save_changes()


def domain_key_of(row: Row[Any]) -> DomainKey:
    return DomainKey(
        id=row.id,
        domain=row.domain,
        selector=row.selector,
        public=row.public,
        sealed=row.sealed,
        stage=Stage(row.stage),
        created_at=row.created_at,
        active_at=row.active_at,
        retired_at=row.retired_at,
        version=row.version,
    )
