"""First enrolment at school: a padlock, pieces, a table of children."""

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
                    "kind": "table",
                    "id": "children",
                    "label": words("Les enfants à inscrire", "Children to enrol"),
                    "row_label": words("Enfant", "Child"),
                    "required": True,
                    "min_rows": 1,
                    "max_rows": 6,
                    "items": [
                        {
                            "kind": "household_member",
                            "id": "child",
                            "label": words("L’enfant", "The child"),
                            "required": True,
                            "parts": ["family_name", "given_names", "birth_date"],
                            "optional": [],
                        },
                        {
                            "kind": "choice",
                            "id": "level",
                            "label": words("Niveau à la rentrée", "Level in September"),
                            "display": "list",
                            "required": True,
                            "options": options(
                                ("ps", "Petite section", "Nursery, first year"),
                                ("ms", "Moyenne section", "Nursery, second year"),
                                ("gs", "Grande section", "Nursery, third year"),
                                ("cp", "CP", "Primary, first year"),
                                ("ce1", "CE1", "Primary, second year"),
                                ("ce2", "CE2", "Primary, third year"),
                                ("cm1", "CM1", "Primary, fourth year"),
                                ("cm2", "CM2", "Primary, fifth year"),
                            ),
                        },
                    ],
                },
                {
                    "kind": "choice",
                    "id": "reason",
                    "label": words("Pourquoi cette inscription ?", "Why this enrolment?"),
                    "required": True,
                    "options": options(
                        ("first", "Première entrée à l’école", "First school year"),
                        ("moved", "Arrivée à Plassans", "Moving to Plassans"),
                        ("change", "Changement d’école dans la commune", "Changing school in town"),
                    ),
                },
                {
                    "kind": "text",
                    "id": "former_school",
                    "label": words("École actuelle", "Present school"),
                    "required": "reason != 'first'",
                    "show_if": "reason == 'moved' || reason == 'change'",
                },
                {
                    "kind": "yes_no",
                    "id": "canteen",
                    "label": words("Déjeunera au restaurant scolaire ?", "Lunch at school?"),
                    "required": True,
                },
                {
                    "kind": "long_text",
                    "id": "health",
                    "label": words("Santé : ce que l’école doit savoir", "Health: what the school should know"),
                    "help": words("Facultatif : allergie, traitement, handicap.", "Optional: allergy, treatment."),
                    "max_length": 600,
                    "rows": 3,
                    "sensitive": True,
                },
            ),
            my_pieces(
                piece(
                    "family_record_book",
                    "Livret de famille",
                    "Family record book",
                    help=words("Pages des parents et des enfants à inscrire.", "Pages of parents and children."),
                ),
                piece(
                    "proof_of_address",
                    "Justificatif de domicile de moins de trois mois",
                    "Proof of address, less than three months old",
                    help=words("Facture d’eau, d’énergie ou de téléphone, bail.", "A utility bill or a lease."),
                ),
                piece(
                    "health_record",
                    "Carnet de santé : page des vaccinations",
                    "Health record: vaccinations",
                ),
                piece(
                    "school_certificate",
                    "Certificat de radiation de l’école actuelle",
                    "Certificate from the present school",
                    required="reason == 'moved'",
                )
                | {"show_if": "reason == 'moved'"},
            ),
        ]
    }
)

INSCRIPTION_SCOLAIRE = Definition(
    title=words("Inscription scolaire", "School enrolment"),
    summary=words(
        "Première entrée à l’école, arrivée à Plassans ou changement d’école.",
        "First school year, moving to Plassans, or changing school.",
    ),
    form=FORM,
    department_id=departments.ENFANCE,
    applicant=Applicant(step="informations", person="applicant", email="email"),
    open_to=Audience.ACCOUNTS,
    clock=ClockRule(
        silence=Silence.ACCEPTANCE,
        months=2,
        articles=("CRPA L231-1", "CRPA R112-5", "code de l’éducation L131-5"),
        then=words(
            "Vous pouvez alors demander une attestation d’acceptation (CRPA L232-3).",
            "You may then ask for a certificate of acceptance (CRPA L232-3).",
        ),
    ),
    texts=Texts(
        what_you_get=words(
            "L’inscription de votre enfant à l’école de votre secteur, et le certificat à remettre à sa directrice ou à "
            "son directeur.",
            "A place in the school of your area, and the certificate to give to its head.",
        ),
        for_whom=words(
            "Les parents et responsables légaux d’un enfant de 3 à 11 ans qui habite Plassans.",
            "Parents and guardians of a child aged 3 to 11 who lives in Plassans.",
        ),
        cost=words("Gratuit", "Free"),
        help=words(
            "Vous pouvez inscrire plusieurs enfants en une seule demande : ajoutez une ligne par enfant.\n"
            "Les pièces peuvent être photographiées avec un téléphone. Une pièce peut avoir quatre fichiers : recto, "
            "verso, pages suivantes.\nVous pouvez vous arrêter à tout moment : votre saisie est gardée.",
            "You may enrol several children at once: add a row for each.",
        ),
        next=words(
            "Le service Enfance et écoles vérifie vos pièces, puis vous indique l’école de votre secteur.",
            "The schools department checks your documents, then tells you the school of your area.",
        ),
        appeal=words(
            "Vous pouvez contester cette décision dans les deux mois : auprès du maire (recours gracieux), puis ou "
            "directement auprès du tribunal administratif de Marseille (code de justice administrative, R421-1).",
            "You may contest this decision within two months, before the mayor or the administrative court.",
        ),
    ),
    duration_minutes=15,
    keywords=("école", "maternelle", "élémentaire", "primaire", "rentrée", "enfant"),
)
