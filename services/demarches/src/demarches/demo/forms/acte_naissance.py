"""Copies of a birth certificate: open to all, free, no discretion."""

from contracts.forms import read_form
from demarches.demo import departments
from demarches.demo.parts import my_details, my_request, options, words
from demarches.domain.definition import Applicant, Definition, Texts
from demarches.domain.rules import ClockRule, Silence

FORM = read_form(
    {
        "steps": [
            my_details(),
            my_request(
                {
                    "kind": "choice",
                    "id": "kind",
                    "label": words("Quel document vous faut-il ?", "Which document do you need?"),
                    "required": True,
                    "options": [
                        {
                            "value": "copy",
                            "label": words("Copie intégrale", "Full copy"),
                            "help": words(
                                "Toutes les informations de l’acte, avec les mentions en marge.",
                                "Everything in the record, with the notes in its margin.",
                            ),
                        },
                        {"value": "filiation", "label": words("Extrait avec filiation", "Extract with parents")},
                        {"value": "plain", "label": words("Extrait sans filiation", "Extract without parents")},
                    ],
                },
                {
                    "kind": "choice",
                    "id": "relation",
                    "label": words("Cet acte est celui de…", "This is the record of…"),
                    "required": True,
                    "options": options(
                        ("self", "Vous-même", "Yourself"),
                        ("child", "Votre enfant", "Your child"),
                        ("parent", "Votre père ou votre mère", "Your father or mother"),
                        ("spouse", "Votre époux, épouse ou partenaire", "Your spouse or partner"),
                        ("other", "Une autre personne", "Somebody else"),
                    ),
                },
                {
                    "kind": "information",
                    "id": "restricted",
                    "text": words(
                        "Pour une autre personne, seul l’extrait sans filiation peut vous être délivré "
                        "(décret n° 2017-890, article 30).",
                        "For somebody else, only the extract without parents can be issued (decree 2017-890, article 30).",
                    ),
                    "tone": "warning",
                    "show_if": "relation == 'other'",
                },
                {
                    "kind": "person",
                    "id": "holder",
                    "label": words("La personne née à Plassans", "The person born in Plassans"),
                    "help": words("Telle qu’elle est écrite sur l’acte.", "As written in the record."),
                    "required": True,
                    "parts": ["family_name", "given_names", "birth_date"],
                    "optional": [],
                },
                {
                    "kind": "section",
                    "id": "parents",
                    "label": words("Ses parents", "Their parents"),
                    "show_if": "kind != 'plain'",
                    "items": [
                        {
                            "kind": "text",
                            "id": "father",
                            "label": words("Nom et prénoms du premier parent", "Name of the first parent"),
                        },
                        {
                            "kind": "text",
                            "id": "mother",
                            "label": words("Nom et prénoms du second parent", "Name of the second parent"),
                        },
                    ],
                },
                {
                    "kind": "number",
                    "id": "copies",
                    "label": words("Nombre d’exemplaires", "Number of copies"),
                    "required": True,
                    "min": 1,
                    "max": 5,
                },
                {
                    "kind": "choice",
                    "id": "use",
                    "label": words("Pour quel usage ?", "What for?"),
                    "display": "list",
                    "options": options(
                        ("passport", "Carte d’identité ou passeport", "Identity card or passport"),
                        ("marriage", "Mariage ou PACS", "Marriage or civil partnership"),
                        ("notary", "Notaire", "Notary"),
                        ("pension", "Retraite", "Pension"),
                        ("other", "Autre", "Other"),
                    ),
                },
            ),
        ]
    }
)

ACTE_NAISSANCE = Definition(
    title=words("Demande d’acte de naissance", "Birth certificate"),
    summary=words(
        "Obtenir une copie ou un extrait d’un acte de naissance établi à Plassans.",
        "Get a copy or an extract of a birth record made in Plassans.",
    ),
    form=FORM,
    department_id=departments.ETAT_CIVIL,
    applicant=Applicant(step="informations", person="applicant", email="email"),
    clock=ClockRule(silence=Silence.NONE, articles=("décret n° 2017-890, articles 30 à 38",)),
    texts=Texts(
        what_you_get=words(
            "Une copie ou un extrait de l’acte, envoyé gratuitement par courrier à votre adresse.",
            "A copy or an extract of the record, posted to your address free of charge.",
        ),
        for_whom=words(
            "Toute personne née à Plassans, sa famille proche, ou quiconque pour un extrait sans filiation.",
            "Anyone born in Plassans, close family, or anybody for an extract without parents.",
        ),
        cost=words("Gratuit", "Free"),
        prepare=(
            words("La date de naissance de la personne", "The person’s date of birth"),
            words("Les noms et prénoms de ses parents", "The names of their parents"),
        ),
        help=words(
            "Écrivez les noms comme sur l’acte : nom de naissance, puis tous les prénoms dans l’ordre.\n"
            "La copie intégrale contient les mentions en marge : mariage, divorce, décès.\n"
            "L’extrait sans filiation peut être demandé par n’importe qui, sans se justifier.",
            "Write the names as in the record: birth name, then all given names in order.",
        ),
        next=words(
            "Le service de l’état civil vérifie votre demande, puis envoie l’acte par la poste, en général sous cinq "
            "jours ouvrés.",
            "The civil registry checks your request, then posts the document, usually within five working days.",
        ),
        appeal=words(
            "Vous pouvez saisir le procureur de la République près le tribunal judiciaire si la délivrance de l’acte "
            "vous est refusée (décret n° 2017-890, article 34).",
            "You may turn to the public prosecutor if the record is refused to you (decree 2017-890, article 34).",
        ),
    ),
    duration_minutes=5,
    keywords=("naissance", "état civil", "extrait", "copie intégrale", "filiation", "certificat"),
)
