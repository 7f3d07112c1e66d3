"""Events of others, each to the command that it means here."""

from chassis.subscriptions import Subscription
from contracts.demarches import (
    DossierCancelled,
    DossierDecided,
    DossierDiscarded,
    DossierIncomplete,
    DossierUnderExamination,
)
from contracts.ticketing import TicketGivenUp, TicketStatusChanged
from documents.commands.keep_bundle import (
    CloseBundle,
    OneBundle,
    close_bundle,
    discard_bundle,
    reopen_bundle,
)
from documents.domain.retention import ENDED_TICKETS
from documents.events.personal_data import PERSONAL_DATA


def discarded(event: DossierDiscarded) -> OneBundle:
    return OneBundle(event.dossier_id)


def decided(event: DossierDecided) -> CloseBundle:
    return CloseBundle(event.dossier_id, event.decided_at)


def cancelled(event: DossierCancelled) -> CloseBundle:
    return CloseBundle(event.dossier_id)


def taken_up(event: DossierIncomplete | DossierUnderExamination) -> OneBundle:
    """After a decision that was withdrawn, it lives again."""
    return OneBundle(event.dossier_id)


def given_up(event: TicketGivenUp) -> OneBundle:
    return OneBundle(event.ticket_id)


def ticket_ended(event: TicketStatusChanged) -> CloseBundle | None:
    return CloseBundle(event.ticket_id) if event.status in ENDED_TICKETS else None


def ticket_lives(event: TicketStatusChanged) -> OneBundle | None:
    return None if event.status in ENDED_TICKETS else OneBundle(event.ticket_id)


SUBSCRIPTIONS = (
    *PERSONAL_DATA.subscriptions(),
    Subscription(DossierDiscarded, discarded, discard_bundle),
    Subscription(DossierDecided, decided, close_bundle),
    Subscription(DossierCancelled, cancelled, close_bundle),
    Subscription(DossierIncomplete, taken_up, reopen_bundle),
    Subscription(DossierUnderExamination, taken_up, reopen_bundle),
    Subscription(TicketGivenUp, given_up, discard_bundle),
    Subscription(TicketStatusChanged, ticket_ended, close_bundle),
    Subscription(TicketStatusChanged, ticket_lives, reopen_bundle),
)
