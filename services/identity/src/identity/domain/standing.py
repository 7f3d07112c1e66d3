"""Whether an organisation may use its access: active ⇄ suspended → closed, by the operator alone."""

from datetime import datetime
from enum import StrEnum

import msgspec

from chassis.refusals import Conflict, Fault, Forbidden, Invalid

LONGEST_REASON = 1_000


class OrganisationStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Why it is not active, in the words that its administrator reads, and since when."""

    reason: str = ""
    since: datetime | None = None


class AccessSuspended(Forbidden):
    """L’accès de cette organisation est suspendu. Son administrateur en a reçu la raison ; l’assistance vous répond."""


class AlreadySuspended(Conflict):
    """L’accès de cette organisation est déjà suspendu."""


class NotSuspended(Conflict):
    """L’accès de cette organisation n’est pas suspendu."""


class ClosedForGood(Conflict):
    """L’accès de cette organisation est fermé définitivement."""


class OperatorStays(Conflict):
    """L’organisation de l’opérateur ne se suspend pas."""


def reason_given(typed: str) -> str:
    """Raises `Invalid` for none, or for one that nobody would read."""
    reason = typed.strip()
    if not reason or len(reason) > LONGEST_REASON:
        message = "Écrivez pourquoi, en 1 000 caractères au plus : l’administrateur de l’organisation le lira tel quel."
        raise Invalid(faults=[Fault("/reason", message, "required")])
    return reason


def must_be_served(status: str) -> None:
    """Whoever wants to sign in there is told why not."""
    if status != OrganisationStatus.ACTIVE:
        raise AccessSuspended
