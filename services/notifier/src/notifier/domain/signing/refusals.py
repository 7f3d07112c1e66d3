"""The ways the notifier says no about signatures."""

from chassis.refusals import Conflict, NotFound


class DomainKeyNotFound(NotFound):
    """Cette clé n’existe pas, ou vous n’y avez pas accès."""


class KeyNotPublished(Conflict):
    """Cette clé ne se lit pas encore dans le DNS. Publiez l’enregistrement, attendez quelques minutes et réessayez."""


class KeyRetired(Conflict):
    """Cette clé est retirée. Créez-en une nouvelle."""


class KeyWaiting(Conflict):
    """Une clé attend déjà d’être publiée pour ce domaine."""
