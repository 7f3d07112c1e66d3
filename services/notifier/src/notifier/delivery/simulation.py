"""Messages that are not really sent: their outcomes are played, everything else is as it is for real."""

from dataclasses import dataclass

from chassis.actor import Actor
from chassis.commands import Commands
from notifier.commands.addresses.hear_report import HearReport, hear_report
from notifier.commands.begin_attempt import BeginAttempt, begin_attempt
from notifier.commands.end_attempt import EndAttempt, end_attempt
from notifier.delivery.preparing import Prepared
from notifier.domain.addresses.reports import Verdict
from notifier.domain.attempts import Outcome
from notifier.domain.notification import Notification
from notifier.domain.programs.message import Played
from notifier.storage.work import NotifierWork

PROVIDER = "simulation"
_REPORTS = {
    Played.DELIVERED: (Verdict.DELIVERED, "2.0.0"),
    Played.TEMPORARY: (Verdict.DELIVERED, "2.0.0"),
    Played.BOUNCED: (Verdict.BOUNCED, "5.1.1"),
    Played.COMPLAINED: (Verdict.COMPLAINED, ""),
}


@dataclass(frozen=True)
class Simulation:
    commands: Commands[NotifierWork]

    async def play(self, notification: Notification, prepared: Prepared, played: Played, actor: Actor) -> None:
        """No trace of the address: what is only played must not silence a real one."""
        begin = BeginAttempt(
            notification_id=notification.id,
            provider=PROVIDER,
            template=prepared.template,
            recipient=prepared.recipient,
            address_trace=None,
            message_id=prepared.message_id,
        )
        await self.commands.run(begin_attempt, begin, actor=actor)
        if played is Played.TEMPORARY and not notification.attempts:
            await self._end(notification, Outcome.TEMPORARY_FAILURE, "smtp-451 4.7.1", actor)
            return
        await self._end(notification, Outcome.ACCEPTED, "smtp-250", actor)
        verdict, status = _REPORTS[played]
        report = HearReport(message_id=notification.id, verdict=verdict, status=status)
        await self.commands.run(hear_report, report, actor=actor)

    async def _end(self, notification: Notification, outcome: Outcome, reason: str, actor: Actor) -> None:
        end = EndAttempt(notification_id=notification.id, outcome=outcome, reason=reason)
        await self.commands.run(end_attempt, end, actor=actor)
