"""Which features are open to whom; the operator's to see and to change."""

import msgspec
from litestar import Router, get, put
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.actor import Actor
from chassis.http import Ask, By
from contracts.asks import FeatureStates
from identity.commands.change_feature import ChangeFeature, change_feature
from identity.http.context import Doing
from identity.http.internal import NOWHERE
from identity.queries.features import (
    FeatureLine,
    FeatureNamed,
    FeatureView,
    feature_states,
    list_features,
    show_feature,
)

READ = "platform.operations.read"
CHANGE = "platform.features.change"


class Opening(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`mode` is off, on, organisations (then their slugs) or share (then a number out of a hundred)."""

    mode: str
    organisations: tuple[str, ...] = ()
    share: int | None = None


@get("/features", needs=READ)
async def index(actor: By, queries: Ask) -> list[FeatureLine]:
    return await queries.ask(list_features, None, actor=actor)


@get("/features/{name:str}", needs=READ)
async def show(name: FromPath[str], actor: By, queries: Ask) -> FeatureView:
    return await queries.ask(show_feature, FeatureNamed(name), actor=actor)


@put("/features/{name:str}", needs=CHANGE)
async def change(name: FromPath[str], data: JSONBody[Opening], actor: By, commands: Doing, queries: Ask) -> FeatureView:
    command = ChangeFeature(name=name, mode=data.mode, organisations=data.organisations, share=data.share)
    await commands.run(change_feature, command, actor=actor, show=_nothing)
    return await queries.ask(show_feature, FeatureNamed(name), actor=actor)


@get("/internal/features", needs=Needs.GATEWAY)
async def states(queries: Ask) -> FeatureStates:
    """What an entrance keeps in memory."""
    return await queries.ask(feature_states, None, actor=Actor.of_service("gateway", NOWHERE))


def _nothing(_: object) -> None:
    return None


router = Router("/", route_handlers=[index, show, change])
internal = states
