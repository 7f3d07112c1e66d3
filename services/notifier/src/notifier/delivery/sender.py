"""One notification, from its place in the queue to what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis import logs, telemetry
from chassis.actor import Actor
from chassis.commands import Commands
from chassis.database import Database
from chassis.queries import Queries
from chassis.refusals import Conflict, Unavailable
from notifier.commands.addresses.suppress_notification import SuppressNotification, suppress_notification
from notifier.commands.begin_attempt import BeginAttempt, begin_attempt
from notifier.commands.close_notification import CloseNotification, close_notification
from notifier.commands.end_attempt import EndAttempt, end_attempt
from notifier.commands.record_stumble import RecordStumble, record_stumble
from notifier.delivery import measures
from notifier.delivery.answer import Answer
from notifier.delivery.insisting import insisting
from notifier.delivery.preparing import Pointless, Preparation, Prepared
from notifier.delivery.providers import Providers
from notifier.delivery.simulation import Simulation
from notifier.delivery.wishes import Wishes
from notifier.domain.addresses.suppression import Suppression
from notifier.domain.attempts import Outcome
from notifier.domain.inbox.preferences import is_owed
from notifier.domain.notification import Notification, account_of
from notifier.mails.faults import CannotBeWritten
from notifier.queries.addresses.reader import AskReader, reader_of
from notifier.queries.notification_to_send import ToSend, notification_to_send
from notifier.storage import queue
from notifier.storage.queue import Claim
from notifier.storage.work import NotifierWork

# An owner who has said nothing for so long will not.
PATIENCE = timedelta(days=3)


class HopelesslySilent(CannotBeWritten):
    """The event's owner never told what is to be written."""

    hopeless = True

    def __init__(self) -> None:
        super().__init__("owner-silent")


@dataclass(frozen=True)
class Sender:
    """Raises `Unavailable` or `NotYet` when somebody else is needed first, or another hour, and nothing was attempted."""

    service: str
    database: Database
    queries: Queries
    commands: Commands[NotifierWork]
    preparation: Preparation
    provider: Providers
    wishes: Wishes
    simulation: Simulation

    async def send(self, claim: Claim) -> None:
        actor = Actor.of_service(self.service, claim.tenant)
        ready = await self.queries.ask(notification_to_send, claim.notification_id, actor=actor)
        if ready is None or ready.notification.has_ended:
            async with self.database.platform_transaction() as connection:
                await queue.forget(connection, claim.notification_id)
            return
        with telemetry.continued(ready.notification.traceparent, "deliver notification", kind="consumer") as span:
            span.set_attribute("parvis.notification_id", str(claim.notification_id))
            try:
                await self._deliver(ready, actor)
            except Conflict as ended:
                # Somebody else has finished it in the meantime.
                logs.log.warning("not sent", notification_id=str(claim.notification_id), cause=type(ended).__name__)

    async def _deliver(self, ready: ToSend, actor: Actor) -> None:
        notification = ready.notification
        try:
            prepared = await self._prepared(ready, actor)
        except Pointless as why:
            close = CloseNotification(notification_id=notification.id, because=why.because, template=why.template)
            await self.commands.run(close_notification, close, actor=actor)
        except CannotBeWritten as why:
            logs.log.error("message not written", notification_id=str(notification.id), reason=why.reason)
            stumble = RecordStumble(notification_id=notification.id, reason=why.reason, hopeless=why.hopeless)
            await self.commands.run(record_stumble, stumble, actor=actor)
            measures.ENDED.labels(notification.lane, Outcome.TECHNICAL_FAILURE).inc()
        else:
            if ready.asked is not None and ready.asked.played is not None:
                await self.simulation.play(notification, prepared, ready.asked.played, actor)
                return
            asked = AskReader(prepared.address_trace, account_of(prepared.recipient))
            reader = await self.queries.ask(reader_of, asked, actor=actor)
            if await self._is_silenced(notification, prepared, reader.suppression, actor):
                return
            if not await self.wishes.let_go(notification, prepared, reader.preferences, actor):
                return
            answer = await self._hand_over(notification, prepared, actor)
            await self._remember(notification, answer, actor)

    async def _prepared(self, ready: ToSend, actor: Actor) -> Prepared:
        try:
            return await self.preparation.of(ready, actor)
        except Unavailable as error:
            if self.commands.now() - ready.notification.created_at < PATIENCE:
                raise
            raise HopelesslySilent from error

    async def _is_silenced(
        self, notification: Notification, prepared: Prepared, suppression: Suppression | None, actor: Actor
    ) -> bool:
        """Nobody reads what goes to this address: it is not sent, and told in the notification centre."""
        owed, now = is_owed(prepared.template), self.commands.now()
        if suppression is None or not suppression.stops(notification.lane, owed=owed, at=now):
            return False
        suppress = SuppressNotification(
            notification_id=notification.id,
            template=prepared.template,
            recipient=prepared.recipient,
            shown=prepared.shown,
        )
        await self.commands.run(suppress_notification, suppress, actor=actor)
        return True

    async def _hand_over(self, notification: Notification, prepared: Prepared, actor: Actor) -> Answer:
        # The line first: a server that is down costs no attempt.
        async with self.provider.line() as line:
            begin = BeginAttempt(
                notification_id=notification.id,
                provider=line.name,
                template=prepared.template,
                recipient=prepared.recipient,
                address_trace=prepared.address_trace,
                message_id=prepared.message_id,
                shown=None if prepared.template == "digest" else prepared.shown,
            )
            await self.commands.run(begin_attempt, begin, actor=actor)
            return await self.provider.hand_over(line, prepared.mail, message_id=prepared.message_id)

    async def _remember(self, notification: Notification, answer: Answer, actor: Actor) -> None:
        end = EndAttempt(notification_id=notification.id, outcome=answer.outcome, reason=answer.reason)
        measures.ENDED.labels(notification.lane, answer.outcome).inc()
        await insisting(lambda: self.commands.run(end_attempt, end, actor=actor))
        if answer.outcome is Outcome.ACCEPTED:
            measures.TOOK.labels(notification.lane).observe(_seconds(notification.created_at, self.commands.now))


def _seconds(since: datetime, now: Callable[[], datetime]) -> float:
    return (now() - since).total_seconds()
