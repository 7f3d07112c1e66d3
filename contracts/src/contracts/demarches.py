"""What the démarches service tells the others."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from contracts.events import Event


class DossierSubmitted(Event, frozen=True, kw_only=True):
    """The applicant handed the dossier over; from here on the administration has it."""

    type: ClassVar[str] = "demarches.dossier.submitted.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    demarche_id: UUID


class DossierIncomplete(Event, frozen=True, kw_only=True):
    """A piece was asked for; the dossier waits for its applicant."""

    type: ClassVar[str] = "demarches.dossier.incomplete.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    piece_request_id: UUID


class DossierUnderExamination(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "demarches.dossier.under_examination.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID


class DossierAssigned(Event, frozen=True, kw_only=True):
    """An agent was given the dossier, or nobody has it any more. The applicant's state does not change."""

    type: ClassVar[str] = "demarches.dossier.assigned.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    examiner: UUID | None


class DossierForwarded(Event, frozen=True, kw_only=True):
    """Another department of the same organisation has the dossier from now on."""

    type: ClassVar[str] = "demarches.dossier.forwarded.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    department_id: UUID


class DossierStageEntered(Event, frozen=True, kw_only=True):
    """A stage of the démarche's own workflow; the legal status has events of its own."""

    type: ClassVar[str] = "demarches.dossier.stage_entered.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    stage: str


class OpinionAsked(Event, frozen=True, kw_only=True):
    """A department or an outside expert is asked what they think of the dossier."""

    type: ClassVar[str] = "demarches.opinion.asked.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    opinion_id: UUID


class OpinionGiven(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "demarches.opinion.given.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    opinion_id: UUID
    stance: str


class DossierDecided(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "demarches.dossier.decided.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    outcome: str
    decided_at: datetime


class DossierCancelled(Event, frozen=True, kw_only=True):
    """The applicant withdrew the dossier; it stays visible among the archived ones."""

    type: ClassVar[str] = "demarches.dossier.cancelled.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID


class DossierAttached(Event, frozen=True, kw_only=True):
    """What a visitor had sent belongs to a personal space from now on: its account proved to be the applicant's."""

    type: ClassVar[str] = "demarches.dossier.attached.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID


class AttachmentCodeAsked(Event, frozen=True, kw_only=True):
    """Somebody holds the tracking link and wants the dossier in their space: a code goes to the applicant's own address."""

    type: ClassVar[str] = "demarches.attachment.code_asked.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID


class DossierArchived(Event, frozen=True, kw_only=True):
    """The applicant put the dossier away among the archived ones, or took it out again."""

    type: ClassVar[str] = "demarches.dossier.archived.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    archived: bool


class ProfileUpdateAgreed(Event, frozen=True, kw_only=True):
    """Answers may go back to the applicant's profile: they agreed when sending, or their change of contact details was
    accepted. Which answers is asked of démarches (`AskProfileChanges`)."""

    type: ClassVar[str] = "demarches.profile.update_agreed.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID


class NotificationAgreed(Event, frozen=True, kw_only=True):
    """The applicant agreed to electronic notification in place of a registered letter, or took it back (CRPA R112-18)."""

    type: ClassVar[str] = "demarches.notification.agreed.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    agreed: bool


class DecisionConsulted(Event, frozen=True, kw_only=True):
    """A decision notified electronically was read by its applicant for the first time (CRPA R112-20)."""

    type: ClassVar[str] = "demarches.decision.consulted.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID


class DraftReminderDue(Event, frozen=True, kw_only=True):
    """A draft was left aside for a week: time to remind of it, once."""

    type: ClassVar[str] = "demarches.draft.reminder_due.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID


class ConsultationMassive(Event, frozen=True, kw_only=True):
    """An agent opened many dossiers that they do not examine within one hour; each opening is in the journal."""

    type: ClassVar[str] = "demarches.consultation.massive.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    opened: int


class DossierDiscarded(Event, frozen=True, kw_only=True):
    """A draft was thrown away, or forgotten after 30 days: it was never sent, and its files have no reason left."""

    type: ClassVar[str] = "demarches.dossier.discarded.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID


class MessagePosted(Event, frozen=True, kw_only=True):
    """A message was added to a dossier's exchanges; `author` is `applicant` or `agent`."""

    type: ClassVar[str] = "demarches.message.posted.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    message_id: UUID
    author: str


class MessageRead(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "demarches.message.read.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    message_id: UUID
    reader: str


class PieceReceived(Event, frozen=True, kw_only=True):
    """The applicant joined a piece after submission."""

    type: ClassVar[str] = "demarches.piece.received.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    piece_id: UUID


class DeadlineApproaching(Event, frozen=True, kw_only=True):
    """The legal period ends in fifteen days or fewer; `outcome` is what silence will mean: acceptance or rejection."""

    type: ClassVar[str] = "demarches.deadline.approaching.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    outcome: str
    due_on: date


class DeadlineReached(Event, frozen=True, kw_only=True):
    """The period is over without a decision: silence accepted or rejected, from that day on."""

    type: ClassVar[str] = "demarches.deadline.reached.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    outcome: str
    effect_on: date


class ReasonsAsked(Event, frozen=True, kw_only=True):
    """The applicant asks why silence rejected; a month to answer (CRPA L232-4)."""

    type: ClassVar[str] = "demarches.reasons.asked.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID


class BookingHeld(Event, frozen=True, kw_only=True):
    """A slot is kept for a dossier for ten minutes; `offered`: for a day, to somebody on the waiting list."""

    type: ClassVar[str] = "demarches.booking.held.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    booking_id: UUID
    offered: bool = False


class BookingConfirmed(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "demarches.booking.confirmed.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    booking_id: UUID


class BookingMoved(Event, frozen=True, kw_only=True):
    """A new appointment took the place of the former one, which is shown as cancelled from now on."""

    type: ClassVar[str] = "demarches.booking.moved.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    booking_id: UUID
    former_id: UUID


class BookingCancelled(Event, frozen=True, kw_only=True):
    """`author` is `applicant` or `agent`."""

    type: ClassVar[str] = "demarches.booking.cancelled.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    booking_id: UUID
    author: str


class BookingReminderDue(Event, frozen=True, kw_only=True):
    """The appointment comes near: time to remind of it."""

    type: ClassVar[str] = "demarches.booking.reminder_due.v1"
    about: ClassVar[str] = "dossier_id"
    dossier_id: UUID
    booking_id: UUID


class PlaceOffered(Event, frozen=True, kw_only=True):
    """A place came back and is kept for the first who waited, until then."""

    type: ClassVar[str] = "demarches.place.offered.v1"
    about: ClassVar[str] = "waiting_id"
    waiting_id: UUID
    subject_id: UUID
    until: datetime


class DefinitionWithdrawn(Event, frozen=True, kw_only=True):
    """No longer offered; what was begun with it goes on. `version` is the last that was in force."""

    type: ClassVar[str] = "demarches.definition.withdrawn.v1"
    about: ClassVar[str] = "demarche_id"
    demarche_id: UUID
    version: int


class DefinitionShared(Event, frozen=True, kw_only=True):
    """Offered to every organisation by the operator; `number` counts what was offered of it."""

    type: ClassVar[str] = "demarches.definition.shared.v1"
    about: ClassVar[str] = "demarche_id"
    demarche_id: UUID
    number: int


class DefinitionUnshared(Event, frozen=True, kw_only=True):
    """No longer offered to other organisations; what they made of it is theirs. `number` counts on from what was offered."""

    type: ClassVar[str] = "demarches.definition.unshared.v1"
    about: ClassVar[str] = "demarche_id"
    demarche_id: UUID
    number: int


class UpdateOffered(Event, frozen=True, kw_only=True):
    """Said where it was copied: a later version of what this démarche was made of is offered."""

    type: ClassVar[str] = "demarches.definition.update_offered.v1"
    about: ClassVar[str] = "demarche_id"
    demarche_id: UUID
    number: int


class SourceWithdrawn(Event, frozen=True, kw_only=True):
    """Said where it was copied: what this démarche was made of is no longer offered. It stays as it is."""

    type: ClassVar[str] = "demarches.definition.source_withdrawn.v1"
    about: ClassVar[str] = "demarche_id"
    demarche_id: UUID
    number: int


class DefinitionPublished(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "demarches.definition.published.v1"
    about: ClassVar[str] = "demarche_id"
    demarche_id: UUID
    version: int


class PersonalDataGathered(Event, frozen=True, kw_only=True):
    """This service's part of an export is there."""

    type: ClassVar[str] = "demarches.personal_data.gathered.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    export_id: UUID


class PersonalDataForgotten(Event, frozen=True, kw_only=True):
    """This service has forgotten the person: how many of each kind (`contracts.personal_data`), and what the law keeps."""

    type: ClassVar[str] = "demarches.personal_data.forgotten.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    erased: dict[str, int]
    kept: dict[str, int]
