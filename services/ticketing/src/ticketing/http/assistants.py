"""What is open to members' AI assistants at the support desk: they read, and propose what an agent confirms."""

from chassis.assistants import Tool
from chassis.problems import N_

SHOWN = "open_ticket"
NAMED = "reference"
PAGE = "/ticketing/tickets/{id}"

LIST = Tool(
    title=N_("Chercher des tickets"),
    description=N_(
        "La file de l’assistance : numéro, objet, gravité, état, agent chargé. `q` cherche un numéro ou des mots ; "
        "`cursor` est le `next` de la page précédente."
    ),
)
OPEN = Tool(
    title=N_("Ouvrir un ticket"),
    description=N_(
        "Un ticket entier, avec ses échanges et ses notes internes. La consultation est inscrite au journal."
    ),
    page=PAGE,
)
PROMISES = Tool(
    title=N_("Lire les engagements d’un ticket"),
    description=N_("Chaque délai promis, et le temps qui compte ou non. Rien n’est changé."),
)
ARTICLES = Tool(
    title=N_("Chercher dans la base de connaissances"),
    description=N_("Les articles publiés que le membre peut lire ; `q` cherche des mots."),
)
ANSWER = Tool(
    title=N_("Répondre au ticket"),
    description=N_("Une réponse au client, qui la reçoit par courriel et dans son espace."),
    labels={
        "body": N_("Réponse envoyée au client"),
        "then": N_("État du ticket ensuite"),
        "receipts": N_("Fichiers"),
        "article": N_("Article joint"),
    },
    values={
        "open": N_("Ouvert"),
        "waiting_customer": N_("En attente du client"),
        "resolved": N_("Résolu"),
    },
    worded=("body",),
    concerns=SHOWN,
    named=NAMED,
    page=PAGE,
)
NOTE = Tool(
    title=N_("Écrire une note sur le ticket"),
    description=N_("Une note que seule l’équipe lit."),
    labels={"body": N_("Note interne")},
    worded=("body",),
    concerns=SHOWN,
    named=NAMED,
    page=PAGE,
)
TAKE = Tool(
    title=N_("Prendre un ticket"),
    description=N_("Le membre devient l’agent chargé du ticket."),
    labels={"from_colleague": N_("Le reprendre à un collègue")},
    concerns=SHOWN,
    named=NAMED,
    page=PAGE,
)
RESOLVE = Tool(
    title=N_("Dire un ticket résolu"),
    description=N_("Le client en est prévenu, et peut le rouvrir."),
    concerns=SHOWN,
    named=NAMED,
    page=PAGE,
)
