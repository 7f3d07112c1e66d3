"""The ways the notifier says no about webhooks."""

from chassis.refusals import Conflict, Fault, Invalid, NotFound


class EndpointNotFound(NotFound):
    """Ce webhook n’existe pas, ou vous n’y avez pas accès."""


class HookDeliveryNotFound(NotFound):
    """Cet envoi n’existe pas, ou n’est plus gardé."""


class EndpointPaused(Conflict):
    """Ce webhook est en pause : reprenez-le d’abord."""


class DeliveryUnderWay(Conflict):
    """Cet envoi est déjà en cours."""


class TooManyEndpoints(Conflict):
    """Vingt webhooks au plus : supprimez-en un d’abord."""


class AddressNotAllowed(Invalid):
    """Adresse non autorisée"""

    def __init__(self) -> None:
        sentence = "Adresse non autorisée : elle mène à un réseau interne, ou n’est pas une adresse https."
        super().__init__(faults=[Fault("/url", sentence, "address")])
