"""The ways this service says no."""

from chassis.refusals import (
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    Locked,
    NotFound,
    TooLarge,
    TooMany,
    TooSlow,
    Unavailable,
    UnsupportedMedia,
    Untrustworthy,
)


class FileNotFound(NotFound):
    """Ce fichier n’existe pas, ou vous n’y avez pas accès."""


class FileErased(Gone):
    """Ce fichier a été effacé à la fin de son délai de conservation."""


class PieceNotFound(NotFound):
    """Cette pièce n’existe pas, ou vous n’y avez pas accès."""


class SafeNotFound(NotFound):
    """Cet espace n’existe pas, ou vous n’y avez pas accès."""


class BundleNotFound(NotFound):
    """Ce dossier n’existe pas, ou vous n’y avez pas accès."""


class GrantRefused(Forbidden):
    """Cette autorisation n’est plus valable. Rechargez la page et recommencez."""


class EmptyFile(Invalid):
    """Le fichier est vide."""


class FileTooLarge(TooLarge):
    """Le fichier est trop lourd : 20 Mo au plus."""


class WrongFileType(UnsupportedMedia):
    """PDF, JPEG ou PNG seulement (les photos HEIC et WebP sont converties)."""


class PictureTooLarge(Invalid):
    """L’image est trop grande : 40 millions de points au plus."""


class FileHoldsMalware(Invalid):
    """Fichier refusé : il contient un virus."""


class UploadTooSlow(TooSlow):
    """L’envoi a pris trop de temps. Vérifiez votre connexion et recommencez."""


class UploadCut(Invalid):
    """L’envoi s’est interrompu. Rien n’a été enregistré : recommencez."""


class UploadNotFound(NotFound):
    """Cet envoi n’existe pas, ou vous n’y avez pas accès."""


class UploadEnded(Gone):
    """Cet envoi est terminé ou abandonné : recommencez-le."""


class UploadElsewhere(Conflict):
    """L’envoi n’en est pas là : demandez où reprendre."""


class MoreThanAnnounced(TooLarge):
    """Le fichier est plus long que ce qui était annoncé."""


class NoRoomToday(TooMany):
    """Vous avez envoyé beaucoup de fichiers aujourd’hui. Réessayez demain."""


class PreviewUnavailable(Conflict):
    """Ce fichier ne peut pas être montré ici pour le moment. Vous pouvez le télécharger."""


class CopyUnavailable(Conflict):
    """La copie marquée de cette pièce ne peut pas être préparée pour le moment. Rien n’est perdu : réessayez dans un instant."""


class UnderLegalHold(Locked):
    """Ces fichiers sont retenus (gel juridique) : ils ne peuvent pas être effacés."""


class SafeFull(Conflict):
    """Votre espace contient déjà 10 pièces."""


class PieceFull(Conflict):
    """4 fichiers au plus par pièce."""


class FilesChanged(Conflict):
    """Les fichiers de cette pièce ont changé entre-temps. Rechargez la page et recommencez."""


class PieceWithoutFile(Conflict):
    """Une pièce garde au moins un fichier. Supprimez la pièce, ou ajoutez d’abord le nouveau fichier."""


class FileAlreadyKept(Conflict):
    """Ce fichier fait déjà partie d’une pièce."""


class TooManyWaitingFiles(Conflict):
    """Trop de fichiers attendent d’être rangés dans une pièce. Rangez-les, ou réessayez demain."""


class TooManyFilesInBundle(Conflict):
    """Ce dossier contient déjà trop de fichiers."""


class ReadingOver(Conflict):
    """Cet accès est déjà terminé."""


class DossierEnded(Conflict):
    """Cette demande est terminée : dites pourquoi vous en lisez encore les pièces."""


class ReadingWithdrawn(Forbidden):
    """Votre accès aux pièces de cette demande a été retiré par votre collectivité."""


class ReadingNotFound(NotFound):
    """Cet accès n’existe pas."""


class FileInAnalysis(Conflict):
    """Ce fichier est en cours d’analyse. Réessayez dans un instant."""


class FileInfected(Conflict):
    """Ce fichier contenait un virus : personne ne peut l’ouvrir."""


class FileUnsafe(Conflict):
    """Ce fichier n’a pas pu être contrôlé : il n’est pas transmis."""


class FilesRefused(Invalid):
    """Des fichiers n’ont pas passé le contrôle : envoyez-en d’autres à leur place."""


class IntegrityBroken(Untrustworthy):
    """Ce fichier ne peut pas être ouvert : son contrôle d’intégrité a échoué. L’incident nous a été signalé."""


class KeyDestroyed(NotFound):
    """Cet espace a été effacé."""


class KeysUnavailable(Unavailable):
    """Les fichiers ne peuvent pas être ouverts pour le moment. Rien n’est perdu : réessayez dans un instant."""


class StoreUnavailable(Unavailable):
    """L’espace de stockage des fichiers est momentanément indisponible. Réessayez dans un instant."""
