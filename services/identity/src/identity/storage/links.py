"""Activation and reset links, kept without anything that would make one."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from chassis.ids import new_id
from chassis.repository import Repository
from identity.domain.links import AccountLink, LinkNotFound, Purpose
from identity.storage.tables import account_links


class AccountLinks(Repository[AccountLink]):
    table = account_links
    missing = LinkNotFound

    def load(self, row: Row[Any]) -> AccountLink:
        return AccountLink(
            row.id,
            Purpose(row.purpose),
            row.account_id,
            row.created_at,
            row.expires_at,
            row.used_at,
            row.replaced_at,
            row.version,
            row.email,
        )

    def dump(self, aggregate: AccountLink) -> dict[str, Any]:
        a = aggregate
        return {
            "id": a.id,
            "purpose": str(a.purpose),
            "account_id": a.account_id,
            "created_at": a.created_at,
            "expires_at": a.expires_at,
            "used_at": a.used_at,
            "replaced_at": a.replaced_at,
            "email": a.email,
        }

    async def issue(self, purpose: Purpose, account_id: UUID, *, email: str | None = None) -> AccountLink:
        """A new link; those that were waiting for the same account and purpose die with this."""
        await self.end(purpose, account_id)
        return self.issue_beside(purpose, account_id, email=email)

    def issue_beside(self, purpose: Purpose, account_id: UUID, *, email: str | None = None) -> AccountLink:
        """One more; those that were waiting stay."""
        return self.add(AccountLink.issue(new_id(), purpose, account_id, at=self.uow.now, email=email))

    async def end(self, purpose: Purpose, account_id: UUID) -> None:
        waiting = select(account_links.c.id).where(
            account_links.c.account_id == account_id,
            account_links.c.purpose == str(purpose),
            account_links.c.used_at.is_(None),
            account_links.c.replaced_at.is_(None),
        )
        for link_id in (await self.uow.connection.execute(waiting)).scalars().all():
            (await self.get(link_id)).replace(at=self.uow.now)
