"""The newsletter, for who reads it: themes, one's subscription, the archive."""

from uuid import UUID

from litestar import Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.commands import Commands
from chassis.http import Ask, By
from notifier.commands.letters.subscribe import (
    AskSubscription,
    ChangeSubscription,
    ConfirmSubscription,
    LeaveLetter,
    ask_subscription,
    change_subscription,
    confirm_subscription,
    leave_letter,
)
from notifier.delivery.letter_links import LetterLinks
from notifier.domain.letters.subscriber import Choice
from notifier.queries.letters.issues import ArchivedIssue, list_archive, show_archived
from notifier.queries.letters.subscriptions import (
    SubscriptionView,
    ThemeView,
    my_subscription,
    subscription_by_id,
    theme_tree,
    view_of,
)
from notifier.storage.work import NotifierWork

Change = NamedDependency[Commands[NotifierWork]]
Links = NamedDependency[LetterLinks]


@get("/themes", needs=Needs.ANYONE, summary="What one may subscribe to: ranges, and the themes in them")
async def themes(actor: By, queries: Ask) -> list[ThemeView]:
    return await queries.ask(theme_tree, False, actor=actor)


@get("/archive", needs=Needs.ANYONE, summary="The letters that were sent, newest first")
async def archive(actor: By, queries: Ask) -> list[ArchivedIssue]:
    return await queries.ask(list_archive, None, actor=actor)


@get("/archive/{issue_id:uuid}", needs=Needs.ANYONE, summary="A letter that was sent")
async def archived(issue_id: FromPath[UUID], actor: By, queries: Ask) -> ArchivedIssue:
    return await queries.ask(show_archived, issue_id, actor=actor)


@get("/subscription", needs=Needs.SIGNED_IN, summary="My subscription")
async def mine(actor: By, queries: Ask) -> SubscriptionView:
    return await queries.ask(my_subscription, None, actor=actor)


@put("/subscription", needs=Needs.SIGNED_IN, summary="Choose themes, and the letter itself")
async def choose(data: JSONBody[Choice], actor: By, commands: Change) -> SubscriptionView:
    return await commands.run(change_subscription, ChangeSubscription(choice=data), actor=actor, show=view_of)


@post("/subscriptions", needs=Needs.ANYONE, status_code=202, summary="Ask for the letter: a mail asks to confirm")
async def ask(data: JSONBody[AskSubscription], actor: By, commands: Change) -> None:
    """The same answer whether the address is known or not."""
    await commands.run(ask_subscription, data, actor=actor)


@get("/links/{token:str}", needs=Needs.ANYONE, summary="What the link of a mail stands for")
async def linked(token: FromPath[str], actor: By, queries: Ask, commands: Change, links: Links) -> SubscriptionView:
    named = links.read(token, at=commands.now())
    return await queries.ask(subscription_by_id, named.subscriber_id, actor=actor)


@post("/links/{token:str}/confirmation", needs=Needs.ANYONE, status_code=200, summary="The address is mine")
async def confirm(token: FromPath[str], actor: By, commands: Change, links: Links) -> SubscriptionView:
    """By POST: a scanner that opens every link of a mail confirms nothing."""
    named = links.read(token, at=commands.now())
    confirmation = ConfirmSubscription(named.subscriber_id)
    return await commands.run(confirm_subscription, confirmation, actor=actor, show=view_of)


@put("/links/{token:str}", needs=Needs.ANYONE, summary="Change themes by the link of a letter")
async def change(
    token: FromPath[str], data: JSONBody[Choice], actor: By, commands: Change, links: Links
) -> SubscriptionView:
    named = links.read(token, at=commands.now())
    changed = ChangeSubscription(choice=data, subscriber_id=named.subscriber_id)
    return await commands.run(change_subscription, changed, actor=actor, show=view_of)


@post("/links/{token:str}/departure", needs=Needs.ANYONE, status_code=200, summary="No letter any more (RFC 8058)")
async def leave(token: FromPath[str], actor: By, commands: Change, links: Links) -> SubscriptionView:
    named = links.read(token, at=commands.now())
    left = LeaveLetter(subscriber_id=named.subscriber_id, issue_id=named.issue_id)
    return await commands.run(leave_letter, left, actor=actor, show=view_of)


router = Router(
    "/newsletter",
    route_handlers=[themes, archive, archived, mine, choose, ask, linked, confirm, change, leave],
    tags=["Lettre d’information"],
)
