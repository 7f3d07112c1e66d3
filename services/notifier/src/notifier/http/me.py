"""What concerns whoever asks: how much is new, what one was told, how one wants to be told."""

from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from chassis.access import Needs
from chassis.commands import Commands
from chassis.http import Ask, By
from chassis.pagination import Page
from chassis.policies import must_be_signed_in
from chassis.settings import Settings
from notifier.commands.inbox.choose_preferences import ChoosePreferences, choose_preferences
from notifier.commands.inbox.read_notices import ReadNotices, read_notices
from notifier.domain.inbox.preferences import CHOICES, Chosen
from notifier.domain.posting.postal_letter import ON_PAPER
from notifier.domain.texting.text import TEXTED
from notifier.queries.inbox.my_notices import MyNotices, NoticeLine, count_notices, my_notices, preferences_of
from notifier.queries.posting.post import is_post_offered
from notifier.queries.publishing.shown_publications import count_unread
from notifier.storage.work import NotifierWork

Change = NamedDependency[Commands[NotifierWork]]


class BadgesView(msgspec.Struct, frozen=True, kw_only=True):
    news: int
    notifications: int


class PreferencesView(msgspec.Struct, frozen=True, kw_only=True):
    """`choices` are the kinds of message that one may turn off or group; all others are owed."""

    chosen: Chosen
    choices: tuple[str, ...]
    texted: tuple[str, ...]
    """Which kinds this installation can tell by SMS; none where it has no provider."""
    on_paper: tuple[str, ...]
    """Which kinds this town sends by post to who asks; none where it does not offer letters."""


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """Where the notification leads."""

    link: str


@get("/badges", needs=Needs.SIGNED_IN, summary="How much is new for me")
async def badges(actor: By, queries: Ask, commands: Change) -> BadgesView:
    unread = await queries.ask(count_unread, commands.now(), actor=actor)
    return BadgesView(news=unread.news, notifications=await queries.ask(count_notices, None, actor=actor))


@get("/notices", needs=Needs.SIGNED_IN, summary="What I was told, newest first")
async def notices(
    actor: By,
    queries: Ask,
    unread: FromQuery[bool] = False,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 30,
) -> Page[NoticeLine]:
    return await queries.ask(my_notices, MyNotices(unread_only=unread, cursor=cursor, limit=limit), actor=actor)


@post("/notices/{notice_id:uuid}/reading", needs=Needs.SIGNED_IN, status_code=200, summary="I have read it")
async def read(notice_id: FromPath[UUID], actor: By, commands: Change) -> Opened:
    return Opened(link=await commands.run(read_notices, ReadNotices(notice_id=notice_id), actor=actor))


@post("/notices/readings", needs=Needs.SIGNED_IN, status_code=204, summary="I have read them all")
async def read_all(actor: By, commands: Change) -> None:
    await commands.run(read_notices, ReadNotices(), actor=actor)


@get("/preferences", needs=Needs.SIGNED_IN, summary="How I want to be told")
async def preferences(actor: By, queries: Ask, settings: NamedDependency[Settings]) -> PreferencesView:
    kept = await queries.ask(preferences_of, must_be_signed_in(actor), actor=actor)
    offered = await queries.ask(is_post_offered, None, actor=actor)
    return _view(kept.chosen, settings, offered=offered)


@put("/preferences", needs=Needs.SIGNED_IN, summary="Choose how I want to be told")
async def choose(
    data: JSONBody[Chosen], actor: By, queries: Ask, commands: Change, settings: NamedDependency[Settings]
) -> PreferencesView:
    kept = await commands.run(choose_preferences, ChoosePreferences(data), actor=actor)
    offered = await queries.ask(is_post_offered, None, actor=actor)
    return _view(kept.chosen, settings, offered=offered)


def _view(chosen: Chosen, settings: Settings, *, offered: bool) -> PreferencesView:
    texted, on_paper = TEXTED if settings.sms_url else (), ON_PAPER if offered else ()
    return PreferencesView(chosen=chosen, choices=CHOICES, texted=texted, on_paper=on_paper)


router = Router("/me", route_handlers=[badges, notices, read, read_all, preferences, choose], tags=["Pour moi"])
