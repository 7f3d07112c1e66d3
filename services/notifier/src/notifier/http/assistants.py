"""What is open to members' AI assistants: they read what was sent and what is written, and change nothing."""

from chassis.assistants import Tool
from chassis.problems import N_

MESSAGES = Tool(
    title=N_("Chercher des messages envoyés"),
    description=N_(
        "Les messages du plus récent au plus ancien, avec leur état : `status` choisit un état, `subject` l’objet concerné "
        "(demande ou ticket). `cursor` est le `next` de la page précédente."
    ),
)
MESSAGE = Tool(
    title=N_("Suivre un message"),
    description=N_("Un message et chacune de ses tentatives : parti, remis, revenu, ou pourquoi il attend."),
)
PUBLICATIONS = Tool(
    title=N_("Chercher des actualités"),
    description=N_(
        "Tout ce qui est écrit, publié ou non : actualités (`news`) et informations pratiques (`information`)."
    ),
)
PUBLICATION = Tool(
    title=N_("Lire une actualité"),
    description=N_("Une publication comme ses rédacteurs la voient, avec ses dates et ses lecteurs."),
)
