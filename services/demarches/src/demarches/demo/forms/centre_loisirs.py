"""Summer centre: thirty places, no more."""

from contracts.forms import read_form
from demarches.demo import departments
from demarches.demo.parts import my_details, my_pieces, my_request, options, piece, words
from demarches.domain.definition import Applicant, Audience, Definition, Texts
from demarches.domain.rules import ClockRule, Silence

FORM = read_form(
    {
        "steps": [
            my_details(mobile=True),
            my_request(
                {
                    "kind": "household_member",
                    "id": "child",
                    "label": words("L’enfant", "The child"),
                    "required": True,
                    "parts": ["family_name", "given_names", "birth_date"],
                    "optional": [],
                    "rules": [
                        {
                            "check": "age(value.birth_date) >= 3 && age(value.birth_date) <= 11",
                            "message": words(
                                "Le centre accueille les enfants de 3 à 11 ans : vérifiez la date de naissance.",
                                "The centre takes children aged 3 to 11: check the date of birth.",
                            ),
                        }
                    ],
                },
                {
                    "kind": "choice",
                    "id": "weeks",
                    "label": words("Quelles semaines ?", "Which weeks?"),
                    "multiple": True,
                    "required": True,
                    "options": options(
                        ("w1", "Du 5 au 9 juillet", "5 to 9 July"),
                        ("w2", "Du 12 au 16 juillet", "12 to 16 July"),
                        ("w3", "Du 19 au 23 juillet", "19 to 23 July"),
                        ("w4", "Du 26 au 30 juillet", "26 to 30 July"),
                    ),
                },
                {
                    "kind": "amount",
                    "id": "income",
                    "label": words("Quotient familial", "Family quotient"),
                    "help": words("Il est sur votre attestation de la CAF.", "It is on your CAF statement."),
                    "required": True,
                    "sensitive": True,
                },
                {
                    "kind": "computed",
                    "id": "fee",
                    "label": words("Prix estimé", "Estimated price"),
                    "format": "amount",
                    "expression": "size(weeks) * (income < euros(600) ? 2500 : income < euros(1200) ? 4500 : 6500)",
                },
                {
                    "kind": "yes_no",
                    "id": "swims",
                    "label": words("L’enfant sait-il nager ?", "Can the child swim?"),
                },
            ),
            my_pieces(
                piece("health_record", "Carnet de santé : page des vaccinations", "Health record: vaccinations"),
                piece("insurance", "Attestation d’assurance extrascolaire", "Insurance certificate", required=False),
            ),
        ]
    }
)

CENTRE_LOISIRS = Definition(
    title=words("Inscription au centre de loisirs d’été", "Summer centre enrolment"),
    summary=words(
        "Trente places pour les enfants de 3 à 11 ans, en juillet, au centre de loisirs de Plassans.",
        "Thirty places for children aged 3 to 11, in July.",
    ),
    form=FORM,
    department_id=departments.ENFANCE,
    applicant=Applicant(step="informations", person="applicant", email="email"),
    open_to=Audience.ACCOUNTS,
    quota=30,
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
        what_you_get=words("Une place pour les semaines choisies.", "A place for the weeks you choose."),
        for_whom=words("Les enfants de 3 à 11 ans.", "Children aged 3 to 11."),
        cost=words("De 25 à 65 € par semaine, selon le quotient familial", "€25 to €65 a week, by family quotient"),
        help=words(
            "Le prix est calculé pendant la saisie. Rien n’est à payer en ligne.",
            "The price is worked out as you type. Nothing is paid online.",
        ),
        next=words(
            "Le service Enfance et écoles confirme l’inscription, puis envoie la facture.",
            "The department confirms the enrolment, then sends the invoice.",
        ),
        appeal=words(
            "Vous pouvez contester cette décision dans les deux mois, auprès du maire ou du tribunal administratif de "
            "Marseille (code de justice administrative, R421-1).",
            "You may contest this decision within two months.",
        ),
    ),
    duration_minutes=10,
    keywords=("vacances", "été", "juillet", "loisirs", "enfant", "garderie"),
)
