"""The words of the console for what the tables call by key. French is the msgid; pages translate."""

from notifier.domain.addresses.suppression import Reason
from notifier.domain.attempts import Outcome
from notifier.domain.notification import Status
from notifier.domain.posting.postal_letter import mark_of
from notifier.domain.publishing.publication import Kind, Stage
from notifier.queries.posting.post import BatchLine, PostalLetterLine


def N_(text: str) -> str:  # noqa: N802 - gettext's name for « translate this later »
    return text


KINDS = {
    "account_activation": N_("Activation d’un espace"),
    "registration_repeated": N_("Inscription répétée"),
    "password_reset": N_("Nouveau mot de passe"),
    "identifier_reminder": N_("Rappel d’identifiant"),
    "password_changed": N_("Mot de passe changé"),
    "email_change": N_("Nouvelle adresse à confirmer"),
    "email_changed": N_("Adresse changée"),
    "sign_in_throttled": N_("Connexion suspendue"),
    "sign_ins_suspected": N_("Essais de mots de passe volés, à l’administrateur"),
    "organisation_suspended": N_("Accès suspendu, à l’administrateur"),
    "organisation_resumed": N_("Accès rétabli, à l’administrateur"),
    "organisation_closed": N_("Accès fermé pour toujours, à l’administrateur"),
    "assistant_connected": N_("Assistant d’un membre relié"),
    "second_factor_added": N_("Moyen de connexion ajouté"),
    "second_factor_removed": N_("Moyen de connexion retiré"),
    "member_activation": N_("Activation d’un compte de membre"),
    "access_request_received": N_("Demande d’accès reçue"),
    "access_request_waiting": N_("Demande d’accès à examiner"),
    "access_request_refused": N_("Demande d’accès refusée"),
    "account_inactive_soon": N_("Compte bientôt désactivé"),
    "export_ready": N_("Archive de données prête"),
    "erasure_completed": N_("Effacement terminé"),
    "account_deactivated": N_("Compte désactivé"),
    "account_invalidated": N_("Compte invalidé"),
    "mandate_codes": N_("Codes du représentant légal"),
    "mandate_activated": N_("Administrateur confirmé"),
    "mandate_ended": N_("Fin du rôle d’administrateur"),
    "dossier_received": N_("Accusé de réception"),
    "piece_requested": N_("Pièce demandée"),
    "message_from_town": N_("Nouveau message"),
    "dossier_decided": N_("Décision"),
    "dossier_cancelled": N_("Annulation"),
    "opinion_requested": N_("Avis demandé à un expert"),
    "deadline_reached": N_("Délai légal écoulé"),
    "deadline_approaching": N_("Échéance légale proche, aux agents"),
    "reasons_due": N_("Motifs demandés, aux agents"),
    "draft_reminder": N_("Brouillon laissé de côté"),
    "attachment_code": N_("Code pour rattacher une demande"),
    "booking_confirmed": N_("Rendez-vous confirmé"),
    "booking_moved": N_("Rendez-vous changé"),
    "booking_cancelled": N_("Rendez-vous annulé"),
    "booking_reminder": N_("Rappel de rendez-vous"),
    "place_offered": N_("Place proposée"),
    "slot_offered": N_("Créneau proposé"),
    "update_offered": N_("Catalogue partagé : nouvelle version, aux auteurs"),
    "sharing_ended": N_("Catalogue partagé : retrait, aux auteurs"),
    "piece_expiring": N_("Pièce bientôt périmée"),
    "ticket_opened": N_("Assistance : demande enregistrée"),
    "ticket_answered": N_("Assistance : réponse"),
    "ticket_resolved": N_("Assistance : résolution"),
    "ticket_shared": N_("Assistance : demande partagée"),
    "guest_ticket_opened": N_("Assistance sans compte : réception"),
    "guest_ticket_answered": N_("Assistance sans compte : réponse"),
    "guest_ticket_resolved": N_("Assistance sans compte : résolution"),
    "addresses_waiting": N_("Personnes à joindre autrement, aux agents"),
    "digest": N_("Récapitulatif du jour"),
    "newsletter_confirmation": N_("Lettre d’information : confirmation"),
}
NOT_YET = N_("Pas encore préparé")


def kind(template: str | None) -> str:
    """A message's name; one that the organisation made up goes by its technical name."""
    return KINDS.get(template or "", (template or NOT_YET).removeprefix("own:"))


# Word and tone (see chassis.pages).
STATUSES = {
    Status.CREATED: (N_("À envoyer"), "progress"),
    Status.SENDING: (N_("En cours d’envoi"), "progress"),
    Status.ACCEPTED: (N_("Envoyé"), "done"),
    Status.DELIVERED: (N_("Distribué"), "done"),
    Status.BOUNCED: (N_("Revenu"), "problem"),
    Status.COMPLAINED: (N_("Signalé indésirable"), "problem"),
    Status.TEMPORARY_FAILURE: (N_("Refusé pour l’instant"), "waiting"),
    Status.TECHNICAL_FAILURE: (N_("Impossible à rédiger"), "problem"),
    Status.UNKNOWN: (N_("Envoi incertain"), "waiting"),
    Status.PERMANENT_FAILURE: (N_("Non distribuable"), "problem"),
    Status.SPARED: (N_("Sans courriel, à sa demande"), "done"),
    Status.SUPPRESSED: (N_("Adresse qui ne reçoit plus"), "problem"),
    Status.CANCELLED: (N_("Sans destinataire"), "archived"),
    Status.EXPIRED: (N_("Périmé, non envoyé"), "archived"),
}

SENTENCES = {
    Status.CREATED: N_("Le message part dès que possible."),
    Status.SENDING: N_("Le message est remis au serveur d’envoi en ce moment."),
    Status.ACCEPTED: N_("Le serveur d’envoi a pris le message en charge."),
    Status.DELIVERED: N_("Le serveur du destinataire confirme : le message est dans sa boîte."),
    Status.BOUNCED: N_("Le message est parti, puis il est revenu : personne ne l’a reçu."),
    Status.COMPLAINED: N_("La personne l’a reçu et l’a signalé comme indésirable à sa messagerie."),
    Status.TEMPORARY_FAILURE: N_("Le serveur a demandé d’attendre : un nouvel essai est prévu."),
    Status.TECHNICAL_FAILURE: N_("Une information manque pour rédiger le message : un nouvel essai est prévu."),
    Status.UNKNOWN: N_("La ligne a été coupée avant la réponse : le message est peut-être arrivé, il sera renvoyé."),
    Status.PERMANENT_FAILURE: N_("Le message n’arrivera pas à cette adresse."),
    Status.SPARED: N_("La personne a choisi de le lire dans ses notifications ou dans son récapitulatif."),
    Status.SUPPRESSED: N_("Rien n’est envoyé à cette adresse. La personne le lit dans ses notifications."),
    Status.CANCELLED: N_("Personne n’avait à être prévenu, ou le compte n’existe plus."),
    Status.EXPIRED: N_("Le message avait perdu son sens quand il aurait pu partir."),
}

OUTCOMES = {
    Outcome.ACCEPTED: (N_("Pris en charge"), "done"),
    Outcome.PERMANENT_FAILURE: (N_("Refusé définitivement"), "problem"),
    Outcome.TEMPORARY_FAILURE: (N_("Refusé pour l’instant"), "waiting"),
    Outcome.TECHNICAL_FAILURE: (N_("Impossible à rédiger"), "problem"),
    Outcome.UNKNOWN: (N_("Réponse non reçue"), "waiting"),
}
UNDER_WAY = (N_("En cours"), "progress")

REPORTS = {
    "delivered": (N_("Distribué"), "done"),
    "delayed": (N_("En attente chez le destinataire"), "waiting"),
    "bounced": (N_("Revenu"), "problem"),
    "complained": (N_("Signalé indésirable"), "problem"),
}
PUSHES = {
    "pending": (N_("En chemin"), "progress"),
    "sent": (N_("Remise à l’appareil"), "done"),
    "read": (N_("Déjà lue sur le portail"), "done"),
    "gone": (N_("Appareil désinscrit"), "archived"),
    "failed": (N_("Refusée"), "problem"),
    "expired": (N_("Périmée, non remise"), "archived"),
}
SUPPRESSIONS = {
    Reason.UNKNOWN_MAILBOX: (N_("Boîte inexistante"), "problem"),
    Reason.REPEATED_FAILURES: (N_("Trois retours en un mois"), "problem"),
    Reason.COMPLAINT: (N_("Signalés indésirables"), "waiting"),
}

KEY_STAGES = {
    "waiting": (N_("À publier"), "waiting"),
    "active": (N_("Active"), "done"),
    "retired": (N_("Retirée"), "archived"),
}

READERS = {
    "citizen": N_("Espaces personnels"),
    "member": N_("Agents et élus"),
    "address": N_("Sans compte"),
}
NOBODY = {
    "citizen": N_("Aucun espace personnel ne reçoit la lettre."),
    "member": N_("Aucun agent ne reçoit la lettre."),
    "address": N_("Aucune adresse sans compte ne reçoit la lettre."),
}


WAITS_FOR = {
    "BusUnavailable": N_("Le service à l’origine du message ne répond pas encore."),
    "QuietHours": N_("Ce sont les heures calmes du destinataire."),
    "ProviderUnavailable": N_("Le serveur d’envoi ne répond pas encore."),
}

# Publications.

PUBLICATION_KINDS = {Kind.NEWS: N_("Actualités"), Kind.INFORMATION: N_("Infos pratiques")}
PATHS = {Kind.NEWS: "actualites", Kind.INFORMATION: "infos-pratiques"}
STAGES = {
    Stage.DRAFT: (N_("Brouillon"), "draft"),
    Stage.SCHEDULED: (N_("Programmée"), "waiting"),
    Stage.SHOWN: (N_("En ligne"), "done"),
    Stage.EXPIRED: (N_("Arrivée à son terme"), "archived"),
    Stage.WITHDRAWN: (N_("Retirée"), "archived"),
}
STAGE_SENTENCES = {
    Stage.DRAFT: N_("Personne d’autre que vous et vos collègues ne la voit."),
    Stage.SCHEDULED: N_("Elle paraîtra d’elle-même à la date prévue."),
    Stage.SHOWN: N_("Elle se lit sur le portail en ce moment."),
    Stage.EXPIRED: N_("Elle ne se lit plus : sa date de fin est passée."),
    Stage.WITHDRAWN: N_("Elle ne se lit plus : vous l’avez retirée."),
}
AUDIENCES = {
    "everyone": (N_("Tout le monde"), "done"),
    "citizens": (N_("Espaces personnels"), "waiting"),
}
PUBLISHED = N_("C’est publié. Le portail la montre dès maintenant, ou à la date que vous avez choisie.")
# What a town without any publication is offered; whatever it writes itself comes first afterwards.
CATEGORIES = {
    Kind.NEWS: (
        N_("Vie municipale"),
        N_("Travaux et circulation"),
        N_("Culture et fêtes"),
        N_("Enfance et écoles"),
        N_("Environnement"),
        N_("Solidarité"),
        N_("Sport"),
    ),
    Kind.INFORMATION: (
        N_("Mairie et services"),
        N_("Déchets et propreté"),
        N_("Se déplacer"),
        N_("Santé et urgences"),
        N_("École et périscolaire"),
        N_("Équipements"),
    ),
}

# Letters.

ISSUES = {
    "draft": (N_("Brouillon"), "draft"),
    "scheduled": (N_("Programmée"), "waiting"),
    "sending": (N_("En cours d’envoi"), "progress"),
    "paused": (N_("En pause"), "waiting"),
    "sent": (N_("Envoyée"), "done"),
    "cancelled": (N_("Annulée"), "archived"),
}
ISSUE_SENTENCES = {
    "scheduled": N_("Elle partira d’elle-même. La liste des destinataires est arrêtée à ce moment-là."),
    "sending": N_("Elle part, sans retarder les messages plus urgents."),
    "paused": N_("Plus personne ne la reçoit tant que vous ne reprenez pas l’envoi."),
    "sent": N_("Chaque destinataire a eu sa réponse."),
    "cancelled": N_("Le reste de l’envoi est annulé ; ceux qui l’ont reçue la gardent."),
}
REASONS = {
    "suppressed": N_("Adresses qui ne reçoivent plus"),
    "bounced 5.1.1": N_("Adresse inconnue du serveur"),
    "bounced 5.2.2": N_("Boîte pleine"),
    "left": N_("Désabonnés entre-temps"),
    "nobody": N_("Compte fermé entre-temps"),
    "cancelled": N_("Envoi annulé"),
    "not-an-address": N_("Adresse illisible"),
    "smtp-550 5.1.1": N_("Adresse inconnue du serveur"),
}

# SMS.

TEXTS = {
    "pending": (N_("À envoyer"), "progress"),
    "sending": (N_("En cours d’envoi"), "progress"),
    "sent": (N_("Envoyé"), "done"),
    "delivered": (N_("Distribué"), "done"),
    "failed": (N_("Échec"), "problem"),
    "unknown": (N_("Incertain"), "waiting"),
    "read": (N_("Lu avant l’envoi"), "done"),
    "no-number": (N_("Pas de portable"), "archived"),
    "stopped": (N_("A répondu STOP"), "archived"),
    "expired": (N_("Périmé"), "archived"),
}

# Letters on paper.

ON_PAPER = {
    "waiting": (N_("À imprimer"), "waiting"),
    "batched": (N_("Dans un lot, à imprimer"), "waiting"),
    "printed": (N_("Imprimé"), "progress"),
    "posted": (N_("Posté"), "done"),
    "returned": (N_("Rapporté par la poste"), "problem"),
    "read": (N_("Lu en ligne avant l’impression"), "done"),
    "no-address": (N_("Pas d’adresse postale"), "problem"),
    "pointless": (N_("Sans objet"), "archived"),
    "withdrawn": (N_("Écarté"), "archived"),
}
ON_PAPER_BECAUSE = {
    "mail-returns": N_("Ses courriels reviennent"),
    "asked": N_("La personne le demande"),
}
TO_PRINT, PRINTED, POSTED, EMPTIED = N_("À imprimer"), N_("Imprimé, à poster"), N_("Posté"), N_("Vidé")
BATCH_SENTENCES = {
    TO_PRINT: N_("Téléchargez les courriers, imprimez-les, puis dites-le ici."),
    PRINTED: N_("Mettez-les sous enveloppe et à la poste, puis dites-le ici."),
    POSTED: N_("Ces personnes comptent comme jointes."),
    EMPTIED: N_("Plus aucun courrier de ce lot n’est à envoyer."),
}


def mark(letter: PostalLetterLine) -> str:
    return mark_of(letter.id)


def batch_state(batch: BatchLine) -> tuple[str, str]:
    if batch.posted_at:
        return POSTED, "done"
    if not batch.left:
        return EMPTIED, "archived"
    return (PRINTED, "progress") if batch.printed_at else (TO_PRINT, "waiting")
