"""The ways this service says no."""

from msgspec import Struct

from chassis.refusals import Conflict, Forbidden, Invalid, NotFound, Stale, Unavailable


class EntryNotFound(NotFound):
    """Ce service ne figure pas au catalogue de l’assistance."""


class SessionInvalid(Invalid):
    """Certaines informations sont à revoir."""


class ProductNotFound(NotFound):
    """Ce produit n’existe pas."""


class ProductInvalid(Invalid):
    """Le produit est à revoir."""


class EntryInvalid(Invalid):
    """Le service est à revoir."""


class SlugTaken(Conflict):
    """Cette adresse est déjà prise."""


class ShelfInvalid(Invalid):
    """La gamme ou la rubrique est à revoir."""


class TicketNotFound(NotFound):
    """Cette demande d’assistance n’existe pas, ou vous n’y avez pas accès."""


class ColleagueUnknown(Invalid):
    """Le collègue est à préciser."""


class SharedWithOneself(Conflict):
    """Cette demande est déjà la vôtre."""


class SharedWithMany(Conflict):
    """Une demande se partage avec 20 collègues au plus."""


class CalendarNotFound(NotFound):
    """Ce calendrier n’existe pas."""


class PolicyNotFound(NotFound):
    """Cet engagement n’existe pas."""


class PromiseInvalid(Invalid):
    """Certaines informations sont à revoir."""


class SeverityTheSame(Conflict):
    """La demande a déjà cette gravité."""


class CannedInvalid(Invalid):
    """La réponse type est à revoir."""


class CannedNotFound(NotFound):
    """Cette réponse type n’existe pas."""


class TeamNotFound(NotFound):
    """Cette équipe n’existe pas."""


class AgentUnknown(Invalid):
    """Cette personne n’est pas un technicien de l’assistance."""


class TooManyTickets(Invalid):
    """Choisissez 100 demandes au plus."""


class NotMerged(Conflict):
    """Cette demande n’est pas regroupée avec une autre."""


class MergedForLong(Conflict):
    """Ces demandes sont regroupées depuis plus de 30 jours."""


class SplitRefused(Conflict):
    """Ces messages ne peuvent pas être traités à part."""


class NotSplit(Conflict):
    """Cette demande n’a pas été tirée d’une autre."""


class SplitForLong(Conflict):
    """Ces demandes sont séparées depuis plus de 30 jours."""


class MacroNotFound(NotFound):
    """Cette macro n’existe pas."""


class MacroInvalid(Invalid):
    """La macro est à revoir."""


class MacroIncomplete(Conflict):
    """La macro ne peut pas être appliquée à cette demande."""


class MergeRefused(Conflict):
    """Ces deux demandes ne peuvent pas être regroupées."""


class NotRateable(Conflict):
    """Donnez votre avis quand la demande est résolue."""


class OpinionInvalid(Invalid):
    """Votre avis est à revoir."""


class ArticleNotFound(NotFound):
    """Cette page n’existe pas, ou vous n’y avez pas accès."""


class ArticleInvalid(Invalid):
    """Cette page est à revoir."""


class ArticleNotPublished(Conflict):
    """Cette page n’est pas publiée."""


class ReleaseIncomplete(Conflict):
    """Ajoutez le fichier de la mise à jour avant de la publier."""


class ReleaseTooLarge(Invalid):
    """Le fichier dépasse 200 Mo."""


class OwnersOnly(Forbidden):
    """Ce fichier est réservé aux collectivités qui ont ce produit."""


class GuestInvalid(Invalid):
    """Certaines informations sont à revoir."""


class NotAGuest(Conflict):
    """Cette demande n’est pas celle d’une personne sans compte."""


class AddressUnknown(NotFound):
    """Cette adresse n’existe pas."""


class SupportOnly(Forbidden):
    """Cette action est réservée à l’équipe d’assistance."""


class RequesterOnly(Forbidden):
    """Seule la personne qui a fait la demande peut faire cela."""


class AnswersInvalid(Invalid):
    """Certaines réponses sont à revoir."""


class TextNeeded(Invalid):
    """Votre texte est à revoir."""


class DurationInvalid(Invalid):
    """La durée de l’intervention est à revoir."""


class FormUnusable(Invalid):
    """Le formulaire de ce service contient des erreurs."""


class TooManyFiles(Invalid):
    """Quatre fichiers au plus par message : envoyez les autres dans un second message."""


class ReceiptNotYours(Invalid):
    """Un fichier n’a pas été envoyé pour cette demande. Choisissez-le à nouveau."""


class FileAlreadyJoined(Conflict):
    """Ce fichier est déjà joint à votre demande."""


class FileNotFound(NotFound):
    """Ce fichier n’existe pas, ou vous n’y avez pas accès."""


class TicketCancelled(Conflict):
    """Cette demande d’assistance est annulée."""


class TicketClosed(Conflict):
    """Cette demande d’assistance est clôturée."""


class TicketClosedForLong(Conflict):
    """Cette demande est clôturée depuis plus de 30 jours. Ouvrez-en une nouvelle et citez son numéro."""


class TicketNotResolved(Conflict):
    """Cette demande d’assistance n’est pas encore résolue."""


class TicketStillOpen(Conflict):
    """Cette demande d’assistance est déjà ouverte."""


class TicketAlreadyTaken(Conflict):
    """Quelqu’un s’occupe déjà de cette demande d’assistance."""


class TicketAlreadyWaiting(Conflict):
    """Cette demande d’assistance est déjà en attente."""


class News(Struct, frozen=True, kw_only=True):
    """One thing that came to a ticket since somebody last looked. For the support team's eyes."""

    kind: str
    at: str
    author: str = ""
    text: str = ""


class TicketMovedOn(Unavailable):
    """La demande vient de changer : réessayez dans un instant."""


class TicketMoved(Stale):
    """Cette demande a changé depuis que vous l’avez ouverte. Relisez ce qui est nouveau avant de répondre."""

    def __init__(self, version: int, news: list[News]) -> None:
        super().__init__()
        self.version, self.news = version, news
