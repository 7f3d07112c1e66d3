"""What people read for states and kinds, in both languages (DOMAIN.md « Customers read »)."""

from typing import NamedTuple

from contracts.forms.words import Words, say
from ticketing.domain.catalogue import RequestKind
from ticketing.domain.severity import Impact, Severity, Urgency
from ticketing.domain.sla.policy import Measure
from ticketing.domain.thread import InterventionKind
from ticketing.domain.ticket import Status


class Said(NamedTuple):
    """The word, and the plain sentence that goes with it."""

    word: Words
    sentence: Words


STATUSES = {
    Status.NEW: Said(
        {"fr": "Reçue", "en": "Received"},
        {"fr": "Un technicien va la prendre en charge.", "en": "A technician will take it."},
    ),
    Status.OPEN: Said(
        {"fr": "Prise en charge", "en": "In progress"},
        {"fr": "Un technicien s’en occupe.", "en": "A technician is working on it."},
    ),
    Status.WAITING_CUSTOMER: Said(
        {"fr": "En attente de votre réponse", "en": "Waiting for your answer"},
        {
            "fr": "L’assistance a besoin d’une précision de votre part pour continuer.",
            "en": "Support needs something from you before it can go on.",
        },
    ),
    Status.WAITING_THIRD_PARTY: Said(
        {"fr": "En attente d’un tiers", "en": "Waiting for a third party"},
        {"fr": "Nous attendons la réponse d’un partenaire.", "en": "We are waiting for a partner's answer."},
    ),
    Status.RESOLVED: Said(
        {"fr": "Résolue — à confirmer", "en": "Solved — to be confirmed"},
        {
            "fr": "Dites-nous si tout va bien. Sans nouvelle de votre part, elle sera clôturée d’elle-même.",
            "en": "Tell us whether all is well. If we hear nothing, it will close by itself.",
        },
    ),
    Status.CLOSED: Said(
        {"fr": "Clôturée", "en": "Closed"},
        {
            "fr": "Répondez dans les 30 jours si le problème revient : elle sera rouverte.",
            "en": "Answer within 30 days if the problem comes back: it will be reopened.",
        },
    ),
    Status.CANCELLED: Said(
        {"fr": "Annulée", "en": "Cancelled"},
        {"fr": "Vous l’avez annulée. Elle reste consultable.", "en": "You cancelled it. It can still be read."},
    ),
    Status.MERGED: Said(
        {"fr": "Regroupée", "en": "Merged"},
        {
            "fr": "Elle continue dans une autre de vos demandes, où se trouvent ses échanges.",
            "en": "It goes on in another of your requests, where what was said is.",
        },
    ),
    Status.SPAM: Said(
        {"fr": "Écartée", "en": "Set aside"},
        {"fr": "L’assistance ne la traitera pas.", "en": "Support will not deal with it."},
    ),
}
FOR_SUPPORT: dict[Status, Words] = {
    Status.NEW: {"fr": "Nouvelle", "en": "New"},
    Status.OPEN: {"fr": "En cours", "en": "In progress"},
    Status.WAITING_CUSTOMER: {"fr": "En attente du client", "en": "Waiting for the customer"},
    Status.WAITING_THIRD_PARTY: {"fr": "En attente d’un tiers", "en": "Waiting for a third party"},
    Status.RESOLVED: {"fr": "Résolue", "en": "Solved"},
    Status.CLOSED: {"fr": "Clôturée", "en": "Closed"},
    Status.CANCELLED: {"fr": "Annulée", "en": "Cancelled"},
    Status.MERGED: {"fr": "Regroupée", "en": "Merged"},
    Status.SPAM: {"fr": "Indésirable", "en": "Spam"},
}
MEASURES: dict[Measure, Words] = {
    Measure.FIRST_RESPONSE: {"fr": "Première réponse", "en": "First response"},
    Measure.NEXT_RESPONSE: {"fr": "Réponse suivante", "en": "Next response"},
    Measure.RESOLUTION: {"fr": "Résolution", "en": "Resolution"},
}
KINDS: dict[RequestKind, Words] = {
    RequestKind.ASSISTANCE: {"fr": "Assistance", "en": "Assistance"},
    RequestKind.SOFTWARE_ANOMALY: {"fr": "Anomalie logiciel", "en": "Software fault"},
    RequestKind.HARDWARE_ANOMALY: {"fr": "Anomalie matériel", "en": "Hardware fault"},
    RequestKind.EVOLUTION: {"fr": "Évolution", "en": "Improvement"},
    RequestKind.ACCOUNT: {"fr": "Compte", "en": "Account"},
}
IMPACTS: dict[Impact, Words] = {
    Impact.PERSON: {"fr": "Une seule personne", "en": "One person"},
    Impact.DEPARTMENT: {"fr": "Un service", "en": "One department"},
    Impact.ORGANISATION: {"fr": "Toute la collectivité, ou les usagers", "en": "The whole organisation, or the public"},
}
URGENCIES: dict[Urgency, Words] = {
    Urgency.LOW: {"fr": "Le travail continue normalement", "en": "Work goes on as usual"},
    Urgency.MEDIUM: {"fr": "Le travail est gêné", "en": "Work is hindered"},
    Urgency.HIGH: {"fr": "Le travail est arrêté", "en": "Work has stopped"},
}
SEVERITIES: dict[Severity, Words] = {
    Severity.MINOR: {"fr": "Mineure", "en": "Minor"},
    Severity.NORMAL: {"fr": "Normale", "en": "Normal"},
    Severity.MAJOR: {"fr": "Majeure", "en": "Major"},
    Severity.CRITICAL: {"fr": "Critique", "en": "Critical"},
}
INTERVENTIONS: dict[InterventionKind, Words] = {
    InterventionKind.CALL: {"fr": "Appel téléphonique", "en": "Telephone call"},
    InterventionKind.REMOTE_SESSION: {"fr": "Session de télémaintenance", "en": "Remote maintenance session"},
}


def word_for(status: str, locale: str, *, support: bool = False) -> str:
    """`support`: as the team says it; « votre réponse » would be theirs."""
    state = Status(status)
    return say(FOR_SUPPORT[state] if support else STATUSES[state].word, locale)


def sentence_for(status: str, locale: str) -> str:
    return say(STATUSES[Status(status)].sentence, locale)
