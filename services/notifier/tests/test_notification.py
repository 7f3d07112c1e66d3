"""The life of a message, without servers."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from contracts.messages import Lane
from contracts.notifier import NotificationAccepted, NotificationFailed
from notifier.domain.attempts import BACKOFF, Outcome
from notifier.domain.notification import Cause, Notification, Status, recipient_of
from notifier.domain.refusals import NotificationAddressed, NotificationEnded, NotificationNotSending

NOW = datetime(2026, 3, 27, 13, 2, tzinfo=UTC)


def a_notification(*, sending: bool = False, **changes) -> Notification:
    cause = Cause(event_id=uuid4(), type="demarches.dossier.submitted.v1", about=uuid4(), data={"dossier_id": "1"})
    made = Notification(**{"id": uuid4(), "cause": cause, "lane": Lane.SERVICE, "created_at": NOW, **changes})
    if sending:
        begin(made)
    return made


def begin(notification: Notification, *, message_id: str = "<1@a>", at: datetime = NOW) -> None:
    notification.begin(provider="mx", template="dossier_received", message_id=message_id, at=at)


def test_an_accepted_message_has_ended_and_says_so():
    notification = a_notification(sending=True)

    said = notification.accept("smtp-250", at=NOW)

    assert said == NotificationAccepted(
        notification_id=notification.id, cause_id=notification.cause.event_id, cause_type=notification.cause.type
    )
    assert (notification.status, notification.ended_at, notification.due_at) == (Status.ACCEPTED, NOW, None)


def test_a_refused_message_has_failed_and_says_so():
    notification = a_notification(sending=True)

    said = notification.refuse("smtp-550 5.1.1", at=NOW)

    assert isinstance(said, NotificationFailed)
    assert (said.reason, notification.status) == ("smtp-550 5.1.1", Status.PERMANENT_FAILURE)


def test_each_postponement_waits_longer_until_the_message_is_given_up():
    notification = a_notification()
    waits: list[timedelta] = []
    said = None

    while said is None:
        begin(notification)
        said = notification.postpone(Outcome.TEMPORARY_FAILURE, "smtp-450", at=NOW)
        if notification.due_at is not None:
            waits.append(notification.due_at - NOW)

    assert tuple(waits) == BACKOFF
    assert said.reason == "given-up"
    assert notification.status is Status.PERMANENT_FAILURE


def test_one_who_dies_while_sending_leaves_an_unknown_attempt_and_the_message_id_stays():
    notification = a_notification(sending=True)

    begin(notification, message_id="<2@b>", at=NOW + timedelta(minutes=1))

    assert [attempt.outcome for attempt in notification.attempts] == [Outcome.UNKNOWN, None]
    assert (notification.message_id, notification.status) == ("<1@a>", Status.SENDING)


def test_what_cannot_be_written_is_tried_again_but_a_hopeless_address_is_not():
    later, never = a_notification(), a_notification()

    waiting = later.stumble("missing-value:link", hopeless=False, at=NOW)
    failed = never.stumble("not-an-address", hopeless=True, at=NOW)

    assert (waiting, later.status, later.due_at) == (None, Status.TECHNICAL_FAILURE, NOW + BACKOFF[0])
    assert isinstance(failed, NotificationFailed)


@pytest.mark.parametrize("act", ["cancel", "expire"])
def test_what_is_closed_while_being_sent_may_have_arrived(act):
    notification = a_notification(sending=True)

    getattr(notification, act)(at=NOW)

    assert notification.attempts[0].outcome is Outcome.UNKNOWN
    assert notification.has_ended


def test_nothing_more_happens_to_a_message_that_has_ended():
    notification = a_notification(sending=True)
    notification.accept("smtp-250", at=NOW)

    with pytest.raises(NotificationEnded):
        begin(notification)
    with pytest.raises(NotificationEnded):
        notification.expire(at=NOW)
    with pytest.raises(NotificationNotSending):
        notification.accept("smtp-250", at=NOW)


def test_a_message_keeps_its_recipient():
    notification = a_notification(recipient=recipient_of(uuid4()))

    with pytest.raises(NotificationAddressed):
        notification.address(recipient_of(uuid4()))


def test_purging_forgets_the_person_and_keeps_the_fact():
    account = uuid4()
    notification = a_notification(recipient=recipient_of(account), address_trace="hash")
    assert notification.account == account
    begin(notification)
    notification.accept("smtp-250", at=NOW)

    notification.purge(at=NOW)

    assert (notification.recipient, notification.address_trace, notification.account) == (None, None, None)
    assert (notification.cause.data, notification.status, notification.ended_at) == ({}, Status.ACCEPTED, NOW)
