"""Reporting a problem in the street: anonymous if one likes."""

from contracts.forms import read_form
from demarches.demo import departments
from demarches.demo.parts import my_details, my_pieces, my_request, options, piece, words
from demarches.domain.definition import Applicant, Definition, Texts
from demarches.domain.rules import ClockRule, Silence

FORM = read_form(
    {
        "steps": [
            my_request(
                {
                    "kind": "choice",
                    "id": "problem",
                    "label": words("Que se passe-t-il ?", "What is the matter?"),
                    "required": True,
                    "options": options(
                        ("road", "Chaussée ou trottoir abîmé", "Damaged road or pavement"),
                        ("light", "Éclairage public en panne", "Street light out"),
                        ("dump", "Dépôt sauvage, encombrants", "Dumped rubbish"),
                        ("tree", "Arbre ou branche dangereuse", "Dangerous tree or branch"),
                        ("sign", "Panneau ou mobilier dégradé", "Damaged sign or bench"),
                        ("other", "Autre chose", "Something else"),
                    ),
                },
                {
                    "kind": "text",
                    "id": "place",
                    "label": words("Où exactement ?", "Where exactly?"),
                    "help": words("Une adresse, un carrefour, un repère.", "An address, a crossing, a landmark."),
                    "required": True,
                },
                {
                    "kind": "long_text",
                    "id": "description",
                    "label": words("Décrivez le problème", "Describe the problem"),
                    "required": True,
                    "max_length": 1500,
                },
                {
                    "kind": "yes_no",
                    "id": "danger",
                    "label": words("Y a-t-il un danger immédiat ?", "Is there an immediate danger?"),
                    "required": True,
                },
                {
                    "kind": "information",
                    "id": "call",
                    "text": words(
                        "En cas de danger immédiat, appelez d’abord le 112.", "In immediate danger, call 112 first."
                    ),
                    "tone": "warning",
                    "show_if": "danger",
                },
            ),
            my_details(address=False, optional=True)
            | {
                "help": words(
                    "Facultatif : sans adresse électronique, nous traitons le signalement sans pouvoir vous répondre.",
                    "Optional: without an e-mail address we deal with it but cannot answer you.",
                )
            },
            my_pieces(piece("photo", "Photo du problème", "Photo of the problem", required=False)),
        ]
    }
)

SIGNALEMENT_VOIRIE = Definition(
    title=words("Signaler un problème dans la rue", "Report a problem in the street"),
    summary=words(
        "Trou, lampadaire en panne, dépôt sauvage, arbre dangereux : dites-le nous en deux minutes.",
        "Pothole, broken light, dumped rubbish, dangerous tree: tell us in two minutes.",
    ),
    form=FORM,
    department_id=departments.VOIRIE,
    applicant=Applicant(step="informations", person="applicant", email="email"),
    clock=ClockRule(silence=Silence.NONE, articles=("CRPA L231-4, 2°",)),
    texts=Texts(
        what_you_get=words(
            "L’intervention du service Voirie, et une réponse si vous laissez votre adresse électronique.",
            "The road department acts, and answers if you leave your e-mail address.",
        ),
        for_whom=words("Tout le monde, avec ou sans nom.", "Everybody, with or without a name."),
        cost=words("Gratuit", "Free"),
        help=words(
            "Plus l’endroit est précis, plus vite l’équipe le trouve. Vous pouvez rester anonyme.",
            "The more precise the place, the faster the team finds it. You may stay anonymous.",
        ),
        next=words(
            "Une équipe passe voir, en général sous trois jours ouvrés.",
            "A team comes to look, usually within three working days.",
        ),
    ),
    duration_minutes=2,
    keywords=("voirie", "trou", "nid de poule", "lampadaire", "éclairage", "dépôt sauvage", "arbre", "route", "rue"),
)
