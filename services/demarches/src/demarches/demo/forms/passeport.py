"""Passport or identity card: on appointment only, since fingers are read at the counter."""

from contracts.forms import read_form
from demarches.demo import departments
from demarches.demo.agendas import PASSPORTS
from demarches.demo.parts import my_details, my_request, options, words
from demarches.domain.definition import Applicant, Appointment, Definition, Texts
from demarches.domain.rules import ClockRule, Silence

FORM = read_form(
    {
        "steps": [
            my_details(),
            my_request(
                {
                    "kind": "choice",
                    "id": "document",
                    "label": words("Quel titre demandez-vous ?", "Which document do you ask for?"),
                    "required": True,
                    "options": options(
                        ("passport", "Passeport", "Passport"),
                        ("card", "Carte nationale d’identité", "Identity card"),
                        ("both", "Les deux", "Both"),
                    ),
                },
                {
                    "kind": "choice",
                    "id": "reason",
                    "label": words("Pourquoi ?", "Why?"),
                    "required": True,
                    "options": options(
                        ("first", "Première demande", "First application"),
                        ("renewal", "Renouvellement", "Renewal"),
                        ("loss", "Perte ou vol", "Loss or theft"),
                        ("change", "Changement d’état civil ou d’adresse", "Change of name or address"),
                    ),
                },
                {
                    "kind": "yes_no",
                    "id": "minor",
                    "label": words("Le titre est-il pour une personne mineure ?", "Is it for a minor?"),
                    "required": True,
                },
                {
                    "kind": "information",
                    "id": "with_parent",
                    "label": words("Pour un mineur", "For a minor"),
                    "text": words(
                        "L’enfant vient au rendez-vous avec un parent, qui apporte sa propre pièce d’identité.",
                        "The child comes with a parent, who brings their own identity document.",
                    ),
                    "show_if": "minor",
                },
                {
                    "kind": "text",
                    "id": "pre_application",
                    "label": words("Numéro de pré-demande", "Pre-application number"),
                    "help": words(
                        "Les 10 caractères reçus de l’ANTS. Vous pouvez aussi le donner au guichet.",
                        "The 10 characters received from ANTS. You may also give it at the counter.",
                    ),
                    "max_length": 10,
                },
            ),
        ]
    }
)

PASSEPORT = Definition(
    title=words("Passeport ou carte d’identité\u00a0: prendre rendez-vous", "Passport or identity card: appointment"),
    summary=words(
        "Un rendez-vous de 20 minutes à l’hôtel de ville pour déposer votre demande de titre.",
        "A 20-minute appointment at the town hall to hand in your application.",
    ),
    form=FORM,
    department_id=departments.ETAT_CIVIL,
    applicant=Applicant(step="informations", person="applicant", email="email"),
    appointment=Appointment(calendars=(PASSPORTS,)),
    clock=ClockRule(silence=Silence.NONE, articles=("décret n° 2005-1726", "décret n° 55-1397")),
    texts=Texts(
        what_you_get=words(
            "Un rendez-vous confirmé. Le titre est ensuite fabriqué par l’État, et remis à l’hôtel de ville.",
            "A confirmed appointment. The document is then made by the State and handed over at the town hall.",
        ),
        for_whom=words(
            "Toute personne de nationalité française, où qu’elle habite.", "Any French national, wherever they live."
        ),
        cost=words(
            "Passeport : 86 € en timbres fiscaux (adulte). Carte : gratuit, 25 € en cas de perte.",
            "Passport: €86 in tax stamps (adult). Card: free, €25 when lost.",
        ),
        prepare=(
            words("La pré-demande faite sur le site de l’ANTS", "The pre-application made on the ANTS site"),
            words("Une photo d’identité de moins de six mois", "An identity photo less than six months old"),
            words("Un justificatif de domicile de moins d’un an", "A proof of address less than a year old"),
        ),
        help=words(
            "Chaque personne prend son propre rendez-vous, y compris dans une même famille.",
            "Each person makes an appointment, in a family too.",
        ),
        next=words(
            "Venez à l’heure avec vos pièces : nous prenons vos empreintes et envoyons la demande.",
            "Come on time with your papers: we take your fingerprints and send the application.",
        ),
    ),
    duration_minutes=4,
    exchanges=True,
    keywords=("passeport", "carte nationale d’identité", "CNI", "titre", "pièce d’identité", "voyage", "papiers"),
)
