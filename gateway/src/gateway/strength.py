"""An organisation asks its members for a second step: until theirs is in place, nothing else opens (ID-25)."""

from gateway.api import Refused
from gateway.here import Here
from gateway.words import N_

SET_UP = "/mon-profil/validation"
# What leads there, and away.
STILL_OPEN = (
    SET_UP,
    "/mon-profil/cles",
    "/confirmation",
    "/connexion",
    "/deconnexion",
    "/comptes",
    "/langue",
    "/mentions-legales",
    "/accessibilite",
)


class SecondStepDue(Refused):
    """A page becomes a redirection to where it is put in place."""

    def __init__(self) -> None:
        super().__init__(
            403,
            N_("Votre organisation demande la validation en deux étapes."),
            N_("Mettez-la en place pour continuer : cela prend deux minutes."),
            type="/problems/second-step-due",
        )


def must_be_strong(here: Here) -> None:
    if here.person is None or not here.person.second_factor_due:
        return
    path = here.path.partition("?")[0]
    if not any(path == still or path.startswith(f"{still}/") for still in STILL_OPEN):
        raise SecondStepDue
