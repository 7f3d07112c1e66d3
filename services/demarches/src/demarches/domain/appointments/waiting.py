"""Waiting for a place that may be given back: first come, first offered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contracts.demarches import PlaceOffered
from demarches.domain.refusals import NotWaiting


class WaitingStatus(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    SERVED = "served"
    LEFT = "left"
    PASSED = "passed"
    """Offered a place and did not take it in time."""


STILL = frozenset({WaitingStatus.WAITING, WaitingStatus.OFFERED})


@dataclass
class Waiting:
    """`subject` is what there are places of: a démarche, or a calendar and then for a dossier."""

    id: UUID
    subject: UUID
    account: UUID
    locale: str
    joined_at: datetime
    dossier_id: UUID | None = None
    status: WaitingStatus = WaitingStatus.WAITING
    offered_until: datetime | None = None
    version: int = 0

    def offer(self, *, until: datetime) -> PlaceOffered:
        """The place stays taken meanwhile, in this person's name."""
        self.status, self.offered_until = WaitingStatus.OFFERED, until
        return PlaceOffered(waiting_id=self.id, subject_id=self.subject, until=until)

    def offer_slot(self, *, until: datetime) -> None:
        """The slot is held by a booking of the dossier's own, whose event tells of it."""
        self.status, self.offered_until = WaitingStatus.OFFERED, until

    def serve(self) -> None:
        self.status = WaitingStatus.SERVED

    def leave(self) -> bool:
        """Whether a place offered goes to the next one."""
        if self.status not in STILL:
            raise NotWaiting
        offered, self.status = self.status is WaitingStatus.OFFERED, WaitingStatus.LEFT
        return offered

    def pass_on(self) -> None:
        self.status = WaitingStatus.PASSED

    def is_due_to_pass(self, at: datetime) -> bool:
        return self.status is WaitingStatus.OFFERED and self.offered_until is not None and self.offered_until <= at
