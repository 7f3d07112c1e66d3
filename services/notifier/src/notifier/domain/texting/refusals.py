"""The ways the notifier says no about SMS."""

from chassis.refusals import NotFound


class TextNotFound(NotFound):
    """Ce SMS n’existe pas, ou n’est plus gardé."""
