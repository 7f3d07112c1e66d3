"""The ways the notifier says no about addresses and what comes back from them."""

from chassis.refusals import Conflict, Forbidden, NotFound, Unavailable


class SuppressionNotFound(NotFound):
    """Cette adresse n’est pas dans la liste, ou vous n’y avez pas accès."""


class AddressNotSuppressed(Conflict):
    """Cette adresse reçoit déjà les messages."""


class ReportTooEarly(Unavailable):
    """Ce message est encore en cours d’envoi."""


class ReportNotSigned(Forbidden):
    """Ce rapport n’est pas signé par le prestataire d’envoi."""
