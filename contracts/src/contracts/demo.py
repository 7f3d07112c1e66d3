"""Who and what the demonstration is about: the ids on which every service's demo data agree. Invented people."""

from typing import NamedTuple
from uuid import UUID, uuid5

from contracts.tokens import Assistant

_NAMESPACE = UUID("5f0c5a3e-0d3c-4d0e-9a53-7b1f5f9f7a10")
PASSWORD = "Parvis-2026"  # noqa: S105 - printed by `make up`; demo accounts exist on a demonstration alone


def demo_id(name: str) -> UUID:
    return uuid5(_NAMESPACE, name)


class DemoOrganisation(NamedTuple):
    slug: str
    name: str
    kind: str
    colour: str

    @property
    def id(self) -> UUID:
        return demo_id(f"organisation/{self.slug}")


class DemoAccount(NamedTuple):
    """`identifier` is what one signs in with; the address is `<identifier>@<slug>.example`."""

    organisation: DemoOrganisation
    identifier: str
    given_name: str
    family_name: str
    kind: str
    function: str
    permissions: tuple[str, ...] = ()

    @property
    def id(self) -> UUID:
        return demo_id(f"account/{self.organisation.slug}/{self.identifier}")

    @property
    def email(self) -> str:
        return f"{self.identifier}@{self.organisation.slug}.example"


PLASSANS = DemoOrganisation("plassans", "Ville de Plassans", "Mairie", "#1d5c63")
CCAS = DemoOrganisation("ccas-plassans", "CCAS de Plassans", "CCAS", "#7a3e65")
TULETTES = DemoOrganisation("tulettes", "Commune des Tulettes", "Mairie", "#8a4b12")
OPERATOR = DemoOrganisation("assistance", "Assistance Parvis", "Interne", "#3b4a8f")
ORGANISATIONS = (PLASSANS, CCAS, TULETTES, OPERATOR)

_ORGANISER = ("demarches.desk.organise", "demarches.definitions.edit")
_AGENT = (
    "demarches.dossiers.read",
    "demarches.dossiers.instruct",
    "demarches.dossiers.decide",
    "demarches.calendars.arrange",
)
_ADMINISTRATOR = (
    "identity.members.manage",
    "identity.guichet.edit",
    "identity.permissions.grant",
    "identity.keys.issue",
    "ticketing.tickets.open",
    "ticketing.tickets.read_organisation",
    "notifier.messages.read",
    "notifier.addresses.mend",
    "notifier.integrations.manage",
    "notifier.templates.edit",
    "notifier.publications.edit",
    "documents.scans.read",
    "documents.retention.manage",
)
_OPERATOR = (
    "platform.organisations.manage",
    "platform.guichets.activate",
    "platform.dead_letters.manage",
    "platform.operations.read",
    "platform.features.change",
    # The letter to the customers' members tells what the knowledge base publishes.
    "notifier.publications.edit",
)
# The operator's own démarches are there to be offered to every organisation.
_SHARES = ("demarches.definitions.edit", "demarches.definitions.share")
_SUPPORT = (
    "ticketing.tickets.answer",
    "ticketing.settings.edit",
    "ticketing.articles.edit",
    # Whether a mail arrived is asked of who answers.
    "notifier.messages.read",
)

CITIZEN = DemoAccount(PLASSANS, "camille.rougon", "Camille", "Rougon", "citizen", "")
AGENT = DemoAccount(
    PLASSANS,
    "adele.sicardot",
    "Adèle",
    "Sicardot",
    "member",
    "Agente d’accueil",
    # At the counter one is asked whether the mail was sent.
    (*_AGENT, *_ORGANISER, "ticketing.tickets.open", "notifier.messages.read"),
)
COLLEAGUE = DemoAccount(PLASSANS, "aristide.vuillet", "Aristide", "Vuillet", "member", "Instructeur voirie", _AGENT)
ADMINISTRATOR = DemoAccount(
    PLASSANS, "silvere.mouret", "Silvère", "Mouret", "member", "Le Directeur général des services", _ADMINISTRATOR
)
MAYOR = DemoAccount(PLASSANS, "eugene.granoux", "Eugène", "Granoux", "member", "Le Maire, Directeur, Président")
# The same person as AGENT, with an account of her own at the town's CCAS.
AGENT_AT_CCAS = DemoAccount(
    CCAS, "adele.sicardot", "Adèle", "Sicardot", "member", "Agente d’accueil mutualisée", _AGENT
)
CCAS_AGENT = DemoAccount(CCAS, "marthe.roudier", "Marthe", "Roudier", "member", "Directrice", _AGENT)
NEIGHBOUR = DemoAccount(TULETTES, "jeanne.coste", "Jeanne", "Coste", "citizen", "")
NEIGHBOUR_AGENT = DemoAccount(TULETTES, "marc.fine", "Marc", "Fine", "member", "Le Secrétaire de mairie", _AGENT)
SUPPORT_AGENT = DemoAccount(OPERATOR, "pascal.sauret", "Pascal", "Sauret", "member", "Technicien support", _SUPPORT)
PLATFORM_OPERATOR = DemoAccount(
    OPERATOR, "felicite.puech", "Félicité", "Puech", "member", "Exploitation", (*_OPERATOR, *_SHARES, *_SUPPORT)
)
ACCOUNTS = (
    CITIZEN,
    AGENT,
    COLLEAGUE,
    ADMINISTRATOR,
    MAYOR,
    CCAS_AGENT,
    AGENT_AT_CCAS,
    NEIGHBOUR,
    NEIGHBOUR_AGENT,
    SUPPORT_AGENT,
    PLATFORM_OPERATOR,
)
# Of AGENT.
ASSISTANT = Assistant(id=demo_id("assistant/plassans/adele.sicardot"), name="Aide à la rédaction", proposes=True)
