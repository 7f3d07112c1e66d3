"""The words of the pages about keys. French is the msgid; pages translate."""

from notifier.console.labels import N_
from notifier.domain.programs.api_key import Mode, Scope

# Word, what it does.
MODES = {
    Mode.TEST: (N_("Essai"), N_("Rien ne part : les issues sont simulées. Pour mettre au point votre logiciel.")),
    Mode.TEAM: (N_("Équipe"), N_("N’écrit qu’aux agents de la collectivité. Pour une répétition générale.")),
    Mode.LIVE: (N_("En service"), N_("Écrit à tout le monde.")),
}
SCOPES = {
    Scope.SEND: (N_("Envoyer des messages"), N_("Avec vos propres modèles, et eux seuls.")),
    Scope.READ: (N_("Suivre ses envois"), N_("Ceux de cette clé, pas ceux des autres.")),
}
SIMULATED = (
    ("delivered@simulation.invalid", N_("Distribué")),
    ("temporary@simulation.invalid", N_("Refusé pour l’instant, puis distribué")),
    ("bounced@simulation.invalid", N_("Revenu : la boîte n’existe pas")),
    ("complained@simulation.invalid", N_("Signalé indésirable")),
)
