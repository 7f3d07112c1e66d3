"""Rules about who may do what. Each is a sentence that raises when it is not true."""

from uuid import UUID

from chassis.actor import Actor, Kind
from chassis.policies import must_hold
from chassis.refusals import Fault
from demarches.domain.definition import Definition
from demarches.domain.dossier import Dossier
from demarches.domain.exchanges import Side
from demarches.domain.permissions import ARRANGE, DECIDE, EDIT, INSTRUCT, ORGANISE, READ
from demarches.domain.refusals import AccountNeeded, ConfirmationNeeded, DossierNotFound, ExchangesNotOpen, OwnDossier

__all__ = ["ARRANGE", "DECIDE", "EDIT", "INSTRUCT", "ORGANISE", "READ"]


def must_be_someone(actor: Actor) -> UUID:
    """An account or a visitor's session: drafts belong to one of them."""
    if actor.subject is None:
        raise AccountNeeded
    return actor.subject


def must_have_account_if_needed(actor: Actor, definition: Definition) -> None:
    if definition.needs_account and actor.account is None:
        raise AccountNeeded


def must_arrange(actor: Actor) -> None:
    """Calendars: whoever holds the permission, and this service when it loads what is given with it."""
    if actor.kind is not Kind.SERVICE:
        must_hold(actor, ARRANGE)


def must_be_applicant(actor: Actor, dossier: Dossier) -> None:
    if actor.subject is None or dossier.applicant != actor.subject:
        raise DossierNotFound


def must_have_space(dossier: Dossier) -> None:
    """What follows needs somebody who comes back and is known: a visitor's session is nobody."""
    if not dossier.has_account:
        raise AccountNeeded


def must_not_be_applicant(actor: Actor, dossier: Dossier) -> None:
    """Nobody examines their own request."""
    if dossier.applicant == actor.subject:
        raise OwnDossier


def must_be_side(actor: Actor, dossier: Dossier) -> Side:
    """On which side of the counter the actor is; agents need to be instructing."""
    if actor.subject is not None and dossier.applicant == actor.subject:
        return Side.APPLICANT
    must_hold(actor, INSTRUCT)
    return Side.AGENT


def must_allow_exchanges(side: Side, definition: Definition) -> None:
    if side is Side.APPLICANT and not definition.exchanges:
        raise ExchangesNotOpen


def must_be_confirmed(confirmed: bool) -> None:
    if not confirmed:
        raise ConfirmationNeeded(faults=[Fault("/confirm", "Confirmez l’annulation.", "confirm")])
