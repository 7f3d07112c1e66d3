"""Which events concern a person, and how urgent each is. What is written to whom is asked of the event's owner."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from chassis.commands import Commands
from chassis.subscriptions import Subscription
from contracts import demarches, documents, identity, notifier, ticketing
from contracts.events import Envelope, Event, event_types
from contracts.messages import Lane
from notifier.commands.hooks.tell import SpreadEvent, spread_event
from notifier.commands.inbox.forget_account import ForgetAccount, forget_account
from notifier.commands.letters.hold_letters import HoldLetters, hold_letters
from notifier.commands.letters.keep_announcement import KeepAnnouncement, keep_announcement
from notifier.commands.plan_notification import PlanNotification, plan_notification
from notifier.domain.hooks.endpoint import KINDS
from notifier.domain.programs.message import ASKED


class Rule(NamedTuple):
    """The owner may still answer that nobody has to be told."""

    event: type[Event]
    lane: Lane


RULES = (
    Rule(identity.AccountRegistered, Lane.CRITICAL),
    Rule(identity.RegistrationRepeated, Lane.CRITICAL),
    Rule(identity.PasswordResetRequested, Lane.CRITICAL),
    Rule(identity.IdentifierReminderRequested, Lane.CRITICAL),
    Rule(identity.PasswordChanged, Lane.CRITICAL),
    Rule(identity.EmailChangeRequested, Lane.CRITICAL),
    Rule(identity.EmailChanged, Lane.CRITICAL),
    Rule(identity.SignInThrottled, Lane.CRITICAL),
    Rule(identity.SignInsSuspected, Lane.CRITICAL),
    Rule(identity.OrganisationSuspended, Lane.SERVICE),
    Rule(identity.OrganisationResumed, Lane.SERVICE),
    Rule(identity.OrganisationClosed, Lane.SERVICE),
    Rule(identity.SecondFactorChanged, Lane.CRITICAL),
    Rule(identity.AssistantConnected, Lane.CRITICAL),
    Rule(identity.AccountInactiveSoon, Lane.SERVICE),
    Rule(identity.AccountDeactivated, Lane.SERVICE),
    Rule(identity.ExportReady, Lane.SERVICE),
    Rule(identity.ErasureCompleted, Lane.SERVICE),
    Rule(identity.MandateRequested, Lane.SERVICE),
    Rule(identity.MandateActivated, Lane.SERVICE),
    Rule(identity.MandateEnded, Lane.SERVICE),
    Rule(identity.AccessRequested, Lane.SERVICE),
    Rule(identity.AccessRequestWaiting, Lane.SERVICE),
    Rule(identity.AccessRequestRefused, Lane.SERVICE),
    Rule(demarches.DossierSubmitted, Lane.SERVICE),
    Rule(demarches.DossierIncomplete, Lane.SERVICE),
    Rule(demarches.DossierDecided, Lane.SERVICE),
    Rule(demarches.DossierCancelled, Lane.SERVICE),
    Rule(demarches.MessagePosted, Lane.SERVICE),
    Rule(demarches.OpinionAsked, Lane.SERVICE),
    Rule(demarches.DeadlineReached, Lane.SERVICE),
    Rule(demarches.BookingHeld, Lane.SERVICE),
    Rule(demarches.BookingConfirmed, Lane.SERVICE),
    Rule(demarches.BookingMoved, Lane.SERVICE),
    Rule(demarches.BookingCancelled, Lane.SERVICE),
    Rule(demarches.BookingReminderDue, Lane.SERVICE),
    Rule(demarches.DeadlineApproaching, Lane.SERVICE),
    Rule(demarches.ReasonsAsked, Lane.SERVICE),
    Rule(demarches.DraftReminderDue, Lane.SERVICE),
    Rule(demarches.AttachmentCodeAsked, Lane.CRITICAL),
    Rule(demarches.UpdateOffered, Lane.SERVICE),
    Rule(demarches.SourceWithdrawn, Lane.SERVICE),
    Rule(documents.PieceExpiring, Lane.SERVICE),
    Rule(demarches.PlaceOffered, Lane.SERVICE),
    Rule(ticketing.TicketOpened, Lane.SERVICE),
    Rule(ticketing.TicketAnswered, Lane.SERVICE),
    Rule(ticketing.TicketStatusChanged, Lane.SERVICE),
    Rule(ticketing.TicketShared, Lane.SERVICE),
)
# What webhooks may be told of.
TOLD = tuple(
    event
    for module in (demarches, ticketing, notifier)
    for kind, event in sorted(event_types(module).items())
    if kind in KINDS and event is not notifier.NotificationAccepted
)


@dataclass(frozen=True, slots=True)
class Waking(Subscription[Any, Any]):
    """Once the plan is committed, whoever sends is told."""

    woken: Callable[[], None] = lambda: None

    async def take(self, envelope: Envelope, commands: Commands[Any], *, service: str) -> None:
        await Subscription.take(self, envelope, commands, service=service)
        self.woken()


def subscriptions(woken: Callable[[], None]) -> tuple[Subscription[Any, Any], ...]:
    return (
        *(Waking(rule.event, _planned_in(rule.lane), plan_notification, True, woken=woken) for rule in RULES),
        *(Waking(event, _told, spread_event, True, woken=woken) for event in TOLD),
        # Wakes nobody: one look at the queue for each mail that leaves would cost more than half a second's wait.
        Subscription(notifier.NotificationAccepted, _accepted, spread_event, True),
        Subscription(ticketing.ArticlePublished, _published, keep_announcement, True),
        Subscription(ticketing.ReleasePublished, _published, keep_announcement, True),
        Subscription(identity.AccountErased, _erased, forget_account),
        Subscription(identity.OrganisationSuspended, _suspended, hold_letters),
    )


def _published(event: ticketing.ArticlePublished | ticketing.ReleasePublished, envelope: Envelope) -> KeepAnnouncement:
    return KeepAnnouncement(article_id=event.article_id, number=event.number, at=envelope.time)


def _erased(event: identity.AccountErased) -> ForgetAccount:
    return ForgetAccount(event.account_id)


def _suspended(event: identity.OrganisationSuspended) -> HoldLetters:
    return HoldLetters(event.organisation_id)


def _told(_: Event, envelope: Envelope) -> SpreadEvent:
    return SpreadEvent(
        event_id=envelope.id,
        event_type=envelope.type,
        occurred_at=envelope.time,
        data=msgspec.json.decode(envelope.data),
    )


def _accepted(event: notifier.NotificationAccepted, envelope: Envelope) -> SpreadEvent | None:
    """Of programs' messages alone: every other mail is the platform's, and no transaction is begun for it."""
    return _told(event, envelope) if event.cause_type == ASKED else None


def _planned_in(lane: Lane) -> Callable[[Event, Envelope], PlanNotification]:
    def plan(_: Event, envelope: Envelope) -> PlanNotification:
        return PlanNotification(
            event_id=envelope.id,
            event_type=envelope.type,
            about=envelope.subject,
            data=msgspec.json.decode(envelope.data),
            lane=lane,
        )

    return plan
