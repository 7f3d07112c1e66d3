"""Whether a guichet serves at all: not opened yet, suspended by the operator, or closed for good."""

from typing import TYPE_CHECKING

from gateway.api import Refused
from gateway.words import N_

if TYPE_CHECKING:
    from gateway.here import Here

# What leads members of a guichet not activated yet to their session, and what the law wants readable.
OPEN_BEFORE = (
    "/connexion",
    "/deconnexion",
    "/comptes",
    "/mot-de-passe",
    "/activation",
    "/reinitialisation",
    "/validation-administrateur",
    "/langue",
    "/mentions-legales",
    "/accessibilite",
    "/apercu",
    "/effacement",
    "/adresse-electronique",
)
# What the law wants readable of one that does not serve: who answers for it and for the data, and proofs of erasure.
OPEN_ALWAYS = ("/langue", "/mentions-legales", "/accessibilite", "/donnees-personnelles", "/effacement", "/guichet")
SUSPENDED, CLOSED = "suspended", "closed"


class NotOpenYet(Refused):
    def __init__(self) -> None:
        super().__init__(
            404,
            N_("Ce guichet n’est pas encore ouvert."),
            N_("Votre collectivité le prépare. En attendant, adressez-vous directement à son accueil."),
            type="/problems/not-open-yet",
        )


class GuichetSuspended(Refused):
    def __init__(self) -> None:
        super().__init__(
            403,
            N_("Ce guichet est suspendu."),
            N_(
                "Personne ne peut s’y connecter pour le moment. Vos demandes et vos pièces sont conservées, et les délais de vos "
                "demandes continuent de courir. En attendant, adressez-vous directement à l’accueil de votre collectivité."
            ),
            type="/problems/guichet-suspended",
        )


class GuichetClosed(Refused):
    def __init__(self) -> None:
        super().__init__(
            410,
            N_("Ce guichet est fermé définitivement."),
            N_(
                "Ce que vous y avez déposé n’est pas perdu : votre collectivité en reste responsable. Pour une demande, ou pour "
                "obtenir ce qui vous concerne, adressez-vous directement à son accueil."
            ),
            type="/problems/guichet-closed",
        )


def must_be_served(here: "Here") -> None:
    """Raises what is true of the guichet. One not activated yet shows itself to its own members, who prepare it (B13)."""
    facts, person = here.organisation, here.person
    if facts.status in (SUSPENDED, CLOSED) and not _is_below(here, OPEN_ALWAYS):
        raise GuichetSuspended if facts.status == SUSPENDED else GuichetClosed
    if here.previewing and here.method in ("GET", "HEAD"):
        return
    if facts.guichet_active or facts.is_support_portal:
        return
    if person is not None and person.kind == "member" and person.organisation == facts.id:
        return
    if not _is_below(here, OPEN_BEFORE):
        raise NotOpenYet


def _is_below(here: "Here", paths: tuple[str, ...]) -> bool:
    path = str(here.path).partition("?")[0]
    return any(path == open_ or path.startswith(f"{open_}/") for open_ in paths)
