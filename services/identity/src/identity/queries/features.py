"""Features: to whom each is open, and who changed it when."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.asks import FeatureStates
from contracts.features import BY_NAME, FEATURES, Feature, FeatureState, Mode, by_default
from identity.domain.features import feature_named
from identity.domain.organisations import OrganisationNotFound
from identity.storage.tables import accounts, feature_changes, organisations

SHOWN = 20


class FeatureNamed(msgspec.Struct, frozen=True):
    name: str


class FeatureLine(msgspec.Struct, frozen=True, kw_only=True):
    """`organisations` by the words of their addresses; no `changed_at`: it is as it was declared."""

    name: str
    label: str
    purpose: str
    gone_by: date
    default: bool
    mode: Mode
    organisations: tuple[str, ...] = ()
    share: int = 0
    changed_at: datetime | None = None
    changed_by: str = ""


class FeatureChange(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    by: str
    mode: Mode
    organisations: tuple[str, ...]
    share: int


class FeatureView(msgspec.Struct, frozen=True, kw_only=True):
    """`changes`: the newest twenty, newest first."""

    feature: FeatureLine
    changes: tuple[FeatureChange, ...]


async def feature_states(_: None, __: Actor, connection: AsyncConnection) -> FeatureStates:
    """Of the declared ones that somebody changed."""
    f = feature_changes.c
    turn = func.count().over(partition_by=f.name).label("turn")
    last = (
        select(feature_changes, turn).where(f.name.in_(BY_NAME)).ext(distinct_on(f.name)).order_by(f.name, f.id.desc())
    )
    rows = await connection.execute(last)
    return FeatureStates(
        states=tuple(
            FeatureState(
                name=row.name,
                mode=Mode(row.mode),
                organisations=tuple(row.organisations),
                share=row.share,
                turn=row.turn,
            )
            for row in rows
        )
    )


async def list_features(_: None, actor: Actor, connection: AsyncConnection) -> list[FeatureLine]:
    await _must_be_operator(actor, connection)
    return [(await _line(feature, connection))[0] for feature in FEATURES]


async def show_feature(question: FeatureNamed, actor: Actor, connection: AsyncConnection) -> FeatureView:
    await _must_be_operator(actor, connection)
    line, changes = await _line(feature_named(question.name), connection)
    return FeatureView(feature=line, changes=changes)


async def _must_be_operator(actor: Actor, connection: AsyncConnection) -> None:
    """To others there is nothing here."""
    o = organisations.c
    if not await connection.scalar(select(o.is_support_portal).where(o.id == actor.organisation)):
        raise OrganisationNotFound


async def _line(feature: Feature, connection: AsyncConnection) -> tuple[FeatureLine, tuple[FeatureChange, ...]]:
    """The account that did it, by its name while it is there: accounts are seen in one's own organisation alone."""
    f, a = feature_changes.c, accounts.c
    found = (
        select(feature_changes, a.given_name, a.family_name)
        .outerjoin(accounts, a.id == f.changed_by)
        .where(f.name == feature.name)
        .order_by(f.id.desc())
        .limit(SHOWN)
    )
    rows = (await connection.execute(found)).all()
    slugs = await _slugs({one for row in rows for one in row.organisations}, connection)
    changes = tuple(
        FeatureChange(
            at=row.changed_at,
            by=f"{row.given_name or ''} {row.family_name or ''}".strip(),
            mode=Mode(row.mode),
            organisations=tuple(sorted(slugs[one] for one in row.organisations if one in slugs)),
            share=row.share,
        )
        for row in rows
    )
    last, declared = changes[0] if changes else None, by_default(feature)
    line = FeatureLine(
        name=feature.name,
        label=feature.label,
        purpose=feature.purpose,
        gone_by=feature.gone_by,
        default=feature.default,
        mode=last.mode if last else declared.mode,
        organisations=last.organisations if last else (),
        share=last.share if last else 0,
        changed_at=last.at if last else None,
        changed_by=last.by if last else "",
    )
    return line, changes


async def _slugs(wanted: set[UUID], connection: AsyncConnection) -> dict[UUID, str]:
    if not wanted:
        return {}
    found = select(organisations.c.id, organisations.c.slug).where(organisations.c.id.in_(wanted))
    return {row.id: row.slug for row in await connection.execute(found)}
