"""What this service's command handlers may touch."""

from typing import Any
from uuid import UUID

import msgspec

from chassis.ids import new_id
from chassis.unit_of_work import UnitOfWork
from contracts.demarches import (
    AttachmentCodeAsked,
    BookingConfirmed,
    BookingMoved,
    DecisionConsulted,
    DossierArchived,
    DossierAttached,
    DossierCancelled,
    DossierDiscarded,
    DossierIncomplete,
    DossierSubmitted,
    DossierUnderExamination,
    DraftReminderDue,
    NotificationAgreed,
    PieceReceived,
    ReasonsAsked,
)
from contracts.events import Event
from demarches.domain.definition import Definition
from demarches.domain.dossier import Dossier
from demarches.domain.exchanges import Side
from demarches.domain.silence import MIND_DEADLINE, moments
from demarches.storage import clocks, definitions, words
from demarches.storage.appointments.bookings import Bookings
from demarches.storage.appointments.calendars import Calendars, Venues
from demarches.storage.appointments.waiting import WaitingList
from demarches.storage.decisions import DecisionDocuments
from demarches.storage.dossiers import Dossiers
from demarches.storage.exchanges import Messages
from demarches.storage.opinions import Opinions
from demarches.storage.pieces import PieceRequests, Pieces
from demarches.storage.tables import history

MOVES_CLOCK = DossierSubmitted | DossierIncomplete | DossierUnderExamination | PieceReceived

BY_APPLICANT = (
    DossierSubmitted
    | DossierCancelled
    | DossierAttached
    | DossierArchived
    | PieceReceived
    | BookingConfirmed
    | BookingMoved
    | ReasonsAsked
    | NotificationAgreed
    | DecisionConsulted
)


# Thrown away, not sent yet, or somebody else's try: nothing of the dossier's own history.
UNTOLD = DossierDiscarded | DraftReminderDue | AttachmentCodeAsked


class DemarchesWork(UnitOfWork):
    def __init__(self, *circumstances: Any) -> None:
        super().__init__(*circumstances)
        self.dossiers = Dossiers(self)
        self.pieces = Pieces(self)
        self.piece_requests = PieceRequests(self)
        self.messages = Messages(self)
        self.opinions = Opinions(self)
        self.venues = Venues(self)
        self.calendars = Calendars(self)
        self.bookings = Bookings(self)
        self.waiting = WaitingList(self)
        self.decision_documents = DecisionDocuments(self)

    async def definition_of(self, dossier: Dossier) -> Definition:
        return await definitions.version(
            self.connection, dossier.demarche_id, dossier.definition, tenant=self.actor.tenant
        )

    async def flush(self) -> None:
        """Each event about a dossier is a line of its history (a draft thrown away has none), written after the aggregates and before the journal."""
        for event in self.recorded:
            if isinstance(event, MOVES_CLOCK):
                await self._settle_clock(event)
        for repository in self._repositories:
            await repository.save_changes()
        for event in self.recorded:
            if isinstance(event, DossierSubmitted):
                dossier = self.dossiers.kept(event.dossier_id)
                await words.keep(self.connection, dossier, await self.definition_of(dossier))
        lines = [
            self._line(event)
            for event in self.recorded
            if event.about == "dossier_id" and not isinstance(event, UNTOLD)
        ]
        if lines:
            await self.insert(history, *lines)
        await super().flush()

    async def _settle_clock(self, event: MOVES_CLOCK) -> None:
        await self.piece_requests.save_changes()
        dossier, today = self.dossiers.kept(event.dossier_id), clocks.day_of(self.now)
        definition = await self.definition_of(dossier)
        if isinstance(event, DossierSubmitted):
            # Nothing can have been asked for yet.
            clock = clocks.clock_from(dossier, definition, (), today=today)
        else:
            clock = await clocks.clock_of(self.connection, dossier, definition, today=today)
        if clock.due_on != dossier.due_on:
            await self.schedule_each(MIND_DEADLINE, dossier.id, moments(clock, after=self.now))
        dossier.due_on = clock.due_on

    def _line(self, event: Event) -> dict[str, Any]:
        facts = msgspec.to_builtins(event)
        return {
            "id": new_id(),
            "dossier_id": UUID(facts.pop("dossier_id")),
            "type": event.type,
            "at": self.now,
            "side": facts.get("author") or facts.get("reader") or str(_side(event)),
            "facts": facts,
        }


def _side(event: Event) -> Side:
    return Side.APPLICANT if isinstance(event, BY_APPLICANT) else Side.AGENT
