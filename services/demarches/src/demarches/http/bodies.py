"""What clients send. Unknown fields are refused, never ignored."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from demarches.domain.dossier import Outcome

Token = Annotated[str, Meta(max_length=8192)]
ShortText = Annotated[str, Meta(max_length=200)]
LongText = Annotated[str, Meta(max_length=20_000)]
PieceType = Annotated[str, Meta(pattern="^[a-z][a-z0-9_-]{0,62}$")]


class Body(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Answers(Body, frozen=True):
    answers: dict[str, Any]


class PieceToAttach(Body, frozen=True):
    """`receipts` are the tokens that documents gave for the files received; `piece_id` adds to a piece already there."""

    type: PieceType
    receipts: Annotated[list[Token], Meta(min_length=1, max_length=4)]
    label: ShortText = ""
    piece_id: UUID | None = None
    request_id: UUID | None = None


class NewMessage(Body, frozen=True):
    body: LongText


class Confirmation(Body, frozen=True):
    confirm: bool = False


class Agreement(Body, frozen=True):
    agreed: bool


class Archival(Body, frozen=True):
    archived: bool


class AttachmentProof(Body, frozen=True):
    """`code`: empty where the account's own address is the proof."""

    code: Annotated[str, Meta(max_length=20)] = ""


class PieceToAskFor(Body, frozen=True):
    type: PieceType
    label: ShortText
    reason: LongText = ""
    indispensable: bool = True


class NewDecision(Body, frozen=True):
    outcome: Outcome
    reasons: LongText = ""


class SlotWanted(Body, frozen=True):
    """`starts_at` is one of the slots shown, with its offset from UTC."""

    calendar_id: UUID
    starts_at: datetime


class SlotChosen(Body, frozen=True):
    """`instead_of`: the appointment to move; absent to add one."""

    calendar_id: UUID
    starts_at: datetime
    instead_of: UUID | None = None


class BookingToCancel(Body, frozen=True):
    """Agents give a `reason`, which the applicant reads."""

    confirm: bool = False
    reason: LongText = ""


class Purpose(Body, frozen=True):
    purpose: ShortText = "instruction"
