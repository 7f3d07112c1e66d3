"""The ways this service says no."""

from msgspec import Struct

from chassis.refusals import Conflict, Forbidden, Invalid, NotFound, Stale


class EntryNotFound(NotFound):
    """Ce service ne figure pas au catalogue de l'assistance."""


class TicketNotFound(NotFound):
    """Cette demande d'assistance n'existe pas, ou vous n'y avez pas accès."""


class SupportOnly(Forbidden):
    """Cette action est réservée à l'équipe d'assistance."""


class RequesterOnly(Forbidden):
    """Seule la personne qui a fait la demande peut faire cela."""


class AnswersInvalid(Invalid):
    """Certaines réponses sont à revoir."""


class TextNeeded(Invalid):
    """Votre texte est à revoir."""


class DurationInvalid(Invalid):
    """La durée de l'intervention est à revoir."""


class FormUnusable(Invalid):
    """Le formulaire de ce service contient des erreurs."""


class TicketCancelled(Conflict):
    """Cette demande d'assistance est annulée."""


class TicketClosed(Conflict):
    """Cette demande d'assistance est clôturée."""


class TicketClosedForLong(Conflict):
    """Cette demande est clôturée depuis plus de 30 jours. Ouvrez-en une nouvelle et citez son numéro."""


class TicketNotResolved(Conflict):
    """Cette demande d'assistance n'est pas encore résolue."""


class TicketStillOpen(Conflict):
    """Cette demande d'assistance est déjà ouverte."""


class TicketAlreadyTaken(Conflict):
    """Quelqu'un s'occupe déjà de cette demande d'assistance."""


class TicketAlreadyWaiting(Conflict):
    """Cette demande d'assistance est déjà en attente."""


class News(Struct, frozen=True, kw_only=True):
    """One thing that came to a ticket since somebody last looked. For the support team's eyes."""

    kind: str
    at: str
    author: str = ""
    text: str = ""


class TicketMoved(Stale):
    """Cette demande a changé depuis que vous l'avez ouverte. Relisez ce qui est nouveau avant de répondre."""

    def __init__(self, version: int, news: list[News]) -> None:
        super().__init__()
        self.version, self.news = version, news
