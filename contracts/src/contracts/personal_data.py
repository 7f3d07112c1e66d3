"""What is held of a person across services: kinds of things, and why the law keeps some of them.

Services tell counts by these keys when they forget somebody; the certificate says them in words.
"""

from typing import NamedTuple


class Held(NamedTuple):
    """`label` is French (a msgid). `law`: why it is kept where it is; empty for what is always erased."""

    label: str
    law: str = ""


HELD = {
    "account": Held("Compte, identité, adresse, moyens de contact et mot de passe"),
    "household": Held("Personnes de votre foyer"),
    "sessions": Held("Appareils et sessions"),
    "drafts": Held("Demandes commencées et non envoyées"),
    "dossiers": Held(
        "Demandes envoyées, avec leurs pièces et leurs échanges",
        "Archives publiques : conservées pour leur durée d’utilité administrative (code du patrimoine, L212-2).",
    ),
    "safe": Held("Pièces de votre espace de stockage, avec leur clé de chiffrement"),
    "notices": Held("Notifications lues et à lire"),
    "preferences": Held("Préférences de notification"),
    "subscriptions": Held("Abonnement à la lettre d’information"),
    "readings": Held("Actualités marquées comme lues"),
    "devices": Held("Appareils inscrits à vos notifications"),
    "texts": Held("SMS envoyés"),
    "letters_on_paper": Held("Courriers envoyés par la poste"),
    "recipients": Held("Votre nom de destinataire dans le suivi des envois"),
    "tickets": Held(
        "Tickets d’assistance ouverts au nom de votre organisation",
        "Suivi du contrat d’assistance de l’organisation : conservés cinq ans (code civil, article 2224).",
    ),
    "journal": Held(
        "Lignes du journal d’audit, sous un numéro de compte qui ne désigne plus personne",
        "Preuve de qui a fait ou lu quoi : obligation de sécurité (RGPD, articles 5 et 32).",
    ),
}

SERVICES = ("demarches", "documents", "ticketing", "notifier")
"""Who is asked beside identity itself; an export or an erasure is whole when each has answered."""
