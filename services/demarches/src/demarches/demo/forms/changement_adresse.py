"""Telling the town of a new address: it goes back to the profile."""

from contracts.forms import read_form
from demarches.demo import departments
from demarches.demo.parts import my_pieces, my_request, piece, words
from demarches.domain.definition import Applicant, Audience, Definition, Texts
from demarches.domain.rules import ClockRule, Silence

FORM = read_form(
    {
        "steps": [
            {
                "id": "informations",
                "title": words("Mes informations", "My details"),
                "items": [
                    {
                        "kind": "person",
                        "id": "applicant",
                        "label": words("Vous", "You"),
                        "required": True,
                        "prefill": "profile",
                        "parts": ["civility", "family_name", "given_names"],
                        "optional": ["civility"],
                    },
                    {
                        "kind": "email",
                        "id": "email",
                        "label": words("Adresse électronique", "E-mail address"),
                        "required": True,
                        "prefill": "profile.email",
                    },
                ],
            },
            my_request(
                {
                    "kind": "address",
                    "id": "new_address",
                    "label": words("Nouvelle adresse", "New address"),
                    "required": True,
                    "prefill": "profile.address",
                    "write_back": True,
                },
                {
                    "kind": "date",
                    "id": "since",
                    "label": words("Depuis quand ?", "Since when?"),
                    "required": True,
                    "max": "add_months(today, 3)",
                },
                {
                    "kind": "yes_no",
                    "id": "household",
                    "label": words("Tout le foyer change-t-il d’adresse ?", "Does the whole household move?"),
                    "required": True,
                },
            ),
            my_pieces(
                piece(
                    "proof_of_address",
                    "Justificatif de domicile de moins de trois mois",
                    "Proof of address, less than three months old",
                )
            ),
        ]
    }
)

CHANGEMENT_ADRESSE = Definition(
    title=words("Déclaration de changement d’adresse", "Change of address"),
    summary=words(
        "Prévenir la mairie de votre nouvelle adresse, pour vous ou tout le foyer.",
        "Tell the town hall your new address, for you or the whole household.",
    ),
    form=FORM,
    department_id=departments.ETAT_CIVIL,
    applicant=Applicant(step="informations", person="applicant", email="email"),
    open_to=Audience.ACCOUNTS,
    updates_profile=True,
    clock=ClockRule(
        silence=Silence.ACCEPTANCE,
        months=2,
        articles=("CRPA L231-1", "CRPA R112-5"),
        then=words(
            "Vous pouvez alors demander une attestation d’acceptation (CRPA L232-3).",
            "You may then ask for a certificate of acceptance (CRPA L232-3).",
        ),
    ),
    texts=Texts(
        what_you_get=words(
            "Vos coordonnées à jour auprès de tous les services de la mairie.",
            "Your details up to date with every department of the town hall.",
        ),
        for_whom=words("Les habitants qui ont un espace personnel.", "Residents who have a personal space."),
        cost=words("Gratuit", "Free"),
        help=words("Indiquez l’adresse où vous habitez vraiment.", "Give the address where you really live."),
        next=words("Le service vérifie, puis met vos coordonnées à jour.", "The department checks, then updates them."),
        appeal=words(
            "Vous pouvez contester cette décision dans les deux mois, auprès du maire ou du tribunal administratif de "
            "Marseille (code de justice administrative, R421-1).",
            "You may contest this decision within two months.",
        ),
    ),
    duration_minutes=4,
    keywords=("déménagement", "adresse", "coordonnées", "emménager"),
)
