"""What may one subscribe to, and to what has one?"""

from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.policies import must_be_signed_in
from notifier.domain.letters.refusals import SubscriptionNotFound
from notifier.domain.letters.subscriber import Choice, Subscriber
from notifier.storage.letter_tables import subscribers, themes
from notifier.storage.letters import subscriber_of

_s = subscribers.c


class ThemeView(msgspec.Struct, frozen=True, kw_only=True):
    """`subscribers`: how many receive the letter for this theme; told to editors alone."""

    id: UUID
    label: str
    themes: "list[ThemeView]" = []
    subscribers: int | None = None


class SubscriptionView(msgspec.Struct, frozen=True, kw_only=True):
    """`warning`: no-letter or no-theme mean that nothing will come. Never an address."""

    choice: Choice
    warning: str
    receives: bool
    confirmed: bool


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Who receives, who ticked themes without the letter, the letter without themes, who never confirmed."""

    receive: int
    no_letter: int
    no_theme: int
    unconfirmed: int


def view_of(subscriber: Subscriber) -> SubscriptionView:
    choice = subscriber.asked if subscriber.asked is not None else subscriber.choice
    return SubscriptionView(
        choice=choice,
        warning=choice.warning.value,
        receives=subscriber.receives,
        confirmed=subscriber.confirmed_at is not None and subscriber.asked is None,
    )


async def theme_tree(counted: bool, _: Actor, connection: AsyncConnection) -> list[ThemeView]:
    """Ranges in their order, each with its themes."""
    rows = (await connection.execute(select(themes).order_by(themes.c.position))).all()
    numbers: dict[UUID, int] = {}
    if counted:
        one = func.unnest(_s.themes).label("theme")
        each = select(one, func.count()).where(_s.letter, _s.confirmed_at.is_not(None)).group_by(one)
        numbers = {theme: number for theme, number in (await connection.execute(each)).all()}

    def shown(row: object, below: list[ThemeView]) -> ThemeView:
        theme_id: UUID = row.id  # pyright: ignore[reportAttributeAccessIssue]
        label: str = row.label  # pyright: ignore[reportAttributeAccessIssue]
        number = numbers.get(theme_id, 0) if counted else None
        return ThemeView(id=theme_id, label=label, themes=below, subscribers=number)

    return [
        shown(row, [shown(child, []) for child in rows if child.parent_id == row.id])
        for row in rows
        if row.parent_id is None
    ]


async def my_subscription(_: None, actor: Actor, connection: AsyncConnection) -> SubscriptionView:
    account = must_be_signed_in(actor)
    row = (await connection.execute(select(subscribers).where(_s.account_id == account))).one_or_none()
    if row is None:
        return view_of(Subscriber(id=account, kind="citizen"))
    return view_of(subscriber_of(row))


async def subscription_by_id(subscriber_id: UUID, _: Actor, connection: AsyncConnection) -> SubscriptionView:
    return view_of(await subscriber_by_id(subscriber_id, _, connection))


async def subscriber_by_id(subscriber_id: UUID, _: Actor, connection: AsyncConnection) -> Subscriber:
    row = (await connection.execute(select(subscribers).where(_s.id == subscriber_id))).one_or_none()
    if row is None:
        raise SubscriptionNotFound
    return subscriber_of(row)


async def subscriber_figures(_: None, __: Actor, connection: AsyncConnection) -> Figures:
    confirmed, has_themes = _s.confirmed_at.is_not(None), func.cardinality(_s.themes) > 0
    statement = select(
        func.count().filter(confirmed, _s.letter, has_themes),
        func.count().filter(confirmed, ~_s.letter, has_themes),
        func.count().filter(confirmed, _s.letter, ~has_themes),
        func.count().filter(~confirmed),
    ).select_from(subscribers)
    receive, no_letter, no_theme, unconfirmed = (await connection.execute(statement)).one()
    return Figures(receive=receive, no_letter=no_letter, no_theme=no_theme, unconfirmed=unconfirmed)
