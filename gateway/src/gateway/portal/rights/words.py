"""Words of `contracts.personal_data`, for our catalogue."""

from gateway.words import N_

HELD = (
    N_("Compte, identité, adresse, moyens de contact et mot de passe"),
    N_("Personnes de votre foyer"),
    N_("Appareils et sessions"),
    N_("Demandes commencées et non envoyées"),
    N_("Demandes envoyées, avec leurs pièces et leurs échanges"),
    N_("Archives publiques : conservées pour leur durée d’utilité administrative (code du patrimoine, L212-2)."),
    N_("Pièces de votre espace de stockage, avec leur clé de chiffrement"),
    N_("Notifications lues et à lire"),
    N_("Préférences de notification"),
    N_("Abonnement à la lettre d’information"),
    N_("Actualités marquées comme lues"),
    N_("Appareils inscrits à vos notifications"),
    N_("SMS envoyés"),
    N_("Courriers envoyés par la poste"),
    N_("Votre nom de destinataire dans le suivi des envois"),
    N_("Tickets d’assistance ouverts au nom de votre organisation"),
    N_("Suivi du contrat d’assistance de l’organisation : conservés cinq ans (code civil, article 2224)."),
    N_("Lignes du journal d’audit, sous un numéro de compte qui ne désigne plus personne"),
    N_("Preuve de qui a fait ou lu quoi : obligation de sécurité (RGPD, articles 5 et 32)."),
)
