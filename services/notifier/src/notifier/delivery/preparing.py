"""Everything that must be known before a message can be handed over: what, to whom, in which words."""

from typing import NamedTuple

import msgspec

from chassis import telemetry
from chassis.actor import Actor
from chassis.commands import Commands
from contracts.asks import MessageFacts
from notifier.commands.address_notification import AddressNotification, address_notification
from notifier.commands.close_notification import Because
from notifier.commands.inbox.arriving import Shown
from notifier.delivery.facts import Facts, Reached
from notifier.delivery.writing import Writer
from notifier.domain.notification import Notification
from notifier.mails.faults import CannotBeWritten
from notifier.mails.mail import Mail
from notifier.queries.notification_to_send import ToSend
from notifier.storage.work import NotifierWork


class Pointless(Exception):
    """There is no sense in sending it."""

    def __init__(self, because: Because, template: str) -> None:
        super().__init__(because)
        self.because, self.template = because, template


class Prepared(NamedTuple):
    mail: Mail
    message_id: str
    template: str
    recipient: str
    address_trace: str
    shown: Shown


class Preparation:
    """Raises `Unavailable` when an owner does not answer, `Pointless`, `CannotBeWritten`."""

    def __init__(self, facts: Facts, writer: Writer, commands: Commands[NotifierWork]) -> None:
        self._facts, self._writer, self._commands = facts, writer, commands

    async def of(self, ready: ToSend, actor: Actor) -> Prepared:
        facts = await self._told(ready.notification, actor)
        if facts.not_after is not None and facts.not_after <= self._commands.now():
            raise Pointless(Because.TOO_LATE, facts.template)
        key, person = await self._whom(ready.notification, facts, actor)
        written = await self._writer.mail(
            ready, facts, person, tenant=actor.tenant, at=self._commands.now(), traceparent=telemetry.traceparent()
        )
        shown = Shown(title=written.subject, link=written.link)
        trace = self._facts.trace_of(person.address)
        return Prepared(written.mail, written.message_id, facts.template, key, trace, shown)

    async def _told(self, notification: Notification, actor: Actor) -> MessageFacts:
        try:
            return await self._facts.message(notification, tenant=actor.tenant)
        except msgspec.ValidationError as error:
            raise CannotBeWritten("facts-not-understood") from error

    async def _whom(self, notification: Notification, facts: MessageFacts, actor: Actor) -> tuple[str, Reached]:
        """The key we keep and the person it stands for now. Others are given notifications of their own."""
        recipients = {self._facts.key_of(recipient): recipient for recipient in facts.recipients}
        if notification.recipient is None and len(recipients) > 1:
            told = AddressNotification(notification_id=notification.id, recipients=tuple(recipients))
            notification = await self._commands.run(address_notification, told, actor=actor)
        key = notification.recipient or next(iter(recipients), "")
        person = await self._facts.reach(recipients[key], tenant=actor.tenant) if key in recipients else None
        if person is None:
            raise Pointless(Because.NOBODY, facts.template)
        return key, person
