"""Whose pages the gallery shows: every GET route stands here once, below who sees it, or says why nobody does.

A path with holes is shown at the first address of that form that its person meets on another page; `{tab:str}` at each.
"""

from typing import NamedTuple

from contracts.demo import ADMINISTRATOR, AGENT, CITIZEN, PLATFORM_OPERATOR, SUPPORT_AGENT, DemoAccount

from . import elsewhere


class Visitor(NamedTuple):
    """Who looks, and where: the portal of an organisation, or the agents' entrance (`organisation` is empty)."""

    name: str
    organisation: str
    account: DemoAccount | None = None

    @property
    def entrance(self) -> str:
        return "public" if self.organisation else "internal"


STRANGER = Visitor("visiteur", "plassans")
CALLER = Visitor("visiteur du support", "assistance")
CAMILLE = Visitor("citoyenne", "plassans", CITIZEN)
CUSTOMER = Visitor("membre au support", "assistance", ADMINISTRATOR)
MEMBER = Visitor("membre au guichet", "plassans", ADMINISTRATOR)
NOBODY = Visitor("agent à la porte", "")
ADELE = Visitor("agente", "", AGENT)
SILVERE = Visitor("administrateur", "", ADMINISTRATOR)
FELICITE = Visitor("exploitante", "", PLATFORM_OPERATOR)
PASCAL = Visitor("technicien du support", "", SUPPORT_AGENT)

SEEN: dict[Visitor, str] = {
    STRANGER: """
        /aide
        /
        /accessibilite
        /activation
        /actualites
        /actualites/{slug:str}
        /agenda
        /agenda/{slug:str}
        /connexion
        /connexion/oubli
        /connexion/oubli/envoye
        /contact
        /demarches
        /demarches/fiches/{slug:str}
        /demarches/theme/{slug:str}
        /demarches/{slug:str}
        /demarches/{slug:str}/aide
        /donnees-personnelles
        /espace/conditions
        /espace/creation
        /guide
        /guide/{slug:str}
        /hors-connexion
        /infos-pratiques
        /infos-pratiques/{slug:str}
        /lettre-d-information
        /lettre-d-information/archives/{issue_id:uuid}
        /mentions-legales
        /plan-du-site
        /recherche
        /verifier
    """,
    CALLER: """
        /assistance-sans-compte
        /demande-acces
        /demande-acces/formulaire
    """,
    CAMILLE: """
        /comptes
        /comptes/ajout
        /confirmation
        /deconnexion
        /demandes/{dossier_id:uuid}
        /mes-demandes
        /mes-demandes/{dossier:uuid}/satisfaction
        /mes-demandes/{dossier_id:uuid}
        /mes-demandes/{dossier_id:uuid}/annulation
        /mes-demandes/{dossier_id:uuid}/{tab:str}
        /mes-donnees
        /mes-donnees/effacement
        /mes-echanges
        /mes-notifications
        /mes-notifications/ecran-d-accueil
        /mes-notifications/preferences
        /mes-pieces
        /mes-pieces/acces
        /mes-pieces/fichiers/{file_id:uuid}
        /mes-pieces/journal
        /mes-pieces/nouvelle
        /mes-pieces/{piece_id:uuid}
        /mes-pieces/{piece_id:uuid}/fichiers
        /mes-pieces/{piece_id:uuid}/fichiers/{file_id:uuid}/supprimer
        /mes-pieces/{piece_id:uuid}/modifier
        /mes-pieces/{piece_id:uuid}/remplacer
        /mes-pieces/{piece_id:uuid}/supprimer
        /mon-foyer
        /mon-foyer/ajouter
        /mon-foyer/{member_id:uuid}
        /mon-foyer/{member_id:uuid}/retrait
        /mon-profil
        /mon-profil/adresse-electronique
        /mon-profil/cles
        /mon-profil/cles/nouvelle
        /mon-profil/identites
        /mon-profil/langue
        /mon-profil/modifier
        /mon-profil/mot-de-passe
        /mon-profil/sessions
        /mon-profil/validation
        /mon-tableau-de-bord
    """,
    CUSTOMER: """
        /assistance/{entry:str}
        /documentation
        /documentation/{slug:str}
        /mes-tickets
        /mes-tickets/{ticket_id:uuid}
        /mes-tickets/{ticket_id:uuid}/annulation
        /mes-tickets/{ticket_id:uuid}/partage
        /mes-tickets/{ticket_id:uuid}/telemaintenance
        /questions-frequentes
        /tickets-a-lire
    """,
    MEMBER: """
        /premiere-connexion
        /premiere-connexion/interets
    """,
    NOBODY: "/connexion",
    ADELE: """
        /
        /accessibilite
        /aide
        /aide/ici
        /aide/visite/{mark:str}
        /aide/{audience:str}
        /compte
        /comptes
        /comptes/ajout
        /confirmation
        /demarches/
        /demarches/agenda
        /demarches/agenda/calendars
        /demarches/agenda/calendars/new
        /demarches/agenda/calendars/{calendar_id:uuid}
        /demarches/definitions
        /demarches/definitions/shared
        /demarches/definitions/shared/{shared_id:uuid}
        /demarches/definitions/{demarche_id:uuid}/eligibility
        /demarches/definitions/{demarche_id:uuid}/form
        /demarches/definitions/{demarche_id:uuid}/items/{name:str}
        /demarches/definitions/{demarche_id:uuid}/preview
        /demarches/definitions/{demarche_id:uuid}/publication
        /demarches/definitions/{demarche_id:uuid}/stages/{name:str}
        /demarches/definitions/{demarche_id:uuid}/transitions/{name:str}
        /demarches/definitions/{demarche_id:uuid}/trials
        /demarches/definitions/{demarche_id:uuid}/trials/{number:str}
        /demarches/definitions/{demarche_id:uuid}/versions
        /demarches/definitions/{demarche_id:uuid}/workflow
        /demarches/definitions/{demarche_id:uuid}/{tab:str}
        /demarches/dossiers
        /demarches/dossiers/{dossier_id:uuid}
        /demarches/dossiers/{dossier_id:uuid}/decision
        /demarches/dossiers/{dossier_id:uuid}/moves/{transition:str}
        /demarches/dossiers/{dossier_id:uuid}/what-if
        /demarches/keys
        /demarches/organisation
        /demarches/statistics
        /demarches/synonyms
        /documents/view
        /identity/assistants
        /identity/assistants/new
        /mon-profil/cles
        /mon-profil/cles/nouvelle
        /mon-profil/identites
        /mon-profil/langue
        /mon-profil/validation
        /propositions
        /propositions/journal
        /recherche
    """,
    SILVERE: """
        /documents/readings
        /identity/security
        /documents/
        /documents/retention
        /documents/storage
        /identity/
        /identity/administrator
        /identity/administrator/resignation
        /identity/guichet
        /identity/member-assistants
        /identity/members
        /identity/members/import
        /identity/members/nouveau
        /identity/members/{account_id:uuid}
        /identity/members/{account_id:uuid}/edition
        /identity/members/{account_id:uuid}/suppression
        /identity/activation-keys
        /identity/activation-keys/{batch_id:uuid}
        /identity/rights
        /identity/subscriptions
        /notifier/
        /notifier/adresses
        /notifier/adresses/{suppression_id:uuid}/retablissement
        /notifier/cles
        /notifier/cles/nouvelle
        /notifier/cles/{key_id:uuid}
        /notifier/cles/{key_id:uuid}/revocation
        /notifier/courrier
        /notifier/courrier/lots/{batch_id:uuid}
        /notifier/guide
        /notifier/guide/{slug:str}
        /notifier/horaires
        /notifier/lettres
        /notifier/lettres/couverture
        /notifier/lettres/nouvelle
        /notifier/lettres/themes
        /notifier/lettres/{issue_id:uuid}
        /notifier/messages/{notification_id:uuid}
        /notifier/modeles
        /notifier/modeles/propres/nouveau
        /notifier/modeles/propres/{template_id:uuid}
        /notifier/modeles/propres/{template_id:uuid}/suppression
        /notifier/modeles/{key:str}/{locale:str}
        /notifier/publications
        /notifier/publications/nouvelle
        /notifier/publications/{publication_id:uuid}
        /notifier/publications/{publication_id:uuid}/apercu
        /notifier/publications/{publication_id:uuid}/suppression
        /notifier/signature
        /notifier/sms
        /notifier/webhooks
        /notifier/webhooks/nouveau
        /notifier/webhooks/{endpoint_id:uuid}
        /notifier/webhooks/{endpoint_id:uuid}/envois/{delivery_id:uuid}
        /notifier/webhooks/{endpoint_id:uuid}/reglages
        /notifier/webhooks/{endpoint_id:uuid}/suppression
    """,
    FELICITE: """
        /identity/letters
        /identity/erasures
        /exploitation
        /exploitation/echecs
        /exploitation/exercices
        /exploitation/fiches/{name:str}
        /exploitation/objectifs
        /identity/access-requests
        /identity/access-requests/{request_id:uuid}
        /identity/letter-reach
        /identity/features
        /identity/features/{name:str}
        /identity/organisations
        /identity/organisations/{organisation_id:uuid}
        /identity/organisations/{organisation_id:uuid}/closure
        /identity/organisations/{organisation_id:uuid}/guichet-closing
        /identity/organisations/{organisation_id:uuid}/suspension
    """,
    PASCAL: """
        /ticketing/
        /ticketing/articles
        /ticketing/articles/gammes
        /ticketing/articles/gammes/nouvelle
        /ticketing/articles/gammes/{id:uuid}
        /ticketing/articles/nouveau
        /ticketing/articles/rubriques/nouvelle
        /ticketing/articles/rubriques/{id:uuid}
        /ticketing/articles/{article_id:uuid}
        /ticketing/clavier
        /ticketing/reglages
        /ticketing/reglages/calendriers/nouveau
        /ticketing/reglages/calendriers/{id:uuid}
        /ticketing/reglages/catalogue
        /ticketing/reglages/engagements/nouveau
        /ticketing/reglages/engagements/{id:uuid}
        /ticketing/reglages/equipes/nouvelle
        /ticketing/reglages/equipes/{id:uuid}
        /ticketing/reglages/macros/nouvelle
        /ticketing/reglages/macros/{id:uuid}
        /ticketing/reglages/modeles/nouveau
        /ticketing/reglages/modeles/{id:uuid}
        /ticketing/reglages/produits/nouveau
        /ticketing/reglages/produits/{id:uuid}
        /ticketing/reglages/services/nouveau
        /ticketing/reglages/services/{id:uuid}
        /ticketing/statistiques
        /ticketing/tickets/{ticket_id:uuid}
        /ticketing/tickets/{ticket_id:uuid}/delais
    """,
}


def lines(text: str) -> list[str]:
    return [one.strip() for one in text.splitlines() if one.strip()]


def declared() -> list[str]:
    """« public /demarches » for every entry, in whatever list."""
    seen = [f"{who.entrance} {path}" for who, paths in SEEN.items() for path in lines(paths)]
    others = [
        path for paths in (*elsewhere.IN_A_JOURNEY.values(), *elsewhere.NOT_A_PAGE.values()) for path in lines(paths)
    ]
    return [*seen, *others]
