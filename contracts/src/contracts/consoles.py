"""The navigation of the internal entrance: every console's pages, and the permission that opens each."""

from typing import NamedTuple

from contracts.permissions import NAMES


class ConsolePage(NamedTuple):
    """`label` and `group` are French (msgids). Shown to who holds any of `permissions`; to every member when empty."""

    service: str
    path: str
    label: str
    icon: str
    group: str
    permissions: tuple[str, ...] = ()

    @property
    def href(self) -> str:
        return f"/{self.service}/{self.path}"

    def is_for(self, permissions: frozenset[str]) -> bool:
        return not self.permissions or any(permission in permissions for permission in self.permissions)


CONSOLES = (
    ConsolePage("demarches", "", "Demandes", "folder", "Démarches", ("demarches.dossiers.read",)),
    ConsolePage("demarches", "agenda", "Rendez-vous", "calendar", "Démarches", ("demarches.dossiers.read",)),
    ConsolePage("demarches", "statistics", "Statistiques", "chart-bar", "Démarches", ("demarches.dossiers.read",)),
    ConsolePage(
        "demarches", "synonyms", "Mots de tous les jours", "search", "Démarches", ("demarches.definitions.edit",)
    ),
    ConsolePage("demarches", "definitions", "Catalogue", "list-search", "Démarches", ("demarches.definitions.edit",)),
    ConsolePage("ticketing", "", "Tickets", "messages", "Assistance", ("ticketing.tickets.answer",)),
    ConsolePage("ticketing", "statistiques", "Statistiques", "chart-bar", "Assistance", ("ticketing.tickets.answer",)),
    ConsolePage(
        "ticketing", "articles", "Base de connaissances", "file-text", "Assistance", ("ticketing.articles.edit",)
    ),
    ConsolePage(
        "ticketing", "reglages", "Réglages de l’assistance", "settings", "Assistance", ("ticketing.settings.edit",)
    ),
    # The internal entrance's own page: what members' assistants propose, in all services.
    ConsolePage("propositions", "", "Propositions", "list-check", "Assistants"),
    ConsolePage("identity", "assistants", "Mes assistants", "robot", "Assistants"),
    ConsolePage(
        "identity",
        "members",
        "Membres",
        "users",
        "Collectivité",
        ("identity.members.manage", "identity.permissions.grant"),
    ),
    ConsolePage("identity", "administrator", "Administrateur", "lock", "Collectivité"),
    ConsolePage(
        "identity", "rights", "Qui peut quoi ?", "list-search", "Collectivité", ("identity.permissions.grant",)
    ),
    ConsolePage(
        "identity", "security", "Sécurité des comptes", "lock", "Collectivité", ("identity.permissions.grant",)
    ),
    ConsolePage(
        "identity",
        "member-assistants",
        "Assistants des membres",
        "robot",
        "Collectivité",
        ("identity.permissions.grant",),
    ),
    ConsolePage(
        "identity", "subscriptions", "Abonnements", "list-check", "Collectivité", ("identity.permissions.grant",)
    ),
    ConsolePage("identity", "activation-keys", "Clés des familles", "users", "Collectivité", ("identity.keys.issue",)),
    ConsolePage("identity", "guichet", "Guichet", "building-community", "Collectivité", ("identity.guichet.edit",)),
    ConsolePage("notifier", "modeles", "Modèles de messages", "writing", "Collectivité", ("notifier.templates.edit",)),
    ConsolePage("notifier", "", "Messages envoyés", "mail", "Collectivité", ("notifier.messages.read",)),
    ConsolePage(
        "notifier", "adresses", "Adresses à rétablir", "mail-exclamation", "Collectivité", ("notifier.addresses.mend",)
    ),
    ConsolePage("notifier", "courrier", "Courrier postal", "printer", "Collectivité", ("notifier.addresses.mend",)),
    ConsolePage(
        "notifier", "signature", "Signature des courriels", "lock", "Collectivité", ("notifier.integrations.manage",)
    ),
    ConsolePage("notifier", "webhooks", "Webhooks", "send", "Collectivité", ("notifier.integrations.manage",)),
    ConsolePage("notifier", "cles", "Clés des logiciels", "key", "Collectivité", ("notifier.integrations.manage",)),
    ConsolePage("documents", "", "Contrôle des fichiers", "files", "Collectivité", ("documents.scans.read",)),
    ConsolePage(
        "documents",
        "retention",
        "Conservation des pièces",
        "archive",
        "Collectivité",
        ("documents.retention.manage",),
    ),
    ConsolePage("documents", "readings", "Accès aux pièces", "eye", "Collectivité", ("documents.retention.manage",)),
    ConsolePage("documents", "storage", "Espace occupé", "chart-bar", "Collectivité", ("documents.scans.read",)),
    ConsolePage(
        "notifier", "publications", "Actualités et infos", "news", "Publication", ("notifier.publications.edit",)
    ),
    ConsolePage("notifier", "guide", "Guide des droits", "help-circle", "Publication", ("notifier.publications.edit",)),
    ConsolePage("notifier", "lettres", "Lettre d’information", "send", "Publication", ("notifier.publications.edit",)),
    ConsolePage(
        "notifier", "horaires", "Horaires exceptionnels", "clock", "Publication", ("notifier.publications.edit",)
    ),
    ConsolePage(
        "identity",
        "access-requests",
        "Demandes d’accès",
        "building-community",
        "Exploitation",
        ("platform.organisations.manage",),
    ),
    ConsolePage(
        "identity", "letters", "Courriers à poster", "mail", "Exploitation", ("platform.organisations.manage",)
    ),
    ConsolePage("identity", "erasures", "Effacements", "trash", "Exploitation", ("platform.organisations.manage",)),
    ConsolePage(
        "identity",
        "organisations",
        "Organisations",
        "building-community",
        "Exploitation",
        ("platform.organisations.manage", "platform.guichets.activate"),
    ),
    # The internal entrance's own pages, over all services.
    ConsolePage("exploitation", "", "Supervision", "activity", "Exploitation", ("platform.operations.read",)),
    ConsolePage(
        "exploitation", "objectifs", "Objectifs de service", "target", "Exploitation", ("platform.operations.read",)
    ),
    ConsolePage("identity", "features", "Fonctions", "adjustments", "Exploitation", ("platform.operations.read",)),
    ConsolePage(
        "exploitation",
        "echecs",
        "Messages en échec",
        "mail-exclamation",
        "Exploitation",
        ("platform.dead_letters.manage",),
    ),
)

assert all(permission in NAMES for page in CONSOLES for permission in page.permissions)
