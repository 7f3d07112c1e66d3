"""The ways newsletters say no."""

from chassis.refusals import Conflict, Fault, Gone, Invalid, NotFound


class IssueNotFound(NotFound):
    """Cette lettre n’existe pas, ou vous n’y avez pas accès."""


class ThemeNotFound(NotFound):
    """Ce thème n’existe pas."""


class SubscriptionNotFound(NotFound):
    """Cet abonnement n’existe pas."""


class LinkExpired(Gone):
    """Ce lien n’est plus valable."""


class IssueNotDraft(Conflict):
    """Cette lettre est déjà programmée ou partie : elle ne se modifie plus."""


class IssueNotSending(Conflict):
    """Cette lettre n’est pas en cours d’envoi."""


class IssueNotPaused(Conflict):
    """Cette lettre n’est pas en pause."""


class IssueEnded(Conflict):
    """Cette lettre est déjà partie ou annulée."""


class ThemeInUse(Conflict):
    """Ce thème en contient d’autres : supprimez-les d’abord."""


class NotAnEmail(Invalid):
    """Cette adresse n’est pas valable."""

    def __init__(self) -> None:
        super().__init__(faults=[Fault("/email", "Écrivez votre adresse comme camille@exemple.fr.", "format")])
