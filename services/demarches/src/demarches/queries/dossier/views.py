"""The shapes in which a dossier is shown."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from demarches.queries.appointments.views import BookingView
from demarches.queries.demarche import AskedPiece
from demarches.queries.departments import DepartmentView
from demarches.queries.workflow.read import WorkflowView


class DemarcheName(Struct, kw_only=True):
    slug: str
    title: str
    help: str
    next: str
    told_in: str


class LineView(Struct, kw_only=True):
    label: str
    value: str
    group: str
    item_id: str
    given: bool


class SectionView(Struct, kw_only=True):
    step: str
    title: str
    lines: list[LineView]


class ApplicantView(Struct, kw_only=True):
    name: str
    email: str | None
    has_account: bool


class FileView(Struct, kw_only=True):
    id: UUID
    name: str
    size: int
    media_type: str
    status: str


class PieceView(Struct, kw_only=True):
    id: UUID
    type: str
    label: str
    added_at: datetime
    request_id: UUID | None
    files: list[FileView]


class PieceRequestView(Struct, kw_only=True):
    id: UUID
    type: str
    label: str
    reason: str
    indispensable: bool
    asked_at: datetime
    answered_at: datetime | None


class MessageView(Struct, kw_only=True):
    id: UUID
    side: str
    author: UUID | None
    body: str
    posted_at: datetime
    read_at: datetime | None


class HistoryLine(Struct, kw_only=True):
    at: datetime
    type: str
    side: str
    icon: str
    tone: str
    title: str
    text: str
    who: UUID | None = None
    opinion_id: UUID | None = None


class NotifiedView(Struct, kw_only=True):
    """Of an electronic notification. `to_consult`: the reader is its addressee and has not consulted it yet."""

    how: str
    consulted_at: datetime | None
    deemed_on: date
    to_consult: bool


class AgreementsView(Struct, kw_only=True):
    """`updates_profile`: nothing to agree to, the démarche itself changes the profile once accepted."""

    profile: bool
    notification_at: datetime | None
    updates_profile: bool


class DecisionView(Struct, kw_only=True):
    outcome: str
    reasons: str
    at: datetime
    appeal: str
    document: str | None = None
    notified: NotifiedView | None = None


class ClockView(Struct, kw_only=True):
    """`sentence` is what a receipt says; `lines` explain it day by day."""

    status: str
    silence: str
    due_on: date | None
    effect_on: date | None
    sentence: str
    lines: list[str]


class StepView(Struct, kw_only=True):
    id: str
    title: str
    help: str
    pieces: bool
    complete: bool


class DraftView(Struct, kw_only=True):
    """What a page needs to ask the questions; `answers` are as typed. `eligibility` tells the criteria that are met, with what they
    looked at."""

    form: Any
    answers: dict[str, Any]
    steps: list[StepView]
    pieces_wanted: list[AskedPiece]
    applicant_step: str
    quota_reached: bool
    needs_account: bool
    terms: str
    eligibility: list[str] = []


class MayView(Struct, kw_only=True):
    """`book`: take an appointment where there is none, or choose another. `agree`: to electronic notification, or no more.
    `archive`: put it away; `restore`: take it out again."""

    cancel: bool
    write: bool
    add_pieces: bool
    book: bool
    agree: bool
    archive: bool
    restore: bool


class SilenceView(Struct, kw_only=True):
    """What silence decided: `sentence` says it; `may_ask_reasons` and `attestation` are the applicant's rights."""

    silence: str
    effect_on: date
    sentence: str
    attestation: bool
    may_ask_reasons: bool
    reasons_asked_at: datetime | None
    reasons_due: date | None


class DossierView(Struct, kw_only=True):
    """`appointment`: « mandatory », « optional », or None where there is none to take."""

    id: UUID
    version: int
    demarche: DemarcheName
    reference: str | None
    status: str
    status_word: str
    tone: str
    sentence: str
    archived: bool
    created_at: datetime
    changed_at: datetime
    submitted_at: datetime | None
    applicant: ApplicantView
    applicant_step: str
    sections: list[SectionView]
    pieces: list[PieceView]
    piece_requests: list[PieceRequestView]
    messages: list[MessageView]
    unread: int
    history: list[HistoryLine]
    decision: DecisionView | None
    clock: ClockView | None
    silence: SilenceView | None
    department: DepartmentView
    may: MayView
    agreements: AgreementsView
    appointment: str | None
    bookings: list[BookingView]
    tracking: str | None
    draft: DraftView | None


class NoteView(Struct, kw_only=True):
    author: UUID
    body: str
    at: datetime


class OpinionView(Struct, kw_only=True):
    """`may_answer`: the reader's own department was asked, and has not answered."""

    id: UUID
    asked_of: str
    outside: bool
    question: str
    due_on: date
    asked_at: datetime
    asked_by: UUID
    stance: str | None
    answer: str | None
    given_at: datetime | None
    given_by: UUID | None
    withdrawn: bool
    may_answer: bool


class InstructionView(Struct, kw_only=True):
    """What agents see beside what the applicant sees."""

    dossier: DossierView
    examiner: UUID | None
    decided_by: UUID | None
    notes: list[NoteView]
    opinions: list[OpinionView]
    workflow: WorkflowView | None
    department_id: UUID | None
    others_open: int
