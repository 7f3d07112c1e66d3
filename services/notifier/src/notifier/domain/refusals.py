"""The ways the notifier says no."""

from chassis.refusals import Conflict, NotFound


class NotificationNotFound(NotFound):
    """Ce message n’existe pas, ou vous n’y avez pas accès."""


class NotificationEnded(Conflict):
    """Ce message est déjà parti ou abandonné."""


class NotificationNotSending(Conflict):
    """Ce message n’est pas en cours d’envoi."""


class NotificationAddressed(Conflict):
    """Ce message est destiné à quelqu’un d’autre."""


class TemplateNotFound(NotFound):
    """Ce modèle de message n’existe pas."""
