"""What is open to members' AI assistants here. Decisions on a dossier are not: no tool proposes one."""

from chassis.assistants import Tool
from chassis.problems import N_
from demarches.domain.policies import INSTRUCT

SHOWN = "open_dossier"
NAMED = "dossier.reference"
PAGE = "/demarches/dossiers/{id}"

LIST = Tool(
    title=N_("Chercher des demandes"),
    description=N_(
        "La file des demandes du service, la plus récente d’abord : numéro, démarche, état, échéance, agent chargé. "
        "`view` : all, mine, late ; `q` cherche un numéro ou un nom ; `cursor` est le `next` de la page précédente."
    ),
)
OPEN = Tool(
    title=N_("Ouvrir une demande"),
    description=N_(
        "Une demande entière : réponses au formulaire, pièces reçues (sans leur contenu), échanges, notes internes, "
        "délais. La consultation est inscrite au journal."
    ),
    page=PAGE,
)
CLOCK = Tool(
    title=N_("Calculer un délai"),
    description=N_("Le délai légal d’une demande, tel qu’il est ou sous une autre hypothèse. Rien n’est changé."),
)
CATALOGUE = Tool(
    title=N_("Lire le catalogue"),
    description=N_("Les démarches que propose la collectivité, par thème."),
)
ANSWER = Tool(
    title=N_("Répondre au demandeur"),
    description=N_("Un message au demandeur, qui le reçoit par courriel et dans son espace."),
    labels={"body": N_("Message envoyé au demandeur")},
    worded=("body",),
    permission=INSTRUCT,
    concerns=SHOWN,
    named=NAMED,
    page=PAGE,
)
ASK_PIECE = Tool(
    title=N_("Demander une pièce"),
    description=N_(
        "Demande une pièce au demandeur. `type` est un mot court en minuscules (« domicile »), `label` ce que le demandeur lit."
    ),
    labels={
        "type": N_("Type de pièce"),
        "label": N_("Pièce demandée"),
        "reason": N_("Pourquoi"),
        "indispensable": N_("Indispensable"),
    },
    worded=("label", "reason"),
    concerns=SHOWN,
    named=NAMED,
    page=PAGE,
)
NOTE = Tool(
    title=N_("Écrire une note interne"),
    description=N_("Une note que seuls les agents lisent."),
    labels={"body": N_("Note interne")},
    worded=("body",),
    concerns=SHOWN,
    named=NAMED,
    page=PAGE,
)
TAKE = Tool(
    title=N_("Prendre en charge une demande"),
    description=N_("Le membre devient l’agent chargé de la demande, qui passe en instruction."),
    concerns=SHOWN,
    named=NAMED,
    page=PAGE,
)
