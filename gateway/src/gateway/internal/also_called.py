"""What else people call a console's page, in either language: words that find it in the search, and that no page shows."""

from gateway.words import N_

ALSO_CALLED = {
    "/demarches/": "dossiers file instruction cases queue",
    "/demarches/agenda": "agenda calendrier planning créneaux horaires calendar slots schedule",
    "/demarches/statistics": "chiffres indicateurs tableau de bord graphiques figures dashboard",
    "/demarches/synonyms": "synonymes synonyms",
    "/demarches/definitions": "formulaires éditeur modèles démarches forms editor",
    "/ticketing/": "support incidents demandes helpdesk incidents",
    "/ticketing/statistiques": "chiffres indicateurs graphiques figures dashboard",
    "/ticketing/articles": "faq documentation questions fréquentes help",
    "/ticketing/reglages": "équipes engagements délais macros teams",
    "/propositions/": "ia intelligence artificielle ai",
    "/identity/assistants": "ia intelligence artificielle mcp ai",
    "/identity/member-assistants": "ia intelligence artificielle mcp ai",
    "/identity/members": "agents collègues utilisateurs comptes équipe colleagues users accounts team",
    "/identity/administrator": "maire représentant légal mandat mayor mandate",
    "/identity/rights": "droits permissions habilitations rights",
    "/identity/security": "mot de passe double authentification password two-step",
    "/identity/subscriptions": "services souscrits",
    "/identity/activation-keys": "codes parents enfants école codes parents children",
    "/identity/guichet": "portail site logo couleurs horaires adresse portal website opening hours",
    "/notifier/modeles": "gabarits courriels e-mails templates emails",
    "/notifier/": "courriels e-mails sms journal emails",
    "/notifier/adresses": "rejets courriels refusés bounces",
    "/notifier/courrier": "lettres poste impression letters post",
    "/notifier/signature": "dkim expéditeur sender",
    "/notifier/webhooks": "api intégrations integrations",
    "/notifier/cles": "api jetons tokens keys",
    "/documents/": "antivirus virus pièces jointes attachments",
    "/documents/retention": "archives durées suppression rgpd gdpr deletion",
    "/documents/readings": "journal consultations audit",
    "/documents/storage": "stockage quota disque disk",
    "/notifier/publications": "articles événements agenda news events",
    "/notifier/guide": "fiches pages rights",
    "/notifier/lettres": "newsletter abonnés subscribers",
    "/notifier/horaires": "fermetures jours fériés closures holidays",
    "/identity/access-requests": "nouvelles collectivités inscriptions clients customers sign-up",
    "/identity/letters": "lettres poste impression print",
    "/identity/erasures": "rgpd suppression droit à l’oubli gdpr deletion",
    "/identity/organisations": "collectivités mairies clients towns customers",
    "/exploitation/": "surveillance santé métriques monitoring health metrics",
    "/exploitation/objectifs": "slo disponibilité availability",
    "/identity/features": "drapeaux bascules flags toggles",
    "/exploitation/echecs": "erreurs file morte rejeu errors dead letters replay",
}

# Pages that the navigation does not name: their name, the page above them, what opens them, what they are called.
BELOW = (
    (
        N_("Répartition"),
        "/demarches/organisation",
        N_("Démarches"),
        "demarches.dossiers.read",
        "absence absences congés remplaçant remplacement suppléance attribution charge away leave substitute",
    ),
)
