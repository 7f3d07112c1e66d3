"""The ways the notification centre says no."""

from chassis.refusals import NotFound


class NoticeNotFound(NotFound):
    """Cette notification n’existe pas, ou n’est plus gardée."""
