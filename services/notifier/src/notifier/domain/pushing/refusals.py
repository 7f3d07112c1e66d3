"""The ways devices say no."""

from chassis.refusals import Conflict, Fault, Invalid, NotFound


class DeviceNotFound(NotFound):
    """Cet appareil n’est pas inscrit, ou ne l’est plus."""


class TooManyDevices(Conflict):
    """Dix appareils au plus : retirez-en un d’abord."""


class PushNotFound(NotFound):
    """Cet envoi n’existe pas, ou n’est plus gardé."""


class NotASubscription(Invalid):
    """Inscription illisible"""

    def __init__(self) -> None:
        sentence = "Ce navigateur n’a pas donné une inscription que nous comprenons."
        super().__init__(faults=[Fault("/subscribed", sentence, "subscription")])
