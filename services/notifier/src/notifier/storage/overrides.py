"""The organisations' own wordings, kept."""

from typing import Any

from sqlalchemy import Row, delete

from chassis.repository import Repository
from notifier.domain.override import Override, Wording
from notifier.domain.refusals import TemplateNotFound
from notifier.storage.tables import template_overrides


class Overrides(Repository[Override]):
    table = template_overrides
    missing = TemplateNotFound

    def load(self, row: Row[Any]) -> Override:
        return override_of(row)

    def dump(self, aggregate: Override) -> dict[str, Any]:
        a, w = aggregate, aggregate.wording
        return {
            "id": a.id,
            "key": a.key,
            "locale": a.locale,
            "subject": w.subject,
            "preheader": w.preheader,
            "body": w.body,
            "button": w.button,
            "reason": w.reason,
            "changed_at": a.changed_at,
            "changed_by": a.changed_by,
        }

    async def of(self, key: str, locale: str) -> Override | None:
        """The organisation's own wording of this template, locked, or None when it uses ours."""
        return await self.find(self.table.c.key == key, self.table.c.locale == locale)

    async def withdraw(self, override: Override) -> None:
        self._kept.pop(override.id, None)
        await self.uow.connection.execute(delete(self.table).where(self.table.c.id == override.id))


def override_of(row: Row[Any]) -> Override:
    return Override(
        id=row.id,
        key=row.key,
        locale=row.locale,
        wording=Wording(
            subject=row.subject, preheader=row.preheader, body=row.body, button=row.button, reason=row.reason
        ),
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        version=row.version,
    )
