"""To whom a feature is opened: what the operator may say, and what has no sense."""

from collections.abc import Sequence

from chassis.refusals import Fault, Invalid, NotFound
from contracts.features import BY_NAME, Feature, Mode

MOST_ORGANISATIONS = 200
WHOLE = 100


class FeatureNotFound(NotFound):
    """Aucune fonction ne porte ce nom."""


def feature_named(name: str) -> Feature:
    """Raises `FeatureNotFound`."""
    try:
        return BY_NAME[name]
    except KeyError as unknown:
        raise FeatureNotFound from unknown


def mode_of(typed: str) -> Mode:
    """Raises `Invalid`."""
    if typed not in list(Mode):
        raise Invalid(faults=[Fault("/mode", "Choisissez à qui la fonction est ouverte.", "invalid")])
    return Mode(typed)


def must_make_sense(mode: Mode, organisations: Sequence[str], share: int | None) -> None:
    """Raises `Invalid` for a mode that lacks what it needs."""
    if mode is Mode.SHARE and (share is None or not 0 <= share <= WHOLE):
        raise Invalid(faults=[Fault("/share", "Donnez un nombre entier de 0 à 100.", "invalid")])
    if mode is Mode.ORGANISATIONS and not organisations:
        message = "Nommez au moins une organisation, par le mot de son adresse."
        raise Invalid(faults=[Fault("/organisations", message, "required")])
    if len(organisations) > MOST_ORGANISATIONS:
        message = "200 organisations au plus : au-delà, ouvrez-la à une part de toutes."
        raise Invalid(faults=[Fault("/organisations", message, "too_many")])


def must_all_be_known(wanted: Sequence[str], known: Sequence[str]) -> None:
    """Raises `Invalid`: a word mistyped would leave somebody out unseen."""
    if set(wanted) - set(known):
        message = "Une adresse n’est celle d’aucune organisation. Chacune est le premier mot de l’adresse d’un guichet."
        raise Invalid(faults=[Fault("/organisations", message, "unknown")])
