"""The permission catalogue: what an administrator may grant to a member, per e-service."""

from typing import NamedTuple


class Permission(NamedTuple):
    """`label` is French (the msgid of its translation). Platform permissions belong to the operator's organisation."""

    name: str
    e_service: str
    label: str
    platform: bool = False


CATALOGUE = (
    Permission("identity.members.manage", "identity", "Créer et modifier les comptes de la collectivité"),
    Permission("identity.guichet.edit", "identity", "Régler le guichet : informations, liens, RGPD, thème"),
    Permission("identity.permissions.grant", "identity", "Attribuer et retirer les permissions"),
    Permission("identity.keys.issue", "identity", "Préparer les clés d’activation des familles"),
    Permission("demarches.dossiers.read", "demarches", "Consulter les demandes"),
    Permission("demarches.dossiers.instruct", "demarches", "Instruire les demandes"),
    Permission("demarches.dossiers.decide", "demarches", "Décider des demandes"),
    Permission("demarches.desk.organise", "demarches", "Répartir les demandes entre agents et services"),
    Permission("demarches.calendars.arrange", "demarches", "Régler les agendas de rendez-vous"),
    Permission("demarches.definitions.edit", "demarches", "Créer et modifier les démarches"),
    Permission(
        "demarches.definitions.share", "demarches", "Proposer des démarches à toutes les collectivités", platform=True
    ),
    Permission("ticketing.tickets.open", "ticketing", "Demander de l’assistance"),
    Permission("ticketing.tickets.read_department", "ticketing", "Voir les tickets de son service"),
    Permission("ticketing.tickets.read_organisation", "ticketing", "Voir les tickets de la collectivité"),
    Permission("ticketing.tickets.answer", "ticketing", "Répondre aux tickets", platform=True),
    Permission("ticketing.settings.edit", "ticketing", "Régler l’assistance : délais, modèles, équipe", platform=True),
    Permission("ticketing.articles.edit", "ticketing", "Écrire la base de connaissances", platform=True),
    Permission("notifier.messages.read", "notifier", "Suivre l’envoi des messages"),
    Permission("notifier.templates.edit", "notifier", "Écrire les messages dans les mots de la collectivité"),
    Permission("notifier.addresses.mend", "notifier", "Rétablir les adresses qui ne reçoivent plus les messages"),
    Permission("notifier.integrations.manage", "notifier", "Signer les courriels, relier d’autres logiciels"),
    Permission("notifier.publications.edit", "notifier", "Publier actualités et informations pratiques"),
    Permission("documents.scans.read", "documents", "Suivre les contrôles de fichiers"),
    Permission("documents.retention.manage", "documents", "Régler la conservation des pièces et les gels juridiques"),
    Permission("platform.organisations.manage", "platform", "Gérer les organisations", platform=True),
    Permission("platform.guichets.activate", "platform", "Activer les guichets", platform=True),
    Permission("platform.dead_letters.manage", "platform", "Traiter les messages en échec", platform=True),
    Permission("platform.features.change", "platform", "Ouvrir et fermer des fonctions", platform=True),
    Permission("platform.operations.read", "platform", "Voir les traces et les mesures", platform=True),
)

BY_NAME = {permission.name: permission for permission in CATALOGUE}
NAMES = frozenset(BY_NAME)
