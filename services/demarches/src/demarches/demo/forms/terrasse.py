"""A café's terrace on public ground: a company asks, silence refuses."""

from contracts.forms import read_form
from demarches.demo import departments
from demarches.demo.parts import my_details, my_pieces, my_request, piece, words
from demarches.domain.definition import Applicant, Definition, Texts
from demarches.domain.rules import ClockRule, Silence, WhileMissing

FORM = read_form(
    {
        "steps": [
            my_details(),
            my_request(
                {"kind": "siret", "id": "siret", "label": words("Numéro SIRET", "SIRET number"), "required": True},
                {"kind": "text", "id": "shop", "label": words("Enseigne", "Shop name"), "required": True},
                {
                    "kind": "address",
                    "id": "where",
                    "label": words("Adresse de l’établissement", "Address of the premises"),
                    "required": True,
                },
                {
                    "kind": "number",
                    "id": "surface",
                    "label": words("Surface demandée", "Surface asked for"),
                    "decimals": 1,
                    "min": 1,
                    "max": 200,
                    "unit": "m²",
                    "required": True,
                },
                {
                    "kind": "period",
                    "id": "period",
                    "label": words("Période", "Period"),
                    "required": True,
                    "min": "today",
                    "max_days": 366,
                },
                {
                    "kind": "computed",
                    "id": "due",
                    "label": words("Redevance annuelle estimée", "Estimated yearly fee"),
                    "format": "amount",
                    "expression": "round(surface * 1850.0)",
                },
                {
                    "kind": "long_text",
                    "id": "equipment",
                    "label": words("Mobilier prévu", "Planned furniture"),
                    "help": words("Tables, parasols, jardinières, chauffages.", "Tables, parasols, planters."),
                },
            ),
            my_pieces(
                piece("kbis", "Extrait K ou K bis de moins de trois mois", "Company register extract"),
                piece("plan", "Plan coté de la terrasse", "Plan with measurements"),
                piece("insurance", "Attestation d’assurance professionnelle", "Professional insurance"),
            ),
        ]
    }
)

TERRASSE = Definition(
    title=words("Terrasse sur le domaine public", "Terrace on public ground"),
    summary=words(
        "Demander l’autorisation d’installer une terrasse ou un étalage devant un commerce.",
        "Ask for permission to set up a terrace or a stall in front of a shop.",
    ),
    form=FORM,
    department_id=departments.VOIRIE,
    applicant=Applicant(step="informations", person="applicant", email="email"),
    clock=ClockRule(
        silence=Silence.REJECTION,
        months=2,
        while_missing=WhileMissing.SUSPENDS,
        articles=("CRPA L231-4", "décret n° 2015-1459", "CGPPP L2122-1"),
        then=words(
            "Vous pourrez alors demander les motifs du rejet dans le mois (CRPA L232-4), et saisir le maire ou le "
            "tribunal administratif de Marseille dans les deux mois (code de justice administrative, R421-2).",
            "You may then ask for the reasons within a month, and appeal within two months.",
        ),
    ),
    texts=Texts(
        what_you_get=words(
            "Une autorisation d’occupation temporaire, personnelle et révocable.",
            "A temporary, personal and revocable permission.",
        ),
        for_whom=words("Les commerces, cafés et restaurants de Plassans.", "Shops, cafés and restaurants."),
        cost=words("18,50 € par m² et par an", "€18.50 per m² a year"),
        prepare=(words("Le numéro SIRET", "The SIRET number"),),
        help=words(
            "Laissez toujours 1,40 m libres pour les piétons et les fauteuils roulants.",
            "Always leave 1.40 m free for pedestrians and wheelchairs.",
        ),
        next=words(
            "Le service Voirie consulte la police municipale et les pompiers, puis vous répond.",
            "The road department consults the police and the fire service, then answers.",
        ),
        appeal=words(
            "Vous pouvez contester cette décision dans les deux mois, auprès du maire ou du tribunal administratif de "
            "Marseille (code de justice administrative, R421-1).",
            "You may contest this decision within two months.",
        ),
    ),
    duration_minutes=15,
    keywords=("occupation du domaine public", "terrasse", "étalage", "commerce", "café", "restaurant"),
)
