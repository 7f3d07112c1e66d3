"""The chain of trust: legal representative → administrator → permissions (ID-08 to ID-10)."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.refusals import Conflict, Fault, Gone, Invalid, NotFound
from contracts.identity import MandateActivated, MandateEnded, MandateRequested
from identity.domain.persons import has_control_characters

LIVES = timedelta(days=30)
MOST_TRIES = 5
LETTER_TAKES = 5
"""Working days after which a letter that has not arrived may be reported."""
# What the mandate itself opens. The use of an e-service is none of it: the administrator grants it to himself.
ADMINISTRATION = ("identity.members.manage", "identity.permissions.grant")
# Neither I and 1 nor O and 0: codes are read aloud and typed from paper. 32 signs, 5 bits each.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE, REFERENCE = 16, 8


class MandateStatus(StrEnum):
    REQUESTED = "requested"
    LETTER_SENT = "letter_sent"
    ACTIVE = "active"
    ENDED = "ended"


class MandateEnd(StrEnum):
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    VOID = "void"
    REFUSED = "refused"
    REPLACED = "replaced"
    RESIGNED = "resigned"
    ACCOUNT_GONE = "account_gone"


class MandateNotFound(NotFound):
    """Cette demande d’administrateur n’existe pas."""


class CodesUnknown(Invalid):
    """Ces codes ne correspondent à aucune demande en attente."""


class CodesDead(Gone):
    """Ces codes ne sont plus valables. Une nouvelle demande envoie de nouveaux codes."""


class AlreadyAdministrator(Conflict):
    """Vous êtes déjà administrateur de votre organisation."""


class NoAdministrator(Conflict):
    """Aucun administrateur n’est en fonction : personne ne peut attribuer de permission."""


class LetterStillOnItsWay(Conflict):
    """Le courrier a 5 jours ouvrables pour arriver. Vous pourrez signaler son absence ensuite."""


class AdministratorStays(Conflict):
    """Ce membre est l’administrateur. Désignez-en d’abord un autre."""


@dataclass
class Mandate:
    """`code_hash` is SHA-256 of the code; the code itself is computed when a letter is typeset, and kept nowhere."""

    id: UUID
    account_id: UUID
    reference: str
    code_hash: bytes
    representative_name: str
    representative_title: str
    requested_at: datetime
    expires_at: datetime
    status: MandateStatus = MandateStatus.REQUESTED
    attempts: int = 0
    letter_sent_at: datetime | None = None
    reported_at: datetime | None = None
    activated_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: MandateEnd | None = None
    version: int = 0

    @classmethod
    def request(
        cls, mandate_id: UUID, account_id: UUID, name: str, title: str, *, secret: bytes, at: datetime
    ) -> "Mandate":
        code = hashed(code_for(mandate_id, secret))
        return cls(mandate_id, account_id, reference_for(mandate_id, secret), code, name, title, at, at + LIVES)

    @property
    def is_pending(self) -> bool:
        return self.status in (MandateStatus.REQUESTED, MandateStatus.LETTER_SENT)

    def requested(self) -> MandateRequested:
        return MandateRequested(mandate_id=self.id, account_id=self.account_id)

    def must_be_open(self, *, at: datetime) -> None:
        if not self.is_pending or at >= self.expires_at:
            raise CodesDead

    def is_opened_by(self, code: str) -> bool:
        """Counts the attempt when it is wrong."""
        right = hmac.compare_digest(hashed(typed(code)), self.code_hash)
        self.attempts += not right
        return right

    def send_letter(self, *, at: datetime) -> None:
        if self.is_pending:
            self.status, self.letter_sent_at = MandateStatus.LETTER_SENT, at

    def report_missing(self, *, after: datetime, at: datetime) -> None:
        """`after` is when the letter has had its working days."""
        if self.status is not MandateStatus.LETTER_SENT or at < after:
            raise LetterStillOnItsWay
        self.reported_at = at

    def activate(self, *, at: datetime) -> MandateActivated:
        self.must_be_open(at=at)
        self.status, self.activated_at = MandateStatus.ACTIVE, at
        return MandateActivated(mandate_id=self.id, account_id=self.account_id)

    def end(self, reason: MandateEnd, *, at: datetime) -> MandateEnded:
        self.status, self.ended_at, self.end_reason = MandateStatus.ENDED, at, reason
        return MandateEnded(mandate_id=self.id, account_id=self.account_id, reason=reason)


def representative_faults(name: str, title: str) -> list[Fault]:
    sentences = (
        ("/representative_name", name, "Indiquez le nom du représentant légal : le courrier lui est adressé."),
        ("/representative_title", title, "Indiquez sa qualité, par exemple Maire ou Présidente."),
    )
    found: list[Fault] = []
    for pointer, text, sentence in sentences:
        if not text.strip():
            found.append(Fault(pointer, sentence, "required"))
        elif len(text) > 120 or has_control_characters(text):
            found.append(Fault(pointer, "Écrivez 120 caractères au plus.", "too_long"))
    return found


def code_for(mandate_id: UUID, secret: bytes) -> str:
    """80 bits that only the letter shows."""
    return signs(f"mandate|{mandate_id}", secret, CODE)


def reference_for(mandate_id: UUID, secret: bytes) -> str:
    """Names the request on the letter; worth nothing without the code."""
    return signs(f"mandate reference|{mandate_id}", secret, REFERENCE)


def grouped(code: str) -> str:
    """By fours, as it is printed."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def typed(code: str) -> str:
    """As it is compared: without what people put between the groups, in capitals."""
    return "".join(sign for sign in code.upper()[:80] if sign in ALPHABET)


def hashed(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()


def signs(text: str, secret: bytes, length: int) -> str:
    number = int.from_bytes(hmac.digest(secret, text.encode(), hashlib.sha256))
    return "".join(ALPHABET[number >> (5 * at) & 31] for at in range(length))
