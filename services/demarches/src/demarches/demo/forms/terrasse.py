"""A café's terrace on public ground: a company asks, silence refuses."""

from contracts.forms import read_form
from demarches.demo import departments
from demarches.demo.parts import my_details, my_pieces, my_request, piece, words
from demarches.domain.definition import Applicant, Definition, Texts
from demarches.domain.dossier import Status
from demarches.domain.letters import Letter
from demarches.domain.permissions import DECIDE
from demarches.domain.rules import ClockRule, Silence, WhileMissing
from demarches.domain.workflow import Asked, Effects, Stage, StageTimer, Transition, Workflow

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
            "Vous pouvez alors demander les motifs du rejet dans le mois (CRPA L232-4), et saisir le maire ou le "
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
    workflow=Workflow(
        stages=(
            Stage(id="recue", label=words("Reçue", "Received"), status=Status.SUBMITTED),
            Stage(
                id="etude",
                label=words("Étude du plan", "Plan under study"),
                status=Status.UNDER_EXAMINATION,
                sentence=words("Le service Voirie étudie votre plan.", "The road department studies your plan."),
            ),
            Stage(
                id="consultation",
                label=words("Police et pompiers consultés", "Police and fire service consulted"),
                status=Status.UNDER_EXAMINATION,
                sentence=words(
                    "Nous avons consulté la police municipale et les pompiers.", "We consulted the police and firemen."
                ),
            ),
            Stage(id="accordee", label=words("Accordée", "Granted"), status=Status.ACCEPTED),
            Stage(id="refusee", label=words("Refusée", "Refused"), status=Status.REFUSED),
        ),
        transitions=(
            Transition(
                id="etudier", label=words("Étudier le plan", "Study the plan"), sources=("recue",), target="etude"
            ),
            Transition(
                id="consulter",
                label=words("Consulter", "Consult"),
                sources=("etude",),
                target="consultation",
                asks=(Asked(id="qui", label=words("Qui est consulté ?", "Who is consulted?")),),
                effects=Effects(
                    message=words(
                        "Nous consultons la police municipale et les pompiers. Leur réponse prend une à deux semaines.",
                        "We are consulting the police and the fire service. They take one to two weeks.",
                    )
                ),
            ),
            Transition(
                id="accorder",
                label=words("Accorder", "Grant"),
                sources=("etude", "consultation"),
                target="accordee",
                needs=DECIDE,
                guard="surface <= 20.0 || dossier.opinions_awaited == 0",
                because=words(
                    "Au-delà de 20 m², les avis demandés doivent être rendus.", "Beyond 20 m², opinions must be given."
                ),
            ),
            Transition(
                id="refuser",
                label=words("Refuser", "Refuse"),
                sources=("etude", "consultation"),
                target="refusee",
                needs=DECIDE,
            ),
        ),
        timers=(StageTimer(stage="recue", days=10, transition="etudier"),),
    ),
    letter=Letter(
        heading=words("Arrêté d’occupation du domaine public", "Order on the use of public ground"),
        considering=(
            "Vu le code général de la propriété des personnes publiques, notamment son article L2122-1,",
            "Vu la demande {reference} reçue le {received},",
        ),
        accepted="L’autorisation demandée par {name} est accordée, à titre personnel, précaire et révocable.\n\n{reasons}",
        refused="L’autorisation demandée par {name} est refusée pour les raisons suivantes :\n\n{reasons}",
        signatory="Eugène Granoux",
        capacity=words("Le Maire", "The Mayor"),
    ),
    keywords=("occupation du domaine public", "terrasse", "étalage", "commerce", "café", "restaurant"),
)
