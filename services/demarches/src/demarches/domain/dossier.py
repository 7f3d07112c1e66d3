"""A dossier (« demande »): what one person asks of the administration, from the first answer to the decision."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.demarches import (
    DossierArchived,
    DossierAssigned,
    DossierAttached,
    DossierCancelled,
    DossierDecided,
    DossierDiscarded,
    DossierForwarded,
    DossierIncomplete,
    DossierStageEntered,
    DossierSubmitted,
    DossierUnderExamination,
)
from contracts.events import Event
from demarches.domain.refusals import (
    DossierAlreadyAssigned,
    DossierAlreadyDecided,
    DossierAlreadySubmitted,
    DossierAlreadyTaken,
    DossierAlreadyThere,
    DossierCancelledAlready,
    DossierNotEnded,
    DossierNotFound,
    DossierNotSubmitted,
    DossierOver,
    NoSuchTransition,
    PieceAwaited,
)


class Status(StrEnum):
    """In the law's words; a definition may refine them, each of its own states mapped to one of these."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    INCOMPLETE = "incomplete"
    UNDER_EXAMINATION = "under_examination"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CLOSED = "closed"
    """Closed without action: out of scope, a duplicate, no answer to a demand."""


DRAFT_LIVES = timedelta(days=30)
OPEN = frozenset({Status.SUBMITTED, Status.INCOMPLETE, Status.UNDER_EXAMINATION})
DECIDED = frozenset({Status.ACCEPTED, Status.REFUSED, Status.CLOSED})


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: Outcome
    reasons: str
    at: datetime
    by: UUID


@dataclass
class Dossier:
    """`applicant` is an account, or a visitor's anonymous session. `definition` is the version it was made with.

    `answers` are as typed in a draft, validated afterwards. `missing` counts the pieces asked for and not yet received.
    `tracking_key` is the secret half of the link that follows the dossier without signing in. `due_on` repeats what the
    legal clock says, so that queues can be sorted by it. `department_id` is who has it: the definition's, until somebody
    forwards it (CRPA L114-2). `stage` is where it stands in its démarche's own workflow, since `stage_change`.
    """

    id: UUID
    demarche_id: UUID
    definition: int
    applicant: UUID
    has_account: bool
    locale: str
    tracking_key: bytes
    created_at: datetime
    changed_at: datetime
    status: Status = Status.DRAFT
    archived: bool = False
    reference: str | None = None
    contact_name: str = ""
    contact_email: str | None = None
    answers: dict[str, Any] = field(default_factory=dict[str, Any])
    holds_place: bool = False
    missing: int = 0
    submitted_at: datetime | None = None
    examiner: UUID | None = None
    decision: Decision | None = None
    cancelled_at: datetime | None = None
    due_on: date | None = None
    department_id: UUID | None = None
    stage: str | None = None
    stage_change: UUID | None = None
    version: int = 0

    @property
    def account(self) -> UUID | None:
        return self.applicant if self.has_account else None

    @property
    def is_draft(self) -> bool:
        return self.status is Status.DRAFT

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def forgotten_at(self) -> datetime:
        """When a draft that nobody touches any more is deleted."""
        return self.changed_at + DRAFT_LIVES

    def write(self, answers: dict[str, Any], *, at: datetime) -> None:
        """Keep what was typed. Only a draft's answers change."""
        if not self.is_draft:
            raise DossierAlreadySubmitted
        self.answers, self.changed_at = answers, at

    def submit(
        self, answers: dict[str, Any], *, reference: str, name: str, email: str | None, at: datetime
    ) -> DossierSubmitted:
        if not self.is_draft:
            raise DossierAlreadySubmitted
        self.status, self.submitted_at, self.changed_at = Status.SUBMITTED, at, at
        self.answers, self.reference, self.contact_name, self.contact_email = answers, reference, name, email
        return DossierSubmitted(dossier_id=self.id, demarche_id=self.demarche_id)

    def discard(self) -> DossierDiscarded:
        """Of a draft alone: what was sent is not thrown away."""
        if not self.is_draft:
            raise DossierAlreadySubmitted
        return DossierDiscarded(dossier_id=self.id)

    def take(self, examiner: UUID, *, at: datetime) -> DossierUnderExamination:
        """The examiner has it from now on; one may take over what is submitted, or what nobody examines."""
        self.must_be_open()
        if self.examiner not in (None, examiner) or (self.examiner and self.status is not Status.SUBMITTED):
            raise DossierAlreadyTaken
        self.examiner, self.changed_at = examiner, at
        if self.status is Status.SUBMITTED:
            self.status = Status.UNDER_EXAMINATION
        return DossierUnderExamination(dossier_id=self.id)

    def assign(self, examiner: UUID | None, *, at: datetime) -> DossierAssigned:
        """To a colleague, or back to the queue. It changes hands, not its state: examination begins when it is taken."""
        self.must_be_open()
        if self.examiner == examiner:
            raise DossierAlreadyAssigned
        self.examiner, self.changed_at = examiner, at
        return DossierAssigned(dossier_id=self.id, examiner=examiner)

    def forward(self, department_id: UUID, *, at: datetime) -> DossierForwarded:
        """To the department in charge (CRPA L114-2): nobody there has it yet."""
        self.must_be_open()
        if self.department_id == department_id:
            raise DossierAlreadyThere
        self.department_id, self.examiner, self.changed_at = department_id, None, at
        return DossierForwarded(dossier_id=self.id, department_id=department_id)

    def enter(self, stage: str, status: Status, change: UUID, *, at: datetime) -> list[Event]:
        """A stage of the démarche's own workflow, which refines a status that is not final. Never back to merely sent."""
        self.must_be_open()
        if self.status is Status.INCOMPLETE:
            raise PieceAwaited
        if status not in OPEN or (status is Status.SUBMITTED and self.status is not Status.SUBMITTED):
            raise NoSuchTransition
        begins = self.status is not status
        self.stage, self.stage_change, self.status, self.changed_at = stage, change, status, at
        entered: list[Event] = [DossierStageEntered(dossier_id=self.id, stage=stage)]
        return [DossierUnderExamination(dossier_id=self.id), *entered] if begins else entered

    def ask_for_piece(self, piece_request_id: UUID, *, at: datetime) -> DossierIncomplete:
        self.must_be_open()
        self.status, self.missing, self.changed_at = Status.INCOMPLETE, self.missing + 1, at
        return DossierIncomplete(dossier_id=self.id, piece_request_id=piece_request_id)

    def receive_missing_piece(self, *, at: datetime) -> DossierUnderExamination | None:
        """One piece fewer is missing; examination goes on once none is."""
        self.must_be_open()
        self.missing, self.changed_at = self.missing - 1, at
        if self.missing:
            return None
        self.status = Status.UNDER_EXAMINATION
        return DossierUnderExamination(dossier_id=self.id)

    def decide(self, outcome: Outcome, reasons: str, *, by: UUID, at: datetime) -> DossierDecided:
        if self.decision is not None:
            raise DossierAlreadyDecided(said_of(self.decision))
        self.must_be_open()
        self.decision = Decision(outcome, reasons, at, by)
        self.status, self.changed_at = Status(outcome), at
        return DossierDecided(dossier_id=self.id, outcome=str(outcome), decided_at=at)

    def cancel(self, *, at: datetime) -> DossierCancelled:
        """Withdrawn by its applicant; it stays visible among the archived ones."""
        self.must_be_open()
        self.status, self.cancelled_at, self.changed_at, self.archived = Status.CANCELLED, at, at, True
        return DossierCancelled(dossier_id=self.id)

    def attach(self, account: UUID, *, at: datetime) -> DossierAttached:
        """To the personal space of who proved to be its applicant. Once: what has a space keeps it."""
        _ = self.must_be_submitted()
        if self.has_account:
            raise DossierNotFound
        self.applicant, self.has_account, self.changed_at = account, True, at
        return DossierAttached(dossier_id=self.id)

    def archive(self, archived: bool) -> DossierArchived | None:
        """Put away by its applicant, or taken out again; None when it is so already. What was cancelled stays away."""
        if self.is_draft:
            raise DossierNotSubmitted
        if self.is_open or self.status is Status.CANCELLED:
            raise DossierNotEnded
        if self.archived == archived:
            return None
        self.archived = archived
        return DossierArchived(dossier_id=self.id, archived=archived)

    def release_place(self) -> bool:
        """Whether a place of the quota has to go back; true once."""
        held, self.holds_place = self.holds_place, False
        return held

    def must_be_draft(self) -> None:
        if not self.is_draft:
            raise DossierAlreadySubmitted

    def must_be_submitted(self) -> datetime:
        if self.submitted_at is None:
            raise DossierNotSubmitted
        return self.submitted_at

    def must_be_open(self) -> None:
        """Submitted and not over."""
        if self.is_draft:
            raise DossierNotSubmitted
        if self.status is Status.CANCELLED:
            raise DossierCancelledAlready
        if self.status not in OPEN:
            raise DossierOver

    def must_take_messages(self) -> None:
        """A decision may still be talked about; a cancelled dossier may not."""
        if self.is_draft:
            raise DossierNotSubmitted
        if self.status is Status.CANCELLED:
            raise DossierCancelledAlready

    def must_take_pieces(self) -> None:
        if not self.is_draft:
            self.must_be_open()


def said_of(decision: Decision) -> str:
    """Who decided what, and when, for the second to come."""
    return f"{decision.outcome} · {decision.at.isoformat(timespec='seconds')} · {decision.by}"
