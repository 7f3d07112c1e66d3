"""An opinion on a dossier, asked of another department or of somebody outside. It informs the decision; it is none."""

import base64
import hmac
import re
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.refusals import Fault
from contracts.demarches import OpinionAsked, OpinionGiven
from demarches.domain.refusals import OpinionInvalid, OpinionLinkGone, OpinionNotFound, OpinionOver

LONGEST_WAIT = timedelta(days=365)
_KEY_BYTES = 24
_ID_BYTES = 16
_EMAIL = re.compile(r"[^@\s\x00-\x20,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


class Stance(StrEnum):
    FAVOURABLE = "favourable"
    WITH_RESERVATIONS = "with_reservations"
    UNFAVOURABLE = "unfavourable"
    NO_OBJECTION = "no_objection"


@dataclass
class Opinion:
    """Of a department, or of an expert outside who answers by a link. `due_on` binds nobody: it reminds."""

    id: UUID
    dossier_id: UUID
    question: str
    due_on: date
    asked_at: datetime
    asked_by: UUID
    department_id: UUID | None = None
    expert_email: str | None = None
    expert_name: str | None = None
    key: str | None = field(default=None, repr=False)
    stance: Stance | None = None
    answer: str | None = None
    given_at: datetime | None = None
    given_by: UUID | None = None
    withdrawn_at: datetime | None = None
    version: int = 0

    @property
    def is_open(self) -> bool:
        return self.given_at is None and self.withdrawn_at is None

    def asked(self) -> OpinionAsked:
        return OpinionAsked(dossier_id=self.dossier_id, opinion_id=self.id)

    def give(self, stance: Stance, answer: str, *, by: UUID | None, at: datetime) -> OpinionGiven:
        if not self.is_open:
            raise OpinionOver
        self.stance, self.answer, self.given_by, self.given_at = stance, answer, by, at
        return OpinionGiven(dossier_id=self.dossier_id, opinion_id=self.id, stance=str(stance))

    def withdraw(self, *, at: datetime) -> None:
        """Its link opens nothing any more."""
        if not self.is_open:
            raise OpinionOver
        self.withdrawn_at = at

    def must_open_by(self, key: str) -> None:
        if self.key is None or not hmac.compare_digest(self.key.encode(), key.encode()):
            raise OpinionNotFound
        if not self.is_open:
            raise OpinionLinkGone


def new_key() -> str:
    return secrets.token_hex(_KEY_BYTES)


def must_be_due_soon(due_on: date | None, today: date) -> date:
    if due_on is None or not today <= due_on <= today + LONGEST_WAIT:
        raise OpinionInvalid(faults=[Fault("/due", "Indiquez une date à venir, dans l’année.", "date")])
    return due_on


def must_be_an_address(typed: str) -> str:
    """One address: a second one, or a line break, would write to somebody else."""
    address = typed.strip()
    if len(address) > 254 or not _EMAIL.fullmatch(address):
        message = "Indiquez une adresse électronique, par exemple nom@domaine.fr."
        raise OpinionInvalid(faults=[Fault("/email", message, "email")])
    return address


def token_of(opinion: Opinion) -> str:
    assert opinion.key is not None
    raw = opinion.id.bytes + bytes.fromhex(opinion.key)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_token(token: str) -> tuple[UUID, str]:
    """Raises OpinionNotFound for what is no link of ours."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise OpinionNotFound from error
    if len(raw) != _ID_BYTES + _KEY_BYTES:
        raise OpinionNotFound
    return UUID(bytes=raw[:_ID_BYTES]), raw[_ID_BYTES:].hex()
