"""Plans: what an organisation's subscription opens. Data, so that a new offer is a line here.

`without` are permissions of an open e-service that the plan leaves closed. `members` is the most accounts of members,
None for as many as one likes. What is not an e-service (the organisation's own accounts, the platform) is always open.
"""

from typing import NamedTuple

from contracts.permissions import CATALOGUE, Permission


class EService(NamedTuple):
    """`label` and `purpose` are French (msgids)."""

    key: str
    label: str
    purpose: str
    icon: str


class Function(NamedTuple):
    """Of the portal, for whoever visits it: no permission opens it. `label` and `purpose` are French (msgids)."""

    key: str
    label: str
    purpose: str
    icon: str


class Plan(NamedTuple):
    key: str
    label: str
    purpose: str
    e_services: frozenset[str]
    functions: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    members: int | None = None

    @property
    def offered(self) -> frozenset[str]:
        """What an organisation may want or not: e-services and functions."""
        return self.e_services | self.functions

    def opens(self, permission: Permission, *, declined: frozenset[str] = frozenset()) -> bool:
        """Whether a member may use it, granted or not. `declined`: e-services that the organisation does not want."""
        if permission.e_service not in E_SERVICE_KEYS:
            return True
        wanted = permission.e_service in self.e_services and permission.e_service not in declined
        return wanted and permission.name not in self.without


E_SERVICES = (
    EService("demarches", "Démarches en ligne", "Catalogue, formulaires, instruction, rendez-vous.", "folder"),
    EService("ticketing", "Assistance", "Demandes au support et suivi de vos tickets.", "messages"),
    EService("notifier", "Publication et messages", "Actualités, lettre d’information, courriels à vos mots.", "mail"),
    EService("documents", "Pièces et conservation", "Contrôle des fichiers et durées de conservation.", "files"),
)
E_SERVICE_KEYS = frozenset(service.key for service in E_SERVICES)

ANSWERS = "answers"
FUNCTIONS = (
    Function(
        ANSWERS,
        "Assistant d’aide",
        "Votre portail répond aux questions avec les passages de vos pages, puis renvoie à une démarche ou à un agent.",
        "help-circle",
    ),
)
FUNCTION_KEYS = frozenset(function.key for function in FUNCTIONS)

PLANS = (
    Plan(
        "decouverte",
        "Découverte",
        "Gratuite : le guichet, ses pages, les démarches prêtes à l’emploi et l’assistance.",
        frozenset({"demarches", "ticketing"}),
        without=frozenset({"demarches.definitions.edit", "demarches.calendars.arrange"}),
        members=5,
    ),
    Plan(
        "essentielle",
        "Essentielle",
        "Vos propres formulaires, les rendez-vous, les actualités et la lettre d’information.",
        frozenset({"demarches", "ticketing", "notifier"}),
        FUNCTION_KEYS,
        members=50,
    ),
    Plan("complete", "Complète", "Tous les services, sans limite de comptes.", E_SERVICE_KEYS, FUNCTION_KEYS),
)
BY_KEY = {plan.key: plan for plan in PLANS}
FREE = "decouverte"
WHOLE = "complete"

assert {permission.e_service for permission in CATALOGUE} >= E_SERVICE_KEYS
