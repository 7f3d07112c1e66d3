"""Advice before building: a request, and an appointment for who wishes."""

from contracts.forms import read_form
from demarches.demo import departments
from demarches.demo.agendas import PLANNING
from demarches.demo.parts import my_details, my_pieces, my_request, options, piece, words
from demarches.domain.definition import Applicant, Appointment, Definition, Texts
from demarches.domain.rules import ClockRule, Silence

FORM = read_form(
    {
        "steps": [
            my_details(),
            my_request(
                {
                    "kind": "choice",
                    "id": "project",
                    "label": words("Votre projet", "Your project"),
                    "required": True,
                    "options": options(
                        ("extension", "Agrandir une construction", "Extending a building"),
                        ("fence", "Clôture, portail ou mur", "Fence, gate or wall"),
                        ("pool", "Piscine, abri ou serre", "Pool, shed or greenhouse"),
                        ("house", "Construire une maison", "Building a house"),
                        ("other", "Autre chose", "Something else"),
                    ),
                },
                {
                    "kind": "address",
                    "id": "site",
                    "label": words("Adresse du terrain", "Address of the site"),
                    "required": True,
                },
                {
                    "kind": "long_text",
                    "id": "question",
                    "label": words("Vos questions", "Your questions"),
                    "required": True,
                    "max_length": 3000,
                },
            ),
            my_pieces(piece("plan", "Plan ou croquis du projet", "Plan or sketch", required=False)),
        ]
    }
)

CONSEIL_URBANISME = Definition(
    title=words("Conseil avant travaux", "Advice before works"),
    summary=words(
        "Parlez de votre projet avec une instructrice avant de déposer un dossier d’urbanisme.",
        "Talk about your project before you file a planning application.",
    ),
    form=FORM,
    department_id=departments.VOIRIE,
    applicant=Applicant(step="informations", person="applicant", email="email"),
    appointment=Appointment(calendars=(PLANNING,), mandatory=False),
    clock=ClockRule(silence=Silence.NONE, articles=("code de l'urbanisme L410-1",)),
    texts=Texts(
        what_you_get=words(
            "Les règles du plan local d’urbanisme qui s’appliquent à votre terrain, et la liste des pièces à fournir.",
            "The planning rules for your site, and the list of documents to provide.",
        ),
        for_whom=words("Toute personne qui prépare des travaux à Plassans.", "Anyone preparing works in Plassans."),
        cost=words("Gratuit", "Free"),
        help=words(
            "Le rendez-vous est facultatif : une réponse écrite suffit souvent.",
            "The appointment is optional: a written answer is often enough.",
        ),
        next=words(
            "Le service vous répond par écrit ou vous reçoit.", "The department answers in writing or receives you."
        ),
    ),
    duration_minutes=8,
    keywords=("urbanisme", "travaux", "permis", "clôture", "piscine", "PLU", "construire"),
)
