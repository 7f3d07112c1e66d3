"""What has to be written because of the notifier's own causes: nobody else is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.actor import Actor
from chassis.clock import Clock
from chassis.queries import Queries
from contracts.asks import Contact, MessageFacts, OrganisationFacts, Recipient
from notifier.commands.inbox.send_digest import DUE
from notifier.delivery.letter_links import LetterLinks
from notifier.domain.letters.subscriber import CONFIRM_WITHIN
from notifier.domain.notification import Notification
from notifier.domain.programs.message import ASKED
from notifier.domain.programs.own_template import named_as_kind
from notifier.mails.own import LINK
from notifier.queries.addresses.suppressed import count_waiting
from notifier.queries.inbox.my_notices import DigestOf, digest_lines
from notifier.queries.letters.subscriptions import subscriber_by_id
from notifier.queries.programs.messages import asked_message


@dataclass(frozen=True)
class OwnFacts:
    queries: Queries
    links: LetterLinks
    now: Clock

    async def of(self, notification: Notification, organisation: OrganisationFacts, *, tenant: UUID) -> MessageFacts:
        if notification.cause.type == DUE:
            return await self._digest(notification, organisation, tenant)
        if notification.cause.type == ASKED:
            return await self._asked(notification, organisation, tenant)
        return await self._subscription(notification, organisation, tenant)

    async def waiting(
        self, managers: Sequence[Contact], organisation: OrganisationFacts, *, tenant: UUID
    ) -> MessageFacts:
        """How many people are still to be reached otherwise; nobody is told when none is."""
        actor = Actor.of_service("notifier", tenant)
        count = await self.queries.ask(count_waiting, self.now(), actor=actor)
        if not count:
            return MessageFacts(template="addresses_waiting")
        values = {"link": f"{organisation.internal_url}/notifier/adresses", "several": str(count) if count > 1 else ""}
        recipients = tuple(Recipient(account_id=manager.account_id) for manager in managers)
        return MessageFacts(template="addresses_waiting", recipients=recipients, values=values)

    async def _asked(self, notification: Notification, organisation: OrganisationFacts, tenant: UUID) -> MessageFacts:
        """What a program gave, in the words that its organisation had then."""
        actor = Actor.of_service("notifier", tenant)
        message = await self.queries.ask(asked_message, notification.id, actor=actor)
        if message is None or message.content is None:
            return MessageFacts(template=notification.template or "")
        to = message.content.to
        return MessageFacts(
            template=named_as_kind(message.template),
            recipients=(Recipient(email=to.email, name=to.name, locale=to.locale),),
            values={LINK: organisation.public_url, **message.content.values},
            not_after=message.content.not_after,
            reply_to=message.content.reply_to,
        )

    async def _subscription(
        self, notification: Notification, organisation: OrganisationFacts, tenant: UUID
    ) -> MessageFacts:
        """The address is asked to prove itself. One that is confirmed already is asked about what it asked last."""
        actor = Actor.of_service("notifier", tenant)
        subscriber = await self.queries.ask(subscriber_by_id, notification.cause.about, actor=actor)
        if subscriber.email is None or subscriber.asked is None:
            return MessageFacts(template="newsletter_confirmation")
        token = self.links.token(subscriber.id, None, at=self.now(), lives=CONFIRM_WITHIN)
        link = f"{organisation.public_url}/lettre-d-information/confirmation/{token}"
        reader = Recipient(email=subscriber.email, locale=subscriber.asked.locale)
        return MessageFacts(template="newsletter_confirmation", recipients=(reader,), values={"link": link})

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
