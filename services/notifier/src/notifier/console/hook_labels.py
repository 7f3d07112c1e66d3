"""The words of the pages about webhooks. French is the msgid; pages translate."""

from notifier.console.labels import N_, UNDER_WAY
from notifier.queries.hooks.hooks import EndpointView

__all__ = ["UNDER_WAY"]

KINDS = {
    "demarches.dossier.submitted.v1": N_("Une demande arrive"),
    "demarches.dossier.incomplete.v1": N_("Une pièce est demandée"),
    "demarches.dossier.decided.v1": N_("Une décision est rendue"),
    "demarches.dossier.cancelled.v1": N_("Une demande est annulée"),
    "ticketing.ticket.opened.v1": N_("Un ticket est ouvert"),
    "ticketing.ticket.answered.v1": N_("Un ticket reçoit une réponse"),
    "ticketing.ticket.status_changed.v1": N_("Un ticket change d’état"),
    "notifier.notification.accepted.v1": N_("Un message d’un de vos logiciels est parti"),
    "notifier.notification.delivered.v1": N_("Un message est distribué"),
    "notifier.notification.permanent_failure.v1": N_("Un message n’a pas pu être remis"),
    "notifier.notification.withheld.v1": N_(
        "Un message n’est pas envoyé : trop tard, adresse écartée ou choix de la personne"
    ),
    "notifier.address.suppressed.v1": N_("Une adresse ne reçoit plus"),
    "notifier.address.restored.v1": N_("Une adresse est rétablie"),
    "notifier.publication.changed.v1": N_("Une actualité ou une info change"),
    "parvis.test.v1": N_("Essai"),
}
SENTENCES = {
    "active": N_("Chaque événement choisi lui est envoyé dans les secondes qui suivent."),
    "silent": N_("Son dernier appel n’a pas abouti : chaque envoi est retenté pendant trois jours."),
    "paused": N_("Rien ne lui est envoyé tant que vous ne reprenez pas."),
    "asked": N_("Rien ne lui est envoyé tant que vous ne reprenez pas."),
    "failing": N_("Il n’a pas répondu depuis cinq jours : plus rien ne lui est envoyé."),
    "gone": N_("Il a répondu qu’il n’existe plus (410) : plus rien ne lui est envoyé."),
}
STATUSES = {
    "pending": (N_("À envoyer"), "waiting"),
    "sending": (N_("En cours d’envoi"), "progress"),
    "delivered": (N_("Reçu"), "done"),
    "failed": (N_("Abandonné"), "problem"),
}
REASONS = {
    "address-refused": N_("Adresse non autorisée"),
    "too-slow": N_("Pas de réponse en quinze secondes"),
    "interrupted": N_("Appel interrompu"),
    "client-connector-dnserror": N_("Ce nom ne mène nulle part : vérifiez l’adresse"),
    "client-connector-certificate-error": N_("Son certificat n’est pas reconnu"),
    "client-connector-sslerror": N_("La connexion chiffrée n’aboutit pas"),
    "client-connector-error": N_("Personne ne répond à cette adresse"),
    "server-disconnected-error": N_("Il a coupé avant de répondre"),
    "client-oserror": N_("Il a coupé avant de répondre"),
}
OTHERWISE = N_("L’appel n’a pas abouti")
NO_ANSWER = N_("Sans réponse")


def reason(said: str) -> str:
    """Why a call without an answer had none."""
    return REASONS.get(said, OTHERWISE)


def sentence(endpoint: EndpointView) -> str:
    is_silent = endpoint.stage == "active" and endpoint.failing_since
    return SENTENCES["silent" if is_silent else endpoint.because or endpoint.stage]


def state(endpoint: EndpointView) -> tuple[str, str]:
    if endpoint.stage == "paused":
        return (N_("En pause"), "waiting") if endpoint.because == "asked" else (N_("Arrêté"), "problem")
    return (N_("Ne répond pas"), "problem") if endpoint.failing_since else (N_("Actif"), "done")
