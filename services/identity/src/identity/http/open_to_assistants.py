"""What is open to members' AI assistants: who works here, and who may do what. They change nothing."""

from chassis.assistants import Tool
from chassis.problems import N_

MEMBERS = Tool(
    title=N_("Lister les membres"),
    description=N_("Les membres de la collectivité : nom, fonction, service, état du compte, dernière connexion."),
)
MEMBER = Tool(
    title=N_("Ouvrir un membre"),
    description=N_("Un membre avec ses permissions : lesquelles il a, de qui, et lesquelles dorment."),
)
RIGHTS = Tool(
    title=N_("Lire qui peut quoi"),
    description=N_(
        "Le chemin de chaque droit, du représentant légal à l’administrateur et aux membres, et ce qui a changé."
    ),
)
