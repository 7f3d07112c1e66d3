"""The operator opens a feature to all, to some, to a share, or closes it."""

import msgspec

from contracts.features import FeatureState, Mode
from contracts.identity import FeatureChanged
from identity.commands.open_guichet import must_be_operator
from identity.domain.features import feature_named, mode_of, must_all_be_known, must_make_sense
from identity.storage.work import IdentityWork


class ChangeFeature(msgspec.Struct, frozen=True, kw_only=True):
    """`organisations` by the words of their addresses, with that mode; `share` of a hundred, with that one."""

    name: str
    mode: str
    organisations: tuple[str, ...] = ()
    share: int | None = None


async def change_feature(command: ChangeFeature, uow: IdentityWork) -> FeatureState:
    """Every process hears of it within two seconds; saying again what is true already is noted all the same."""
    await must_be_operator(uow)
    feature, mode = feature_named(command.name), mode_of(command.mode)
    wanted = tuple(dict.fromkeys(slug.strip().lower() for slug in command.organisations if slug.strip()))
    must_make_sense(mode, wanted, command.share)
    known = await uow.features.organisations_at(wanted) if mode is Mode.ORGANISATIONS else {}
    if mode is Mode.ORGANISATIONS:
        must_all_be_known(wanted, list(known))
    share = command.share if mode is Mode.SHARE and command.share is not None else 0
    state = FeatureState(name=feature.name, mode=mode, organisations=tuple(known.values()), share=share)
    await uow.features.add(state)
    uow.record(FeatureChanged(feature_id=feature.id, feature=feature.name, status=str(mode)))
    return state
