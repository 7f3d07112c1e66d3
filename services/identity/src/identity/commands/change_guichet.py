"""Settings of the guichet: the organisation speaks of itself (ID-22)."""

import msgspec

from chassis.pages import theme
from chassis.policies import must_match
from chassis.refusals import Fault, Invalid
from identity.domain.organisations import Guichet, Organisation, guichet_faults
from identity.storage.work import IdentityWork


class ChangeGuichet(msgspec.Struct, frozen=True, kw_only=True):
    guichet: Guichet
    version: int | None = None


async def change_guichet(command: ChangeGuichet, uow: IdentityWork) -> Organisation:
    faults = [*guichet_faults(command.guichet), *colour_faults(command.guichet.colour)]
    if faults:
        raise Invalid(faults=faults)
    organisation = await uow.organisations.get(uow.actor.tenant)
    must_match(organisation.version, command.version)
    uow.record(organisation.set_guichet(command.guichet))
    return organisation


def colour_faults(colour: str) -> list[Fault]:
    """Text in this colour has to be readable on our paper: at least 4.5 to 1."""
    try:
        ratio = theme.contrast(colour, theme.LIGHT_PAPER)
    except theme.NotAColour:
        return [Fault("/colour", "Écrivez la couleur avec # et six chiffres, par exemple #1f5f8b.", "colour")]
    if ratio >= theme.READABLE:
        return []
    better = theme.readable(colour, on=theme.LIGHT_PAPER)
    said = f"{ratio:.1f}".replace(".", ",")
    message = f"Cette couleur serait difficile à lire : contraste {said} pour 4,5 demandé. La plus proche : {better}."
    return [Fault("/colour", message, "contrast")]
