"""Routes that have no entry of their own in the gallery: another test looks at them, or there is nothing to look at."""

# Reached in the middle of a story only: the journey that goes there, whose pictures the gallery shows beside its own.
IN_A_JOURNEY: dict[str, str] = {
    "test_ways_in": """
        public /activation/{token:str}
        public /adresse-electronique/confirmation/{token:str}
        public /adresse-electronique/retour/{token:str}
        public /cle
        public /connexion/avec/{provider:str}
        public /connexion/avec/{provider:str}/retour
        public /espace/creation/confirmation
        public /mon-profil/cles/{passkey_id:uuid}
        public /mon-profil/cles/{passkey_id:uuid}/retrait
        public /mon-profil/identites/{provider:str}/lien
        public /mon-profil/identites/{provider:str}/retrait
        public /reinitialisation/{token:str}
        internal /connexion/avec/{provider:str}
        internal /connexion/avec/{provider:str}/retour
        internal /mon-profil/cles/{passkey_id:uuid}
        internal /mon-profil/cles/{passkey_id:uuid}/retrait
        internal /mon-profil/identites/{provider:str}/lien
        internal /mon-profil/identites/{provider:str}/retrait
    """,
    "test_robot_checks": """
        public /assistance-sans-compte/controle
        public /connexion/controle
        public /espace/creation/controle
        internal /connexion/controle
    """,
    "test_help_by_mail": "public /assistance-sans-compte/enregistree",
    "test_support": "public /mes-tickets/{ticket_id:uuid}/enregistree",
    "test_founding": """
        public /demande-acces/envoyee
        public /validation-administrateur
    """,
    "test_citizen": """
        public /demandes/{dossier_id:uuid}/envoyee
        public /demandes/{dossier_id:uuid}/etapes/{step:str}
        public /demandes/{dossier_id:uuid}/pieces/espace
        public /demandes/{dossier_id:uuid}/recapitulatif
    """,
    "test_room": """
        public /demandes/{dossier_id:uuid}/rendez-vous
        public /mes-demandes/{dossier_id:uuid}/rendez-vous
        public /mes-demandes/{dossier_id:uuid}/rendez-vous/{booking_id:uuid}/annulation
        internal /demarches/agenda/dossiers/{dossier_id:uuid}/bookings/{booking_id:uuid}/cancellation
    """,
    "test_planning": "public /avis/{token:str}",
    "test_attaching": """
        public /suivi/{token:str}
        public /suivi/{token:str}/annulation
        public /suivi/{token:str}/rattachement
    """,
    "test_absence": "public /effacement/{token:str}",
    "test_safe": "public /mes-pieces/{piece_id:uuid}/effacer",
    "test_town_letter": """
        public /lettre-d-information/abonnement/{token:str}
        public /lettre-d-information/confirmation/{token:str}
        public /lettre-d-information/desabonnement/{token:str}
        internal /notifier/lettres/{issue_id:uuid}/envoi
    """,
    "test_shared_procedure": "internal /demarches/definitions/{demarche_id:uuid}/update",
    "test_assistants": "internal /identity/assistants/{assistant_id:uuid}/revocation",
}

# What the gallery may well not find in a fresh demonstration, and where else it is seen.
WHY_NOT: dict[str, str] = {
    "/agenda/{slug:str}": "a file for the visitor's own agenda",
    "/comptes/ajout": "the sign-in page, for one account more: test_two_accounts",
    "/demandes/{dossier_id:uuid}": "leads to the step where the draft was left",
    "/mes-pieces/fichiers/{file_id:uuid}": "a file",
    "/mes-pieces/{piece_id:uuid}/fichiers/{file_id:uuid}/supprimer": "of a document with two files: test_safe",
    "/mes-demandes/{dossier:uuid}/satisfaction": "of a decided request: test_planning",
    "/assistance/{entry:str}": "a state of its own shows it",
    "/documents/view": "opened with a word that serves once: test_citizen",
    "/demarches/definitions/{demarche_id:uuid}/export": "a file",
    "/aide/visite/{mark:str}": "the next halt of a tour: test_explained",
    "/demarches/definitions/{demarche_id:uuid}/versions": "of a procedure that was changed: test_changing",
    "/demarches/definitions/{demarche_id:uuid}/stages/{name:str}": "of a procedure with a circuit, which the demonstration has none of",
    "/demarches/definitions/{demarche_id:uuid}/transitions/{name:str}": "of a procedure with a circuit, which the demonstration has none of",
    "/demarches/dossiers/{dossier_id:uuid}/moves/{transition:str}": "of a request on a circuit, which the demonstration has none of",
    "/identity/": "leads to the first page of the service",
    "/notifier/courrier/lots/{batch_id:uuid}": "once letters were printed: test_on_paper",
    "/notifier/publications/{publication_id:uuid}/suppression": "of what is not published",
    "/identity/organisations/{organisation_id:uuid}/closure": "of an organisation whose access was suspended",
}

# Answered with something else than a page of its own.
NOT_A_PAGE: dict[str, str] = {
    "a file": """
        public /actualites.rss
        public /agenda.ics
        public /demandes/{dossier_id:uuid}/accuse.pdf
        public /demandes/{dossier_id:uuid}/attestation.pdf
        public /demandes/{dossier_id:uuid}/pieces/{piece_id:uuid}/fichiers/{file_id:uuid}
        public /documentation/{slug:str}/fichier
        public /donnees-ouvertes/demarches.csv
        public /effacement/{token:str}/certificat.pdf
        public /export/mes-tickets/{kind:str}
        public /favicon.ico
        public /guichet/banniere
        public /guichet/logo
        public /guide/memo.pdf
        public /icones/{size:int}
        public /manifest.webmanifest
        public /mes-demandes/{dossier:uuid}/decision.pdf
        public /mes-demandes/{dossier_id:uuid}/rendez-vous/{booking_id:uuid}/agenda.ics
        public /mes-donnees/{export_id:uuid}/mes-donnees.zip
        public /mes-pieces/archive
        public /mes-pieces/fichiers/{file_id:uuid}/apercu
        public /mes-pieces/fichiers/{file_id:uuid}/pages/{number:int}
        public /mes-pieces/fichiers/{file_id:uuid}/vignette
        public /mes-pieces/journal/export
        public /mes-pieces/journal/verifier.py
        public /mes-tickets/{ticket_id:uuid}/fichiers/{file_id:uuid}
        public /publications/images/{picture_id:uuid}
        public /robots.txt
        public /service-worker.js
        public /suivi/{token:str}/rendez-vous/{booking_id:uuid}/agenda.ics
        internal /aide/memo/{audience:str}
        internal /demarches/definitions/{demarche_id:uuid}/export
        internal /demarches/dossiers/{dossier_id:uuid}/decision.pdf
        internal /demarches/dossiers/{dossier_id:uuid}/pieces/{file_id:uuid}
        internal /demarches/export/{kind:str}
        internal /documents/readings/{grant_id:uuid}/files/{file_id:uuid}
        internal /favicon.ico
        internal /identity/activation-keys/exemple.csv
        internal /identity/activation-keys/{batch_id:uuid}/courriers.pdf
        internal /identity/letters/batches/{batch_id:uuid}/courriers.pdf
        internal /identity/members/import/exemple.csv
        internal /identity/rights/droits.csv
        internal /notifier/courrier/lots/{batch_id:uuid}/courriers.pdf
        internal /notifier/publications/images/{picture_id:uuid}
        internal /service-worker.js
        internal /ticketing/export/{kind:str}
        internal /ticketing/tickets/{ticket_id:uuid}/files/{file_id:uuid}
    """,
    "for script": """
        public /adresses/suggestions
        public /connexion/cle/options
        public /demande-acces/suggestions
        public /hors-connexion/etat
        public /mes-notifications/compte
        public /mes-notifications/flux
        internal /en-direct/accueil
        internal /en-direct/demandes
        internal /en-direct/demandes/{request_id:uuid}
        internal /demarches/dossiers/{dossier_id:uuid}/news
        internal /en-direct/tickets
        public /mon-foyer/cle
        public /recherche/suggestions
        public /suggestions
        internal /aide/ici/texte
        internal /aide/visite/{mark:str}/texte
        internal /connexion/cle/options
        internal /recherche/suggestions
    """,
    "a picture or a sound of the robot check": """
        public /connexion/controle/{challenge:str}/{what:str}
        internal /connexion/controle/{challenge:str}/{what:str}
    """,
    "leads on to another page": """
        public /apercu/{token:str}
        public /deconnexion/identite
        public /demarches/themes/{slug:str}
        public /langue/{code:str}
        public /verifier/{code:str}
        public /mon-espace/pieces
        public /rgpd
        internal /deconnexion/identite
        internal /langue/{code:str}
    """,
    "figures that a town chooses to publish, which the demonstration's have not": "public /donnees-ouvertes/demarches",
    "a failure that was set aside, which a demonstration has none of; gateway/tests shows them": """
        internal /exploitation/echecs/{service:str}/{event_id:uuid}/{handler:str}
        internal /exploitation/echecs/{service:str}/{event_id:uuid}/{handler:str}/abandon
    """,
}
