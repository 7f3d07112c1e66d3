"""A ticket (« demande d’assistance »): what one customer asks of support, from the first word to its closing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.events import Event
from contracts.ticketing import (
    TicketAssigned,
    TicketOpened,
    TicketReweighed,
    TicketShared,
    TicketStatusChanged,
    TicketUnshared,
)
from ticketing.domain.refusals import (
    MergeRefused,
    NotMerged,
    NotRateable,
    SeverityTheSame,
    SharedWithOneself,
    TicketAlreadyTaken,
    TicketAlreadyWaiting,
    TicketCancelled,
    TicketClosed,
    TicketClosedForLong,
    TicketNotResolved,
    TicketStillOpen,
)
from ticketing.domain.severity import Impact, Severity, Urgency, severity_of
from ticketing.domain.working_days import after_working_days

CLOSES_AFTER_WORKING_DAYS = 7
REOPENS_WITHIN = timedelta(days=30)


class Status(StrEnum):
    NEW = "new"
    OPEN = "open"
    WAITING_CUSTOMER = "waiting_customer"
    WAITING_THIRD_PARTY = "waiting_third_party"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"
    """Into another ticket, where it goes on."""
    SPAM = "spam"


WAITING = frozenset({Status.WAITING_CUSTOMER, Status.WAITING_THIRD_PARTY})
OPEN = frozenset({Status.NEW, Status.OPEN}) | WAITING
ARCHIVED = frozenset({Status.CLOSED, Status.CANCELLED, Status.MERGED, Status.SPAM})
GONE = frozenset({Status.CANCELLED, Status.MERGED, Status.SPAM})
Facts = tuple[Event, ...]


@dataclass
class Ticket:
    """`requester` is an account of the customer `organisation_id`, who asked from its `department` (as `department_key`
    writes it, or none). `entries` counts what was written or done, so that
    each of them is a new version of the ticket."""

    id: UUID
    reference: str
    entry_id: UUID
    form_number: int
    subject: str
    answers: dict[str, Any]
    impact: Impact
    urgency: Urgency
    requester: UUID
    organisation_id: UUID
    opened_at: datetime
    changed_at: datetime
    department: str = ""
    status: Status = Status.NEW
    assignee: UUID | None = None
    team: UUID | None = None
    entries: int = 0
    resolved_at: datetime | None = None
    closes_at: datetime | None = None
    closed_at: datetime | None = None
    version: int = 0

    @property
    def severity(self) -> Severity:
        return severity_of(self.impact, self.urgency)

    def opened(self) -> TicketOpened:
        return TicketOpened(ticket_id=self.id, organisation_id=self.organisation_id)

    def must_take_files(self, *, at: datetime) -> None:
        """As long as somebody may still write."""
        if self.status in GONE:
            raise TicketCancelled
        if self.is_closed_for_long(at=at):
            raise TicketClosedForLong

    # -- the customer ------------------------------------------------------------------------------------------------

    def hear_customer(self, *, at: datetime) -> Facts:
        """An answer brings a waiting or solved ticket back, and a closed one within 30 days."""
        if self.status in GONE:
            raise TicketCancelled
        if self.closed_at is not None and at - self.closed_at > REOPENS_WITHIN:
            raise TicketClosedForLong
        self._add(at)
        return () if self.status in (Status.NEW, Status.OPEN) else self._become(Status.OPEN, at)

    def confirm(self, *, at: datetime) -> Facts:
        """The customer says that it is solved."""
        if self.status is not Status.RESOLVED:
            raise TicketNotResolved
        return self._become(Status.CLOSED, at)

    def reopen(self, *, at: datetime) -> Facts:
        """The customer says that it is not solved."""
        if self.status in OPEN:
            raise TicketStillOpen
        return self.hear_customer(at=at)

    def cancel(self, *, at: datetime) -> Facts:
        if self.status in GONE:
            raise TicketCancelled
        if self.status is Status.CLOSED:
            raise TicketClosed
        return self._become(Status.CANCELLED, at)

    # -- support -----------------------------------------------------------------------------------------------------

    def take(self, agent: UUID, *, from_colleague: bool, at: datetime) -> Facts:
        self._must_be_alive()
        if self.assignee == agent and self.status is not Status.NEW:
            return ()
        if self.assignee not in (None, agent) and not from_colleague:
            raise TicketAlreadyTaken
        return self._assign(agent, at)

    def entrust(self, agent: UUID, *, at: datetime) -> Facts:
        """By rule, not by hand: it stays new until somebody looks at it."""
        self.assignee, self.changed_at = agent, at
        return (TicketAssigned(ticket_id=self.id, assignee_id=agent),)

    def answer(self, agent: UUID, *, then: Status = Status.OPEN, at: datetime) -> Facts:
        """Who answers a ticket that nobody has, has it. An answer alone leaves a solved ticket solved."""
        self._must_be_alive()
        self._add(at)
        taken = self._assign(agent, at) if self.assignee is None else ()
        stays = self.status is then or (self.status is Status.RESOLVED and then is Status.OPEN)
        return taken if stays else (*taken, *self._become(then, at))

    def add_note(self, *, at: datetime) -> None:
        """Internal: whatever the state, and without a word to anybody else."""
        self._add(at)

    def add_intervention(self, agent: UUID, *, at: datetime) -> Facts:
        """May be logged after the end: the call that closed it was a call."""
        if self.status in GONE:
            raise TicketCancelled
        self._add(at)
        return self._assign(agent, at) if self.assignee is None and self.status in OPEN else ()

    def wait(self, waiting: Status, *, at: datetime) -> Facts:
        self._must_be_alive()
        if self.status is waiting:
            raise TicketAlreadyWaiting
        return self._become(waiting, at)

    def reweigh(self, impact: Impact, urgency: Urgency, *, at: datetime) -> Facts:
        self._must_be_alive()
        if severity_of(impact, urgency) is self.severity:
            raise SeverityTheSame
        self.impact, self.urgency, self.changed_at = impact, urgency, at
        return (TicketReweighed(ticket_id=self.id, severity=str(self.severity)),)

    def resolve(self, *, at: datetime) -> Facts:
        self._must_be_alive()
        if self.status is Status.RESOLVED:
            return ()
        return self._become(Status.RESOLVED, at)

    def merge(self, *, at: datetime) -> Facts:
        return self._become(Status.MERGED, at)

    def unmerge(self, status: Status, *, at: datetime) -> Facts:
        """As it was; one that was new when it was merged is looked after since."""
        if self.status is not Status.MERGED:
            raise NotMerged
        return self._become(Status.OPEN if status is Status.NEW else status, at)

    def set_aside(self, *, at: datetime) -> Facts:
        """Nobody asked for help with it."""
        self._must_be_alive()
        return self._become(Status.SPAM, at)

    def recognise(self, requester: UUID, organisation_id: UUID, *, at: datetime) -> None:
        """One knows who asked."""
        self.requester, self.organisation_id = requester, organisation_id
        self._add(at)

    def is_closed_for_long(self, *, at: datetime) -> bool:
        return self.status is Status.CLOSED and self.closed_at is not None and at - self.closed_at > REOPENS_WITHIN

    def pass_to(self, team: UUID, *, at: datetime) -> None:
        """Among the support team: the customer hears nothing of it."""
        self._must_be_alive()
        self.team, self.changed_at = team, at

    def share(self, colleague: UUID, *, at: datetime) -> Facts:
        if colleague == self.requester:
            raise SharedWithOneself
        self.changed_at = at
        return (TicketShared(ticket_id=self.id, account_id=colleague),)

    def unshare(self, colleague: UUID, *, at: datetime) -> Facts:
        self.changed_at = at
        return (TicketUnshared(ticket_id=self.id, account_id=colleague),)

    def must_be_rateable(self, *, at: datetime) -> None:
        solved = self.status is Status.RESOLVED or (
            self.status is Status.CLOSED and self.closed_at is not None and at - self.closed_at <= REOPENS_WITHIN
        )
        if not solved:
            raise NotRateable

    def close_unless_contradicted(self, *, at: datetime) -> Facts:
        """Seven working days after the last resolution, and not a moment before."""
        if self.status is not Status.RESOLVED or self.closes_at is None or at < self.closes_at:
            return ()
        return self._become(Status.CLOSED, at)

    # -- the same for all --------------------------------------------------------------------------------------------

    def _add(self, at: datetime) -> None:
        self.entries, self.changed_at = self.entries + 1, at

    def _must_be_alive(self) -> None:
        if self.status in GONE:
            raise TicketCancelled
        if self.status is Status.CLOSED:
            raise TicketClosed

    def _assign(self, agent: UUID, at: datetime) -> Facts:
        self.assignee, self.changed_at = agent, at
        assigned = TicketAssigned(ticket_id=self.id, assignee_id=agent)
        return (assigned, *self._become(Status.OPEN, at)) if self.status is Status.NEW else (assigned,)

    def _become(self, status: Status, at: datetime) -> Facts:
        self.status, self.changed_at = status, at
        self.closed_at = at if status in ARCHIVED else None
        if status is Status.RESOLVED:
            self.resolved_at, self.closes_at = at, after_working_days(at, CLOSES_AFTER_WORKING_DAYS)
        elif status is not Status.CLOSED:
            self.resolved_at = self.closes_at = None
        return (TicketStatusChanged(ticket_id=self.id, status=str(status)),)


def must_be_two(ticket: Ticket, other: Ticket) -> None:
    if ticket.id == other.id:
        raise MergeRefused("Indiquez le numéro d’une autre demande.")


def must_go_together(ticket: Ticket, into: Ticket, *, has_others: bool) -> None:
    """Of one requester: what was said in one is read in the other. And no chains, which nobody could follow or undo."""
    must_be_two(ticket, into)
    if ticket.requester != into.requester:
        raise MergeRefused("Elles ne sont pas de la même personne : liez-les plutôt.")
    if ticket.status in ARCHIVED or into.status in ARCHIVED:
        raise MergeRefused("L’une des deux est close.")
    if has_others:
        raise MergeRefused("D’autres demandes sont déjà regroupées dans celle-ci.")
