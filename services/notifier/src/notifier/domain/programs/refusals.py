"""The ways the notifier says no to programs and to who lets them in."""

from chassis.refusals import Conflict, Fault, Forbidden, Invalid, NotFound, Unauthenticated


class KeyNotFound(NotFound):
    """Cette clé n’existe pas, ou vous n’y avez pas accès."""


class KeyRevoked(Conflict):
    """Cette clé est révoquée : créez-en une autre."""


class TooManyKeys(Conflict):
    """Vingt clés en service au plus : révoquez-en une d’abord."""


class KeyNotAccepted(Unauthenticated):
    """Clé inconnue ou révoquée. Envoyez-la dans l’en-tête « Authorization: Bearer … »."""


class KeyMayNot(Forbidden):
    """Cette clé n’a pas ce droit."""


class OwnTemplateNotFound(NotFound):
    """Ce modèle n’existe pas, ou vous n’y avez pas accès."""


class TemplateNameTaken(Conflict):
    """Un autre modèle porte déjà ce nom technique."""


class TooManyOwnTemplates(Conflict):
    """Cent modèles au plus : supprimez-en un d’abord."""


class OnlyColleagues(Invalid):
    """Une clé d’équipe n’écrit qu’aux agents de la collectivité"""

    def __init__(self) -> None:
        sentence = "Cette adresse n’est pas celle d’un agent de la collectivité : une clé d’équipe n’écrit qu’à eux."
        super().__init__(faults=[Fault("/to/email", sentence, "not-a-colleague")])


class KeyOnceMissing(Invalid):
    """L’en-tête Idempotency-Key est obligatoire"""

    def __init__(self) -> None:
        sentence = "Donnez un identifiant à chaque envoi : répété après une coupure, il ne part qu’une fois."
        super().__init__(faults=[Fault("/Idempotency-Key", sentence, "missing")])
