"""What may happen to a ticket, and what may not."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from chassis.clock import PARIS
from chassis.refusals import Refusal
from ticketing.domain.refusals import (
    TicketAlreadyTaken,
    TicketAlreadyWaiting,
    TicketCancelled,
    TicketClosed,
    TicketClosedForLong,
    TicketNotResolved,
    TicketStillOpen,
)
from ticketing.domain.severity import Impact, Severity, Urgency, precedence, severity_of
from ticketing.domain.ticket import Status, Ticket
from ticketing.domain.working_days import after_working_days

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
AGENT = uuid4()


def a_ticket(status: Status = Status.NEW, *, assignee: UUID | None = None, closed_at: datetime | None = None) -> Ticket:
    return Ticket(
        id=uuid4(),
        reference="ASS-2026-000001",
        entry_id=uuid4(),
        form_number=1,
        subject="Le bouton reste gris",
        answers={},
        impact=Impact.PERSON,
        urgency=Urgency.LOW,
        requester=uuid4(),
        organisation_id=uuid4(),
        opened_at=NOW,
        changed_at=NOW,
        status=status,
        assignee=assignee,
        closed_at=closed_at,
        closes_at=NOW if status is Status.RESOLVED else None,
    )


@pytest.mark.parametrize("status", [Status.WAITING_CUSTOMER, Status.WAITING_THIRD_PARTY, Status.RESOLVED])
def test_a_customers_answer_brings_it_back(status: Status):
    ticket = a_ticket(status)

    [moved] = ticket.hear_customer(at=NOW)

    assert (ticket.status, moved.status) == (Status.OPEN, "open")
    assert ticket.closes_at is None


@pytest.mark.parametrize("status", [Status.NEW, Status.OPEN])
def test_a_customers_answer_to_an_open_one_moves_nothing(status: Status):
    ticket = a_ticket(status)

    assert ticket.hear_customer(at=NOW) == ()
    assert (ticket.status, ticket.entries) == (status, 1)


def test_a_closed_one_is_reopened_by_an_answer_within_thirty_days_and_not_after():
    soon = a_ticket(Status.CLOSED, closed_at=NOW - timedelta(days=30))
    late = a_ticket(Status.CLOSED, closed_at=NOW - timedelta(days=30, seconds=1))

    soon.hear_customer(at=NOW)

    assert soon.status is Status.OPEN
    with pytest.raises(TicketClosedForLong):
        late.hear_customer(at=NOW)


@pytest.mark.parametrize(
    ("status", "act", "refusal"),
    [
        (Status.CANCELLED, "hear_customer", TicketCancelled),
        (Status.CANCELLED, "cancel", TicketCancelled),
        (Status.CANCELLED, "resolve", TicketCancelled),
        (Status.CLOSED, "cancel", TicketClosed),
        (Status.CLOSED, "resolve", TicketClosed),
        (Status.OPEN, "confirm", TicketNotResolved),
        (Status.CLOSED, "confirm", TicketNotResolved),
        (Status.OPEN, "reopen", TicketStillOpen),
        (Status.WAITING_CUSTOMER, "reopen", TicketStillOpen),
    ],
)
def test_what_the_state_does_not_allow_is_refused_by_name(status: Status, act: str, refusal: type[Refusal]):
    ticket = a_ticket(status, closed_at=NOW if status in (Status.CLOSED, Status.CANCELLED) else None)

    with pytest.raises(refusal):
        getattr(ticket, act)(at=NOW)
    assert ticket.status is status


def test_who_answers_a_ticket_that_nobody_has_has_it():
    ticket = a_ticket()

    ticket.answer(AGENT, at=NOW)

    assert (ticket.assignee, ticket.status) == (AGENT, Status.OPEN)


def test_a_colleagues_ticket_is_taken_over_only_by_saying_so():
    ticket = a_ticket(Status.OPEN, assignee=uuid4())

    with pytest.raises(TicketAlreadyTaken):
        ticket.take(AGENT, from_colleague=False, at=NOW)
    ticket.take(AGENT, from_colleague=True, at=NOW)

    assert ticket.assignee == AGENT


def test_an_answer_may_wait_for_the_customer_at_once():
    ticket = a_ticket(Status.OPEN, assignee=AGENT)

    facts = ticket.answer(AGENT, then=Status.WAITING_CUSTOMER, at=NOW)

    assert [fact.status for fact in facts] == ["waiting_customer"]


def test_an_answer_leaves_a_solved_one_solved():
    ticket = a_ticket(Status.RESOLVED, assignee=AGENT)

    assert ticket.answer(AGENT, at=NOW) == ()
    assert ticket.status is Status.RESOLVED


def test_waiting_twice_is_refused():
    ticket = a_ticket(Status.WAITING_CUSTOMER)

    with pytest.raises(TicketAlreadyWaiting):
        ticket.wait(Status.WAITING_CUSTOMER, at=NOW)


def test_a_note_and_a_call_may_still_be_written_down_after_the_end():
    ticket = a_ticket(Status.CLOSED, closed_at=NOW)

    ticket.add_note(at=NOW)
    ticket.add_intervention(AGENT, at=NOW)

    assert (ticket.status, ticket.entries, ticket.assignee) == (Status.CLOSED, 2, None)


def test_a_solved_one_closes_no_moment_before_its_time_and_not_if_contradicted():
    ticket = a_ticket(Status.OPEN)
    ticket.resolve(at=NOW)
    assert ticket.closes_at is not None

    early = ticket.close_unless_contradicted(at=ticket.closes_at - timedelta(seconds=1))
    due = ticket.closes_at
    ticket.hear_customer(at=NOW)
    contradicted = ticket.close_unless_contradicted(at=due)

    assert (early, contradicted, ticket.status) == ((), (), Status.OPEN)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 4, 1, 16, 0, tzinfo=PARIS), datetime(2026, 4, 13, 16, 0, tzinfo=PARIS)),
        (datetime(2026, 5, 6, 9, 0, tzinfo=PARIS), datetime(2026, 5, 19, 9, 0, tzinfo=PARIS)),
        (datetime(2026, 12, 22, 9, 0, tzinfo=PARIS), datetime(2027, 1, 4, 9, 0, tzinfo=PARIS)),
        (datetime(2026, 10, 23, 9, 0, tzinfo=PARIS), datetime(2026, 11, 3, 9, 0, tzinfo=PARIS)),
    ],
    ids=["over Easter Monday", "over 8 May and Ascension", "over the year's end", "over the change to winter time"],
)
def test_seven_working_days_keep_the_time_of_day_in_paris(moment: datetime, expected: datetime):
    assert after_working_days(moment, 7) == expected


def test_severity_rises_with_impact_and_urgency():
    order = list(Severity)
    for impacts in zip(list(Impact), list(Impact)[1:], strict=False):
        for urgency in Urgency:
            assert order.index(severity_of(impacts[0], urgency)) <= order.index(severity_of(impacts[1], urgency))
    assert severity_of(Impact.ORGANISATION, Urgency.HIGH) is Severity.CRITICAL


def test_the_graver_then_the_older_comes_first():
    later = NOW + timedelta(days=400)

    assert precedence(Severity.CRITICAL, later) > precedence(Severity.MAJOR, NOW)
    assert precedence(Severity.MAJOR, NOW) > precedence(Severity.MAJOR, later)
