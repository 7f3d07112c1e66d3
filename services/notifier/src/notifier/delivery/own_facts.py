"""What has to be written because of the notifier's own causes: nobody else is asked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.actor import Actor
from chassis.queries import Queries
from contracts.asks import MessageFacts, OrganisationFacts, Recipient
from notifier.commands.inbox.send_digest import DUE
from notifier.domain.notification import Notification
from notifier.queries.inbox.my_notices import DigestOf, digest_lines

Organisation = Callable[[UUID], Awaitable[OrganisationFacts]]


@dataclass(frozen=True)
class OwnFacts:
    queries: Queries

    async def of(self, notification: Notification, organisation: OrganisationFacts, *, tenant: UUID) -> MessageFacts:
        if notification.cause.type == DUE:
            return await self._digest(notification, organisation, tenant)
        return MessageFacts(template="digest")

    async def _digest(self, notification: Notification, organisation: OrganisationFacts, tenant: UUID) -> MessageFacts:
        data = notification.cause.data
        account = UUID(data["account_id"])
        question = DigestOf(account, date.fromisoformat(data["day"]))
        lines = await self.queries.ask(digest_lines, question, actor=Actor.of_service("notifier", tenant))
        if not lines:
            # Everything was read in the meantime.
            return MessageFacts(template="digest")
        told = "\n".join(f"– {line.title}" for line in lines)
        link = f"{organisation.public_url}/mes-notifications"
        values = {"lines": told, "link": link}
        return MessageFacts(template="digest", recipients=(Recipient(account_id=account),), values=values)
