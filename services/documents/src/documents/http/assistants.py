"""What is open to members' AI assistants: names and states of files, terms and figures. No content ever."""

from chassis.assistants import Tool
from chassis.problems import N_

READINGS = Tool(
    title=N_("Lister ses accès aux pièces"),
    description=N_(
        "Les demandes dont le membre a lui-même ouvert des pièces, avec le motif et la fin de chaque accès. "
        "`bundle_id` est l’identifiant de la demande."
    ),
)
FILES = Tool(
    title=N_("Lister les pièces d’une demande"),
    description=N_(
        "Nom, type, taille et état du contrôle de chaque fichier d’une demande que le membre a ouverte lui-même. "
        "Le contenu ne se lit pas ainsi."
    ),
)
CHECKS = Tool(
    title=N_("Suivre les contrôles de fichiers"),
    description=N_("Les fichiers refusés, en attente ou à reprendre, le plus récent d’abord : sans nom ni personne."),
)
RETENTION = Tool(
    title=N_("Lire la conservation des pièces"),
    description=N_("Les délais de la collectivité, ce qui sera effacé bientôt, et ce qui est gelé."),
)
STORAGE = Tool(
    title=N_("Lire l’espace occupé"),
    description=N_("Combien de fichiers et d’octets, par origine, par type et par mois."),
)
