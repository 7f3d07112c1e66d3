"""The ways the notifier says no about letters on paper."""

from chassis.refusals import Conflict, NotFound


class PostalLetterNotFound(NotFound):
    """Ce courrier n’existe pas, ou n’est plus gardé."""


class BatchNotFound(NotFound):
    """Ce lot de courriers n’existe pas, ou n’est plus gardé."""


class PostalLetterGone(Conflict):
    """Ce courrier est déjà parti, ou n’est plus à envoyer."""


class PostalLetterNotPosted(Conflict):
    """Ce courrier n’est pas encore posté : il ne peut pas être revenu."""


class BatchAlreadyPosted(Conflict):
    """Ce lot est déjà posté."""


class BatchNotPrinted(Conflict):
    """Ce lot n’est pas encore imprimé."""


class BatchEmpty(Conflict):
    """Ce lot ne contient plus aucun courrier."""


class NothingToPrint(Conflict):
    """Aucun courrier n’attend d’être imprimé."""


class NothingToWrite(Conflict):
    """Aucun message non reçu ne peut lui être envoyé par la poste : ils sont lus, déjà en courrier, ou trop anciens."""
