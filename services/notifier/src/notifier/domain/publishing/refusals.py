"""The ways publishing says no."""

from chassis.refusals import Conflict, Fault, Invalid, NotFound, TooLarge


class PublicationNotFound(NotFound):
    """Cette publication n’existe pas, ou n’est plus en ligne."""


class GuidePageNotFound(NotFound):
    """Cette page du guide n’existe pas, ou n’est plus en ligne."""


class HoursExceptionNotFound(NotFound):
    """Cette exception aux horaires n’existe pas."""


class AlreadyPublished(Conflict):
    """Cette publication est déjà en ligne ou programmée."""


class NotPublished(Conflict):
    """Cette publication n’est pas en ligne."""


class PublishedIsWithdrawnFirst(Conflict):
    """Retirez d’abord cette publication du portail ; vous pourrez la supprimer ensuite."""


class ExpiresInThePast(Invalid):
    """La fin de publication est déjà passée."""

    def __init__(self) -> None:
        super().__init__(faults=[Fault("/expires_at", "Cette date est déjà passée : repoussez-la.", "past")])


class PictureNeedsWords(Invalid):
    """Cette image n’a pas de description."""

    def __init__(self) -> None:
        sentence = "Décrivez l’image en une phrase : c’est ce que liront les personnes qui ne la voient pas."
        super().__init__(faults=[Fault("/picture_words", sentence, "missing")])


class NotAPicture(Invalid):
    """Cette image n’est pas lisible."""

    def __init__(self) -> None:
        super().__init__(faults=[Fault("/picture", "Choisissez une image JPEG, PNG ou WebP.", "format")])


class PictureTooLarge(TooLarge):
    """Cette image est trop grande."""

    def __init__(self) -> None:
        sentence = "Choisissez une image de 8 Mo et de 40 millions de points au plus."
        super().__init__(faults=[Fault("/picture", sentence, "too_large")])
