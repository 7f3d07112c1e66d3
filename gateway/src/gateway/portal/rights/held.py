"""What is held on a person, in words: names of facts, states, moments in Paris time. The JSON files keep the machine's."""

import re
from datetime import date, datetime
from typing import Any

from chassis.pages.filters import Words
from gateway.here import Here
from gateway.words import N_

LABELS = {
    "profile": N_("Profil"),
    "kind": N_("Genre"),
    "identifier": N_("Identifiant"),
    "identity": N_("Identité"),
    "civility": N_("Civilité"),
    "given_name": N_("Prénom"),
    "given_names": N_("Prénoms"),
    "family_name": N_("Nom de famille"),
    "birth_name": N_("Nom de naissance"),
    "used_name": N_("Nom d’usage"),
    "birth_date": N_("Date de naissance"),
    "address": N_("Adresse"),
    "line": N_("Numéro et voie"),
    "line1": N_("Numéro et voie"),
    "complement": N_("Complément"),
    "postal_code": N_("Code postal"),
    "city": N_("Commune"),
    "country": N_("Pays"),
    "reach": N_("Moyens de contact"),
    "email": N_("Adresse électronique"),
    "phone": N_("Téléphone fixe"),
    "mobile": N_("Téléphone mobile"),
    "function": N_("Fonction"),
    "department": N_("Service"),
    "interests": N_("Centres d’intérêt"),
    "newsletter": N_("Lettre d’information"),
    "tours": N_("Visites guidées vues"),
    "language": N_("Langue"),
    "created_at": N_("Créé le"),
    "terms_accepted_at": N_("Conditions acceptées le"),
    "activated_at": N_("Activé le"),
    "last_sign_in_at": N_("Dernière connexion"),
    "household": N_("Mon foyer"),
    "relation": N_("Lien avec vous"),
    "sessions": N_("Appareils et sessions"),
    "device": N_("Appareil"),
    "devices": N_("Appareils"),
    "last_seen_at": N_("Dernière activité"),
    "revoked_at": N_("Déconnecté le"),
    "permissions": N_("Permissions"),
    "rights_history": N_("Historique des droits"),
    "journal": N_("Qui a consulté ou changé quoi"),
    "at": N_("Date"),
    "action": N_("Opération"),
    "by": N_("Par"),
    "purpose": N_("Raison"),
    "requests": N_("Demandes"),
    "id": N_("Numéro technique"),
    "reference": N_("Référence"),
    "status": N_("État"),
    "answers": N_("Réponses"),
    "applicant": N_("Demandeur"),
    "contact_name": N_("Nom"),
    "contact_email": N_("Adresse électronique"),
    "submitted_at": N_("Envoyée le"),
    "decided_at": N_("Décidée le"),
    "cancelled_at": N_("Annulée le"),
    "outcome": N_("Décision"),
    "reason": N_("Raison"),
    "reasons": N_("Motifs"),
    "exchanges": N_("Échanges"),
    "from": N_("De"),
    "text": N_("Texte"),
    "tickets": N_("Tickets"),
    "messages": N_("Messages"),
    "pieces": N_("Pièces"),
    "type": N_("Type"),
    "label": N_("Libellé"),
    "valid_until": N_("Valable jusqu’au"),
    "added_at": N_("Ajouté le"),
    "changed_at": N_("Modifié le"),
    "trashed_at": N_("Mis à la corbeille le"),
    "files": N_("Fichiers"),
    "name": N_("Nom"),
    "content": N_("Contenu"),
    "texts": N_("SMS"),
    "letters_on_paper": N_("Courriers sur papier"),
    "notices": N_("Notifications"),
    "because": N_("Raison"),
    "title": N_("Titre"),
    "link": N_("Lien"),
    "read_at": N_("Lu le"),
    "ended_at": N_("Terminé le"),
    "told_at": N_("Dernier avis"),
    "letter": N_("Lettre d’information"),
    "themes": N_("Thèmes"),
    "confirmed_at": N_("Confirmé le"),
    "left_at": N_("Quitté le"),
    "mails": N_("Courriels"),
    "template": N_("Modèle"),
    "lane": N_("Priorité"),
    "preferences": N_("Préférences de notification"),
    "muted": N_("Coupées"),
    "texted": N_("Par SMS"),
    "on_paper": N_("Sur papier"),
    "wishes": N_("Souhaits"),
    "quiet_from": N_("Silence à partir de"),
    "quiet_until": N_("Silence jusqu’à"),
    "digest_hour": N_("Heure du résumé"),
}
STATES = {
    "citizen": N_("Habitant"),
    "member": N_("Agent de l’organisation"),
    "service": N_("Service"),
    "agent": N_("Agent"),
    "madame": N_("Madame"),
    "monsieur": N_("Monsieur"),
    "child": N_("Enfant"),
    "draft": N_("Brouillon"),
    "submitted": N_("Reçue"),
    "incomplete": N_("Pièces demandées"),
    "under_examination": N_("En instruction"),
    "accepted": N_("Acceptée"),
    "refused": N_("Refusée"),
    "closed": N_("Classée sans suite"),
    "cancelled": N_("Annulée"),
    "to_consult": N_("Décision à consulter"),
}
# Whose values are words of ours; anything else is what somebody wrote.
OURS = ("kind", "civility", "relation", "status", "outcome", "by", "from", "lane")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def label(here: Here, name: str) -> str:
    """A field of a form that a town wrote has the name that the town gave it."""
    return here.said(LABELS[name]) if name in LABELS else name.replace("_", " ")


def told(here: Here, name: str, value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return here.said(N_("Oui") if value else N_("Non"))
    if not isinstance(value, str):
        return str(value)
    if name in OURS and value in STATES:
        return here.said(STATES[value])
    words = Words(here.locale)
    try:
        if _MOMENT.fullmatch(value):
            return str(words.moment(datetime.fromisoformat(value)))
        return str(words.day(date.fromisoformat(value))) if _DAY.fullmatch(value) else value
    except ValueError:
        # Somebody's own words that look like one.
        return value
