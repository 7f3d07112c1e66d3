"""The ways this service says no."""

from chassis.refusals import Conflict, Forbidden, Gone, Invalid, NotFound, Unauthenticated


class DemarcheNotFound(NotFound):
    """Cette démarche n’existe pas."""


class DossierNotFound(NotFound):
    """Cette demande n’existe pas, ou vous n’y avez pas accès."""


class PieceNotFound(NotFound):
    """Cette pièce n’existe pas, ou vous n’y avez pas accès."""


class StepNotFound(NotFound):
    """Cette étape n’existe pas dans la démarche."""


class TrackingLinkGone(Gone):
    """Ce lien de suivi n’est plus valable."""


class AccountNeeded(Unauthenticated):
    """Cette démarche demande un espace personnel. Connectez-vous ou créez le vôtre."""


class DemarcheClosed(Conflict):
    """Cette démarche n’est pas ouverte en ce moment."""


class DemarcheNotOpenYet(DemarcheClosed):
    """Cette démarche n’est pas encore ouverte."""


class DemarcheOver(DemarcheClosed):
    """La date limite pour envoyer cette demande est passée."""


class QuotaReached(Conflict):
    """Le quota de cette démarche est atteint."""


class StepMissing(Conflict):
    """Une étape précédente est à compléter."""


class AnswersInvalid(Invalid):
    """Certaines réponses sont à revoir."""


class PiecesMissing(Invalid):
    """Il manque des pièces obligatoires."""


class DossierAlreadySubmitted(Conflict):
    """Cette demande est déjà envoyée."""


class DossierNotSubmitted(Conflict):
    """Cette demande n’est pas encore envoyée."""


class DossierAlreadyTaken(Conflict):
    """Un agent instruit déjà cette demande."""


class DossierAlreadyAssigned(Conflict):
    """Cette demande est déjà confiée à cet agent."""


class DossierAlreadyThere(Conflict):
    """Cette demande est déjà dans ce service."""


class NoSuchAgent(Invalid):
    """Choisissez un agent qui instruit dans ce service."""


class NoSuchDepartment(Invalid):
    """Choisissez un service de la collectivité."""


class AbsenceInvalid(Invalid):
    """Cette absence ne peut pas être notée."""


class ViewNotFound(NotFound):
    """Cette vue n’existe pas, ou elle n’est pas à vous."""


class AbsenceNotFound(NotFound):
    """Cette absence n’existe pas."""


class OpinionNotFound(NotFound):
    """Cet avis n’existe pas, ou vous n’y avez pas accès."""


class OpinionOver(Conflict):
    """Cet avis est déjà rendu, ou n’est plus demandé."""


class OpinionLinkGone(Gone):
    """Ce lien ne sert plus : l’avis est rendu, n’est plus demandé, ou la décision est prise."""


class OpinionInvalid(Invalid):
    """Cette demande d’avis est à compléter."""


class DecisionNotFound(NotFound):
    """Aucune décision n’est à consulter."""


class DecisionToConsult(Conflict):
    """Cette décision vous est notifiée par voie électronique : consultez-la d’abord dans le suivi de votre demande."""


class TooManyCodes(Conflict):
    """Trois codes ont déjà été envoyés. Recommencez dans une heure."""


class DossierNotEnded(Conflict):
    """Cette demande n’est pas terminée : elle reste parmi celles en cours."""


class DecisionDocumentNotFound(NotFound):
    """Aucun document de décision ne correspond."""


class DecisionDocumentNotReady(Conflict):
    """Le document de la décision est en préparation : revenez dans un instant."""


class NoSuchTransition(Conflict):
    """Ce passage n’est pas possible d’où en est la demande."""


class TransitionNotMet(Conflict):
    """Ce passage n’est pas encore possible."""


class WordsMissing(Invalid):
    """Ce passage demande quelques mots."""


class DecideThroughWorkflow(Conflict):
    """Cette démarche se décide par les passages de son circuit."""


class PieceAwaited(Conflict):
    """Une pièce est attendue : la demande ne change pas d’étape avant de l’avoir reçue."""


class TooEarlyToRate(Conflict):
    """Votre avis vous sera demandé une fois la décision rendue."""


class RatingInvalid(Invalid):
    """Choisissez une des cinq réponses."""


class RatedAlready(Conflict):
    """Vous avez déjà répondu. Merci."""


class FiguresNotPublished(NotFound):
    """Cette collectivité ne publie pas ces chiffres."""


class PartNotFound(NotFound):
    """Cette partie du formulaire n’existe pas."""


class VersionNotFound(NotFound):
    """Cette version du brouillon n’existe pas."""


class LinesInvalid(Invalid):
    """Certaines lignes sont à revoir."""


class DefinitionUnreadable(Invalid):
    """Cette définition ne peut pas être lue."""


class DemarcheInvalid(Invalid):
    """Cette démarche est à compléter."""


class NothingToPublish(Conflict):
    """Rien n’a changé depuis la version en vigueur."""


class DefinitionNotInForce(Conflict):
    """Cette démarche n’est déjà plus proposée."""


class DossierAlreadyDecided(Conflict):
    """Cette demande est déjà décidée."""


class DossierCancelledAlready(Conflict):
    """Cette demande est annulée."""


class DossierOver(Conflict):
    """Cette demande est terminée : elle ne peut plus changer."""


class ConfirmationNeeded(Invalid):
    """Confirmez pour continuer."""


class OwnDossier(Forbidden):
    """Cette demande est la vôtre : un collègue doit l’instruire."""


class NoSuchView(Invalid):
    """Cette vue n’existe pas."""


class ReasonsNeeded(Invalid):
    """Cette décision se motive."""


class TextNeeded(Invalid):
    """Écrivez quelque chose."""


class ExchangesNotOpen(Conflict):
    """Cette démarche ne permet pas d’échanger de messages."""


class PieceFull(Conflict):
    """Une pièce contient 4 fichiers au plus."""


class FileAlreadyAttached(Conflict):
    """Ce fichier est déjà joint."""


class PieceRequestNotFound(NotFound):
    """Cette demande de pièce n’existe pas."""


class PieceAlreadyReceived(Conflict):
    """La pièce demandée est déjà arrivée."""


class ReceiptNotYours(Invalid):
    """Ce reçu de dépôt ne correspond pas à cette demande."""


class DefinitionNotPublishable(Invalid):
    """Cette démarche ne peut pas être publiée en l’état."""


class CalendarNotFound(NotFound):
    """Cet agenda n’existe pas, ou vous n’y avez pas accès."""


class VenueNotFound(NotFound):
    """Ce lieu n’existe pas."""


class ClosureNotFound(NotFound):
    """Cette fermeture n’existe pas."""


class BookingNotFound(NotFound):
    """Ce rendez-vous n’existe pas, ou vous n’y avez pas accès."""


class CalendarNotRight(Invalid):
    """Cet agenda est à revoir."""


class ClosureNotRight(Invalid):
    """Cette fermeture est à revoir."""


class SlotNotOffered(Invalid):
    """Ce créneau n’est pas proposé. Choisissez-en un dans la liste."""


class SlotTaken(Conflict):
    """Ce créneau vient d’être pris. Choisissez-en un autre."""


class AppointmentMissing(Conflict):
    """Choisissez d’abord votre rendez-vous."""


class NoAppointment(Conflict):
    """Cette démarche ne se prend pas sur rendez-vous."""


class TooManyBookings(Conflict):
    """Vous avez déjà le nombre de rendez-vous permis."""


class BookingOver(Conflict):
    """Ce rendez-vous est déjà annulé ou passé."""


class BookingChanged(Conflict):
    """Votre rendez-vous a changé entre-temps."""


class TooLateToChange(Conflict):
    """Il est trop tard pour changer ce rendez-vous en ligne. Appelez le service."""


class AppointmentNeeded(Conflict):
    """Cette démarche demande un rendez-vous : changez-le plutôt que de l’annuler, ou annulez votre demande."""


class SynonymNotRight(Invalid):
    """Ce mot est à revoir."""


class NoImplicitRejection(Conflict):
    """Aucun rejet implicite n’est à motiver."""


class ReasonsAlreadyAsked(Conflict):
    """Vous avez déjà demandé les motifs."""


class TooLateForReasons(Conflict):
    """Le délai pour demander les motifs est passé."""


class NoImplicitAcceptance(Conflict):
    """Cette demande n’est pas acceptée par le silence de l’administration."""


class NotWaiting(Conflict):
    """Vous n’êtes pas sur la liste d’attente."""


class PlacesLeft(Conflict):
    """Il reste de la place : la liste d’attente n’est pas ouverte."""


class SharedNotFound(NotFound):
    """Cette démarche n’est pas au catalogue partagé."""


class NotACopy(NotFound):
    """Cette démarche ne vient pas du catalogue partagé."""


class NothingNew(Conflict):
    """Cette démarche a déjà tout ce que propose le catalogue partagé."""
